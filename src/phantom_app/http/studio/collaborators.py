"""Who is in a project: inviting, answering, roles and permissions, going and handing over."""

from functools import partial

from litestar import Response, delete, get, post, put
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.studio.payloads import (
    CollaboratorPayload,
    ProjectInvitePayload,
    ProjectPayload,
    collaborator_of,
    project_answer,
    project_id_of,
    project_invite_of,
)
from phantom_app.http.studio.session_payloads import CollaboratorRowPayload, collaborator_row_of
from phantom_core.kernel import Id, NotFound, UserId
from phantom_core.studio import (
    AcceptProjectInvite,
    AlreadyCollaborating,
    AlreadyInvited,
    CollaboratorRole,
    DeclineProjectInvite,
    InviteCollaborator,
    LeaveProject,
    ListCollaborators,
    ListProjectInvites,
    MayNot,
    OwnerStays,
    PermissionChanges,
    ProjectFull,
    ProjectOver,
    RemoveCollaborator,
    SetCollaborator,
)

__all__ = [
    "CollaboratorChange",
    "NewCollaborator",
    "PermissionsChange",
    "accept",
    "collaborators",
    "decline",
    "invite",
    "invites",
    "leave",
    "remove",
    "set_collaborator",
]


class PermissionsChange(Payload):
    """What somebody shall be allowed or not; what is left out is as their role has it, or stays."""

    can_edit: bool | None = None
    can_add_stems: bool | None = None
    can_delete_stems: bool | None = None
    can_invite_others: bool | None = None
    can_export: bool | None = None


_NONE = PermissionsChange()


class NewCollaborator(Payload):
    """Whom to invite, and what they shall be."""

    user_id: IdText
    role: CollaboratorRole = CollaboratorRole.VIEWER
    permissions: PermissionsChange = _NONE


class CollaboratorChange(Payload):
    """What somebody shall be, and may do.

    Another role brings what such people may do. The owner makes a collaborator the `owner` in their
    place, and is an admin from then on.
    """

    role: CollaboratorRole | None = None
    permissions: PermissionsChange = _NONE


@get("/{project_id:str}/collaborators", refuses=[NotFound, ProjectOver])
async def collaborators(
    request: PhantomRequest, project_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[CollaboratorRowPayload]:
    """Who is in a project or invited, who was first first; without those whom one has blocked."""
    named = project_id_of(project_id)
    query = ListCollaborators(project_id=named, page=page_at(limit, cursor))
    shown = partial(collaborator_row_of, project_id=named, hub=request.caller.services.hub)
    return items_of(await request.caller.ask(query), shown)


@post(
    "/{project_id:str}/collaborators",
    refuses=[NotFound, ProjectOver, MayNot, AlreadyCollaborating, AlreadyInvited, ProjectFull],
)
async def invite(
    request: PhantomRequest, project_id: IdInPath, data: JSONBody[NewCollaborator]
) -> CollaboratorPayload:
    """Invite somebody, to be no more than one is oneself; who is invited to be just this stays so.

    What somebody is invited to be is changed by PUT.
    """
    command = InviteCollaborator(
        project_id=project_id_of(project_id),
        user_id=UserId(Id(data.user_id)),
        role=data.role,
        changes=_changes(data.permissions),
    )
    return collaborator_of(await request.caller.do(command))


@put(
    "/{project_id:str}/collaborators/{user_id:str}",
    status_code=204,
    refuses=[NotFound, ProjectOver, MayNot],
)
async def set_collaborator(
    request: PhantomRequest,
    project_id: IdInPath,
    user_id: IdInPath,
    data: JSONBody[CollaboratorChange],
) -> None:
    """Say what somebody is and may do, as an admin, of lower roles only; or hand over, as owner."""
    command = SetCollaborator(
        project_id=project_id_of(project_id),
        user_id=UserId(Id(user_id)),
        role=data.role,
        changes=_changes(data.permissions),
    )
    await request.caller.do(command)


@delete(
    "/{project_id:str}/collaborators/{user_id:str}",
    refuses=[NotFound, ProjectOver, MayNot, OwnerStays],
)
async def remove(request: PhantomRequest, project_id: IdInPath, user_id: IdInPath) -> None:
    """Put somebody out, or take their invite back; or go oneself."""
    command = RemoveCollaborator(project_id=project_id_of(project_id), user_id=UserId(Id(user_id)))
    await request.caller.do(command)


@post(
    "/{project_id:str}/collaborators/accept",
    status_code=200,
    refuses=[NotFound, ProjectOver],
    response_headers=TAGGED,
)
async def accept(request: PhantomRequest, project_id: IdInPath) -> Response[ProjectPayload]:
    """Come into the project that one is invited to."""
    command = AcceptProjectInvite(project_id=project_id_of(project_id))
    return project_answer(await request.caller.do(command))


@post(
    "/{project_id:str}/collaborators/decline",
    status_code=200,
    refuses=[NotFound, ProjectOver, AlreadyCollaborating],
)
async def decline(request: PhantomRequest, project_id: IdInPath) -> ProjectInvitePayload:
    """Say that one will not come; the answer is the invite that was."""
    command = DeclineProjectInvite(project_id=project_id_of(project_id))
    return project_invite_of(await request.caller.do(command))


@post(
    "/{project_id:str}/collaborators/leave",
    status_code=200,
    refuses=[NotFound, ProjectOver, OwnerStays],
    response_headers=TAGGED,
)
async def leave(request: PhantomRequest, project_id: IdInPath) -> Response[ProjectPayload]:
    """Leave a project; its owner hands it over first."""
    return project_answer(
        await request.caller.do(LeaveProject(project_id=project_id_of(project_id)))
    )


@get("/invites")
async def invites(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[ProjectInvitePayload]:
    """The invites to projects that one has not answered, the latest first."""
    page = await request.caller.ask(ListProjectInvites(page=page_at(limit, cursor)))
    return items_of(page, project_invite_of)


def _changes(permissions: PermissionsChange) -> PermissionChanges:
    names = PermissionsChange.__struct_fields__
    return PermissionChanges(**{name: getattr(permissions, name) for name in names})
