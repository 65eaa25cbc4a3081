"""What the things are called that notifications lead to, as the other contexts keep them."""

from contextlib import suppress

from phantom_core.chat import ChatRoomId, ChatRooms
from phantom_core.kernel import Id, NotFound
from phantom_core.notifications import SubjectKind, SubjectNames
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import Rooms
from phantom_core.studio import ProjectId, Projects

__all__ = ["KeptSubjectNames"]


class KeptSubjectNames(SubjectNames):
    """Takes them from the rooms, projects and chats that are kept."""

    def __init__(self, rooms: Rooms, projects: Projects, chats: ChatRooms) -> None:
        self._rooms = rooms
        self._projects = projects
        self._chats = chats

    def name_of(self, kind: SubjectKind, identifier: Id) -> str | None:
        """The name of a room, which is held, or of a project or chat, which is not."""
        if kind is SubjectKind.ROOM:
            with suppress(NotFound):
                return self._rooms.get(RoomId(identifier)).name
        if kind is SubjectKind.PROJECT:
            project = self._projects.find(ProjectId(identifier))
            return None if project is None else project.name
        if kind is SubjectKind.CHAT:
            chat = self._chats.find(ChatRoomId(identifier))
            return None if chat is None else chat.title
        return None
