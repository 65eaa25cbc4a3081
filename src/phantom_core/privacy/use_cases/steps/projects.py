"""What becomes of somebody's projects, and of their places in those of others."""

from collections.abc import Sequence
from typing import Final

import attrs

from phantom_core.chat import ChatKind, ChatRooms, chat_topic
from phantom_core.kernel import MAX_PAGE, PageRequest
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.use_cases.steps.step import FEW, MANY, Done, ErasingWork, in_their_name
from phantom_core.studio import (
    CollaboratorRole,
    DeleteProject,
    Project,
    ProjectCollaborator,
    ProjectId,
    RemoveCollaborator,
    SetCollaborator,
    StudioWork,
    project_topic,
)

__all__ = ["ProjectErasing", "heir_of", "leave_projects"]

_RANK: Final = (CollaboratorRole.ADMIN, CollaboratorRole.CONTRIBUTOR, CollaboratorRole.VIEWER)
_DOCUMENT: Final = (
    "project_conflicts",
    "kept_changes",
    "arranged_entities",
    "project_checkpoints",
    "project_documents",
    "project_sessions",
)


class ProjectErasing(StudioWork, ErasingWork):
    """Projects, their chats, and rows."""

    chat_rooms: ChatRooms


def heir_of(work: StudioWork, project_id: ProjectId) -> ProjectCollaborator | None:
    """To whom a project is handed over: an admin, else a contributor, else a viewer.

    Of several, it is the one who has been in it longest.
    """
    others = [place for place in _others(work, project_id) if work.people.active(place.user_id)]
    return min(others, key=_turn, default=None)


def leave_projects(work: ProjectErasing, erasure: Erasure, _: str) -> Done:
    """Hand their projects over, delete those nobody else is in, and leave those of others."""
    me = erasure.user_id
    found = work.personal_rows.ids("project_collaborators", "project_id", "user_id", me, limit=FEW)
    left = 0
    for project_id in map(ProjectId, found):
        project = work.projects.get(project_id)
        place = work.project_collaborators.find(project_id, me)
        if place is not None and place.owns:
            if not _give_up(work, project, erasure):
                return Done(count=left, more=True)
        elif project.is_active:
            with in_their_name(work, me):
                RemoveCollaborator(project_id=project_id, user_id=me).run(work)
        work.project_collaborators.remove(project_id, me)
        left += 1
    return Done(count=left, more=len(found) == FEW)


def _give_up(work: ProjectErasing, project: Project, erasure: Erasure) -> bool:
    """Do without one's own project, and say whether that is done."""
    if _others(work, project.id):
        _hand_over(work, project, erasure)
        return True
    nameless = attrs.evolve(project, name="Deleted project", description=None, origin="")
    work.projects.put(nameless)
    _empty_chat(work, project.id)
    if project.is_active:
        with in_their_name(work, erasure.user_id):
            DeleteProject(project_id=project.id).run(work)
    return _emptied(work, project.id)


def _hand_over(work: ProjectErasing, project: Project, erasure: Erasure) -> None:
    """Give a project to others that are in it; what was deleted stays deleted."""
    heir = heir_of(work, project.id) if project.is_active else None
    if heir is not None:
        role = CollaboratorRole.OWNER
        with in_their_name(work, erasure.user_id):
            SetCollaborator(project_id=project.id, user_id=heir.user_id, role=role).run(work)
            RemoveCollaborator(project_id=project.id, user_id=erasure.user_id).run(work)


def _empty_chat(work: ProjectErasing, project_id: ProjectId) -> None:
    """Leave nothing of what somebody said to themself in the chat of their project."""
    room = work.chat_rooms.linked(ChatKind.PROJECT, project_id)
    if room is not None:
        work.chat_rooms.put(attrs.evolve(room, title="Deleted project"))
        work.personal_rows.drop("chat_messages", ("chat_room_id",), room.id, MANY)
        work.personal_rows.drop_events(chat_topic(room.id), MANY)


def _emptied(work: ProjectErasing, project_id: ProjectId) -> bool:
    """Delete what a project was, as far as can be done at once, and say whether nothing is left."""
    rows = work.personal_rows
    versions = rows.ids("named_versions", "id", "project_id", project_id, limit=MANY)
    for version_id in versions:
        rows.drop("version_documents", ("version_id",), version_id, 1)
    tables = ("named_versions", *_DOCUMENT)
    dropped = [rows.drop(table, ("project_id",), project_id, MANY) for table in tables]
    events = rows.drop_events(project_topic(project_id), MANY)
    return max(*dropped, events) < MANY


def _others(work: StudioWork, project_id: ProjectId) -> Sequence[ProjectCollaborator]:
    places = work.project_collaborators.page(project_id, PageRequest(limit=MAX_PAGE)).items
    return [place for place in places if place.accepted and not place.owns]


def _turn(place: ProjectCollaborator) -> tuple[int, object, str]:
    return _RANK.index(place.role), place.joined_at, place.user_id
