"""The chats of listening rooms and projects: who is in them follows from there.

These commands are for reactions: they refuse nothing, and doing one again changes nothing. Where
there is no such chat, nothing happens.
"""

import attrs

from phantom_core.chat.events import ChatEntered, ChatRoomChanged
from phantom_core.chat.member import ChatMember, Role
from phantom_core.chat.notice import Notice, NoticeKind
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import LONGEST_TITLE, ChatKind, ChatRoom, ChatRoomId
from phantom_core.chat.use_cases._office import tell_moderated
from phantom_core.chat.use_cases._telling import enter, part, say, take_place
from phantom_core.kernel import Access, Command, Id, UserId

__all__ = [
    "AdmitToLinkedChat",
    "AnnounceInLinkedChat",
    "CloseLinkedChat",
    "HandOverLinkedChat",
    "OpenLinkedChat",
    "PartFromLinkedChat",
    "RenameLinkedChat",
]


@attrs.frozen(kw_only=True)
class OpenLinkedChat(Command[None]):
    """Make the chat of a listening room or project; who looks after that is its admin.

    Attributes:
        title: what that is called; of a long name the beginning.
    """

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id
    title: str
    owner_id: UserId

    def run(self, work: ChatWork) -> None:
        """Open it, if it is not there."""
        room = ChatRoom(
            id=ChatRoomId(work.new_id()),
            kind=self.kind,
            title=self.title[:LONGEST_TITLE],
            linked_id=self.linked_id,
            created_at=work.now,
            last_at=work.now,
            member_count=1,
        )
        if work.chat_rooms.add(room):
            room = say(work, room, Notice(kind=NoticeKind.CREATED), by=self.owner_id)
            take_place(work, room, self.owner_id, Role.ADMIN)
            work.record(ChatEntered(user_id=self.owner_id, room=room))


@attrs.frozen(kw_only=True)
class AdmitToLinkedChat(Command[None]):
    """Let in who has come into a listening room or project.

    Attributes:
        role: what they are there: who comes back to a room that is theirs is its chat's admin.
    """

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id
    user_id: UserId
    role: Role = Role.GUEST

    def run(self, work: ChatWork) -> None:
        """Let them in, if they are not, and not banned."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        if room is None:
            return
        member = work.chat_members.find(room.id, self.user_id)
        if member is None or not (member.present or member.banned(work.now)):
            enter(work, room, self.user_id, self.role, by=self.user_id)


@attrs.frozen(kw_only=True)
class PartFromLinkedChat(Command[None]):
    """Let go who has left a listening room or project.

    Attributes:
        removed: whether they were put out, and did not go by themself.
    """

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id
    user_id: UserId
    removed: bool = False

    def run(self, work: ChatWork) -> None:
        """Let them go, if they are in."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        member = None if room is None else work.chat_members.find(room.id, self.user_id)
        if room is not None and member is not None and member.present:
            kind = NoticeKind.REMOVED if self.removed else NoticeKind.LEFT
            notice = Notice(kind=kind, user_id=self.user_id)
            part(work, room, member, notice, by=None if self.removed else self.user_id)


@attrs.frozen(kw_only=True)
class HandOverLinkedChat(Command[None]):
    """Have another look after the chat: its admin from now on, while the one before is a guest."""

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id
    owner_id: UserId

    def run(self, work: ChatWork) -> None:
        """Hand it over, if the other one is in."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        heir = None if room is None else work.chat_members.find(room.id, self.owner_id)
        if room is None or heir is None or not heir.present or heir.role is Role.ADMIN:
            return
        before = work.chat_members.foremost(room.id, but=self.owner_id)
        if before is not None and before.role is Role.ADMIN:
            self._set(work, room, attrs.evolve(before, role=Role.GUEST))
        self._set(work, room, attrs.evolve(heir, role=Role.ADMIN))
        notice = Notice(kind=NoticeKind.HANDED_OVER, user_id=self.owner_id)
        say(work, room, notice, by=self.owner_id)

    @staticmethod
    def _set(work: ChatWork, room: ChatRoom, member: ChatMember) -> None:
        work.chat_members.put(member)
        tell_moderated(work, room, member, NoticeKind.HANDED_OVER)


@attrs.frozen(kw_only=True)
class AnnounceInLinkedChat(Command[None]):
    """Have a listening room or project say something in its chat."""

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id
    text: str

    def run(self, work: ChatWork) -> None:
        """Say it."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        if room is not None:
            say(work, room, Notice(kind=NoticeKind.ANNOUNCED), content=self.text)


@attrs.frozen(kw_only=True)
class RenameLinkedChat(Command[None]):
    """Give the chat the name that its listening room or project has now."""

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id
    title: str

    def run(self, work: ChatWork) -> None:
        """Rename it."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        title = self.title[:LONGEST_TITLE]
        if room is not None and room.title != title:
            _change(work, attrs.evolve(room, title=title), NoticeKind.RENAMED)


@attrs.frozen(kw_only=True)
class CloseLinkedChat(Command[None]):
    """Close the chat of what is over: who is in it may read on, and nobody writes."""

    access = Access.SYSTEM
    kind: ChatKind
    linked_id: Id

    def run(self, work: ChatWork) -> None:
        """Close it."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        if room is not None and room.closed_at is None:
            _change(work, attrs.evolve(room, closed_at=work.now), NoticeKind.CLOSED)


def _change(work: ChatWork, room: ChatRoom, kind: NoticeKind) -> None:
    said = say(work, room, Notice(kind=kind))
    work.record(ChatRoomChanged(chat_room_id=room.id, room=said))
