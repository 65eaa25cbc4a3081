"""What people may do with projects, and servers for them, drawn by chance."""

from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import studio as s
from phantom_core.kernel import (
    EPOCH,
    Bpm,
    Command,
    Cursor,
    Milliseconds,
    PageRequest,
    Query,
    person,
    uuid7,
)
from tests.agreement.identity_operations import Known, one_of
from tests.agreement.worlds import Worlds

__all__ = ["begin", "commands", "learn", "queries"]

_NAMES: Final = st.sampled_from(["Night Drive", "Nächte", "Days"])
_FLAGS: Final = st.sampled_from([None, None, True, False])
_CHANGES: Final = st.builds(
    s.PermissionChanges, can_edit=_FLAGS, can_delete_stems=_FLAGS, can_invite_others=_FLAGS
)
_ROLES: Final = st.sampled_from([*s.CollaboratorRole])
_SERVERS: Final = st.sampled_from([uuid7(EPOCH, number) for number in (1, 2)])
_CHOSEN: Final = st.sampled_from(
    [None, None, *(s.ProjectId(uuid7(EPOCH, 100 + number)) for number in range(2))]
)


def begin(worlds: Worlds, known: Known) -> None:
    """There is a project of the first, in which the second is, and which invites the third."""
    ada, bob, cyd = (person(user_id) for user_id in known.users[:3])
    made: s.ProjectView = worlds.do(s.CreateProject(name="Night Drive", is_public=True), ada)
    project = made.card.id
    for invited in (bob, cyd):
        inviting = s.InviteCollaborator(
            project_id=project, user_id=invited.person, role=s.CollaboratorRole.ADMIN
        )
        worlds.do(inviting, ada)
    worlds.do(s.AcceptProjectInvite(project_id=project), bob)
    known.projects.append(project)


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about projects."""
    users, projects = one_of(known.users), one_of(known.projects)
    place: dict[str, Any] = {"project_id": projects, "user_id": users}
    listener: dict[str, Any] = {**place, "server_id": _SERVERS}
    return st.one_of(
        st.builds(
            s.CreateProject,
            project_id=_CHOSEN,
            name=_NAMES,
            tempo=st.sampled_from([None, Bpm(93.5)]),
            is_public=st.booleans(),
        ),
        st.builds(s.DeleteProject, project_id=projects),
        *[
            st.builds(kind, **place, role=_ROLES, changes=_CHANGES)
            for kind in (s.InviteCollaborator, s.SetCollaborator, s.SetCollaborator)
        ],
        *[
            st.builds(kind, project_id=projects)
            for kind in (s.AcceptProjectInvite, s.DeclineProjectInvite, s.LeaveProject)
        ],
        *[st.builds(kind, **place) for kind in (s.RemoveCollaborator, s.ExpelCollaborator)],
        st.builds(s.PartProjectInvites, one=users, other=users),
        st.builds(
            s.SyncProjectPlayback,
            project_id=projects,
            action=st.sampled_from([*s.SyncAction]),
            position_ms=st.sampled_from([None, Milliseconds(0), Milliseconds(90_000)]),
        ),
        *[st.builds(kind, **listener) for kind in (s.AttachToProject, s.DetachFromProject)],
        st.builds(s.DropProjectServers, alive=st.lists(_SERVERS, max_size=1).map(tuple)),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about projects, a page at a time."""
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    one: dict[str, Any] = {"project_id": one_of(known.projects)}
    words = st.sampled_from(["", "night", "nac", "d n", "%"])
    return st.one_of(
        *[st.builds(kind, **one) for kind in (s.GetProject, s.GetProjectInside, s.GetSession)],
        st.builds(s.ListCollaborators, **one, page=pages),
        st.builds(s.ListProjectInvites, page=pages),
        st.builds(s.ListProjectsOf, user_id=one_of(known.users), query=words, page=pages),
        *[
            st.builds(kind, query=words, page=pages)
            for kind in (s.ListProjects, s.ListPublicProjects)
        ],
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    views = [answer, *getattr(answer, "items", ())]
    for view in views:
        if isinstance(view, s.ProjectView) and view.card.id not in known.projects:
            known.projects.append(view.card.id)
