"""Who makes a project together: what they are to it, and what each may do."""

from datetime import datetime
from enum import Enum
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.studio.project import ProjectId

__all__ = [
    "MOST_COLLABORATORS",
    "NOTHING",
    "CollaboratorRole",
    "CollaboratorStatus",
    "PermissionChanges",
    "Permissions",
    "ProjectCollaborator",
    "defaults_of",
    "outranks",
]

MOST_COLLABORATORS: Final = 200
"""How many people may be in one project, those included who are invited."""


class CollaboratorRole(Enum):
    """What somebody is to a project. There is always one owner."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    ADMIN = "admin"
    OWNER = "owner"


_RANKS: Final = {role: rank for rank, role in enumerate(CollaboratorRole)}


def outranks(one: CollaboratorRole, other: CollaboratorRole) -> bool:
    """Whether one role is above another."""
    return _RANKS[one] > _RANKS[other]


class CollaboratorStatus(Enum):
    """Whether somebody has said that they will collaborate."""

    INVITED = "invited"
    ACCEPTED = "accepted"


@attrs.frozen(kw_only=True)
class Permissions:
    """What somebody may do in a project, besides looking and listening.

    Attributes:
        can_edit: change what there is, and play it to all who are in its session.
        can_add_stems: add stems.
        can_delete_stems: delete stems.
        can_invite_others: invite people.
        can_export: take it away as files.
    """

    can_edit: bool = False
    can_add_stems: bool = False
    can_delete_stems: bool = False
    can_invite_others: bool = False
    can_export: bool = False

    def within(self, others: "Permissions") -> bool:
        """Whether nothing is allowed here that is not allowed there."""
        return self.beyond(others) == NOTHING

    def beyond(self, others: "Permissions") -> "Permissions":
        """What is allowed here and not there."""
        names = [field.name for field in attrs.fields(Permissions)]
        return Permissions(
            **{name: getattr(self, name) and not getattr(others, name) for name in names}
        )


@attrs.frozen(kw_only=True)
class PermissionChanges:
    """What somebody shall be allowed or not; `None` leaves it as it is."""

    can_edit: bool | None = None
    can_add_stems: bool | None = None
    can_delete_stems: bool | None = None
    can_invite_others: bool | None = None
    can_export: bool | None = None

    def applied(self, before: Permissions) -> Permissions:
        """What they may do then."""
        named = attrs.asdict(self, filter=lambda _, allowed: allowed is not None)
        return attrs.evolve(before, **named)


NOTHING: Final = Permissions()
"""Looking and listening only."""

_EVERYTHING: Final = Permissions(
    can_edit=True,
    can_add_stems=True,
    can_delete_stems=True,
    can_invite_others=True,
    can_export=True,
)
_DEFAULTS: Final = {
    CollaboratorRole.VIEWER: NOTHING,
    CollaboratorRole.CONTRIBUTOR: Permissions(can_edit=True, can_add_stems=True, can_export=True),
    CollaboratorRole.ADMIN: _EVERYTHING,
    CollaboratorRole.OWNER: _EVERYTHING,
}


def defaults_of(role: CollaboratorRole) -> Permissions:
    """What somebody of a role may do, unless it is set otherwise for them."""
    return _DEFAULTS[role]


@attrs.frozen(kw_only=True)
class ProjectCollaborator:
    """Somebody's place in a project; the owner has one too. Who is not in it any more has none.

    Attributes:
        invited_by: who invited them; the owner, who made the project, is there by themself.
        joined_at: when they said that they will collaborate; `None` while they are invited.
        last_active_at: when they last came to the project or went, if they ever have.
    """

    project_id: ProjectId
    user_id: UserId
    role: CollaboratorRole
    permissions: Permissions
    invited_by: UserId
    invited_at: datetime
    joined_at: datetime | None = None
    last_active_at: datetime | None = None

    @property
    def accepted(self) -> bool:
        """Whether they collaborate, and are not only invited."""
        return self.joined_at is not None

    @property
    def owns(self) -> bool:
        """Whether the project is theirs."""
        return self.role is CollaboratorRole.OWNER

    @property
    def administers(self) -> bool:
        """Whether they look after the project."""
        return self.role in {CollaboratorRole.ADMIN, CollaboratorRole.OWNER}

    def offers_as(self, other: "ProjectCollaborator") -> bool:
        """Whether they are the same to the project as in another place, and may do the same."""
        return (self.role, self.permissions) == (other.role, other.permissions)

    def invited_only_by(self, user_id: UserId) -> bool:
        """Whether they have not answered yet, and somebody has invited them."""
        return not self.accepted and self.invited_by == user_id

    def became(self, role: CollaboratorRole) -> "ProjectCollaborator":
        """As something else to the project, with what such people may do."""
        return attrs.evolve(self, role=role, permissions=defaults_of(role))
