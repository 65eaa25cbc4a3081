"""Projects and who is in them, on the wire."""

from typing import Annotated, Any
from zlib import crc32

import msgspec
from litestar import Response

from phantom_app.http.etags import versioned
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.kernel import Id
from phantom_core.studio import (
    CollaboratorRole,
    CollaboratorStatus,
    CollaboratorView,
    Permissions,
    ProjectCard,
    ProjectId,
    ProjectInviteView,
    ProjectView,
)

__all__ = [
    "CollaboratorPayload",
    "PermissionsPayload",
    "ProjectCardPayload",
    "ProjectInvitePayload",
    "ProjectPayload",
    "collaborator_fields",
    "collaborator_of",
    "project_answer",
    "project_card_of",
    "project_id_of",
    "project_invite_of",
    "project_of",
]


class PermissionsPayload(Payload):
    """What somebody may do in a project, besides looking and listening."""

    can_edit: bool
    can_add_stems: bool
    can_delete_stems: bool
    can_invite_others: bool
    can_export: bool


class CollaboratorPayload(Payload):
    """Somebody who is in a project, or invited to it."""

    user: PersonPayload
    role: CollaboratorRole
    permissions: PermissionsPayload
    status: CollaboratorStatus
    invited_by: Annotated[
        PersonPayload, msgspec.Meta(description="The owner who made the project: themself.")
    ]
    invited_at: InstantText
    joined_at: InstantText | None = None


class ProjectCardPayload(Payload):
    """A project, as everybody sees it who may know of it."""

    id: IdText
    owner_id: IdText
    owner: PersonPayload
    name: str
    description: str | None = None
    tempo: Annotated[float, msgspec.Meta(description="Beats a minute.")]
    time_signature: Annotated[
        tuple[int, int],
        msgspec.Meta(description="Beats to a bar, and which note a beat is.", examples=[[4, 4]]),
    ]
    length_ms: int
    is_public: bool
    is_active: bool
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


class ProjectPayload(ProjectCardPayload):
    """A project, and one's own place in it, if one has one."""

    me: CollaboratorPayload | None = None
    last_accessed_at: Annotated[
        InstantText, msgspec.Meta(description="When a collaborator last came to it.")
    ]
    last_sync_at: Annotated[
        InstantText | None, msgspec.Meta(description="When its document was last changed.")
    ] = None


class ProjectInvitePayload(Payload):
    """An invite to a project; the project as it stood when this was told."""

    project_id: IdText
    project: ProjectCardPayload
    invited_by: PersonPayload
    invited_user: PersonPayload
    role: CollaboratorRole
    permissions: PermissionsPayload
    invited_at: InstantText


def project_id_of(text: str) -> ProjectId:
    """The id of a project, out of a path."""
    return ProjectId(Id(text))


def collaborator_fields(view: CollaboratorView) -> dict[str, Any]:
    """What is told of somebody's place, by field."""
    return {
        "user": person_of(view.person),
        "role": view.role,
        "permissions": _permissions_of(view.permissions),
        "status": view.status,
        "invited_by": person_of(view.invited_by),
        "invited_at": instant(view.invited_at),
        "joined_at": None if view.joined_at is None else instant(view.joined_at),
    }


def collaborator_of(view: CollaboratorView) -> CollaboratorPayload:
    """Somebody's place."""
    return CollaboratorPayload(**collaborator_fields(view))


def project_card_of(card: ProjectCard) -> ProjectCardPayload:
    """A project from outside."""
    return ProjectCardPayload(**_card_fields(card))


def project_of(view: ProjectView) -> ProjectPayload:
    """A project, looked at by somebody."""
    synced = view.last_sync_at
    return ProjectPayload(
        **_card_fields(view.card),
        me=None if view.me is None else collaborator_of(view.me),
        last_accessed_at=instant(view.last_accessed_at),
        last_sync_at=None if synced is None else instant(synced),
    )


def project_answer(view: ProjectView, *, status: int = 200) -> Response[ProjectPayload]:
    """Answer with a project; its tag begins with its version."""
    return versioned(project_of(view), view.card.version, _rest_of(view), status=status)


def project_invite_of(invite: ProjectInviteView) -> ProjectInvitePayload:
    """An invite."""
    return ProjectInvitePayload(
        project_id=invite.project.id,
        project=project_card_of(invite.project),
        invited_by=person_of(invite.invited_by),
        invited_user=person_of(invite.invited),
        role=invite.role,
        permissions=_permissions_of(invite.permissions),
        invited_at=instant(invite.invited_at),
    )


def _permissions_of(permissions: Permissions) -> PermissionsPayload:
    names = PermissionsPayload.__struct_fields__
    return PermissionsPayload(**{name: getattr(permissions, name) for name in names})


def _rest_of(view: ProjectView) -> str:
    """What stands in a project's tag for what its version does not count."""
    told = repr((view.card.owner, view.me, view.last_accessed_at, view.last_sync_at))
    return f"{crc32(told.encode('utf-8', 'surrogatepass')):x}"


def _card_fields(card: ProjectCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "owner_id": card.owner.id,
        "owner": person_of(card.owner),
        "name": card.name,
        "description": card.description,
        "tempo": card.tempo,
        "time_signature": card.time_signature,
        "length_ms": card.length_ms,
        "is_public": card.is_public,
        "is_active": card.is_active,
        "created_at": instant(card.created_at),
        "updated_at": instant(card.updated_at),
        "version": card.version,
    }
