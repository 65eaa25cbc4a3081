"""What is allowed in projects: pure answers to plain facts.

A place is an accepted collaborator's, or that of somebody who is invited, or `None`. What a place
allows is decided when something is done, never before: whoever was offline meanwhile is held to
what they may do now.
"""

from typing import Final

from phantom_core.kernel import ALLOWED, Decision, Hidden, Refused
from phantom_core.studio.collaborator import (
    CollaboratorRole,
    Permissions,
    ProjectCollaborator,
    outranks,
)
from phantom_core.studio.errors import MayNot, OwnerStays
from phantom_core.studio.project import Project

__all__ = [
    "may_add_stems",
    "may_be_advised",
    "may_delete",
    "may_delete_stems",
    "may_drive",
    "may_edit",
    "may_export",
    "may_grant",
    "may_hand_over",
    "may_invite",
    "may_know",
    "may_leave",
    "may_manage",
    "may_publish",
    "may_push",
    "may_remove",
    "may_view",
]

_Place = ProjectCollaborator | None

_ONLY_THE_OWNER: Final = "Only the owner of this project may do this."
_ONLY_LOOKING: Final = "You may look at this project, and not change it."
_ONLY_ADMINS: Final = "Only admins of this project may do this."


def may_view(project: Project, place: _Place, *, apart: bool = False) -> Decision:
    """Decide whether somebody may look inside: collaborators may, and all, if it is public.

    Args:
        project: what they want to see.
        place: theirs in it.
        apart: whether they and the owner do not see each other.
    """
    if place is not None and place.accepted:
        return ALLOWED
    return ALLOWED if project.is_public and not apart else _hidden(project)


def may_know(project: Project, place: _Place, *, apart: bool = False) -> Decision:
    """Decide whether there is such a project for somebody: who is invited may know its card."""
    return may_view(project, place, apart=apart) if place is None else ALLOWED


def may_push(project: Project, place: _Place) -> Decision:
    """Decide whether somebody's changes are judged at all: only of those who are in it."""
    if place is not None and place.accepted:
        return ALLOWED
    return _refused(project, place, _ONLY_LOOKING)


def may_be_advised(project: Project, place: _Place) -> Decision:
    """Decide whether somebody is told what could be better: those who are in it are."""
    if place is not None and place.accepted:
        return ALLOWED
    return _refused(project, place, "Only those who are in a project are told what to better.")


def may_edit(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may change the project, its stems and segments."""
    return _allowed(project, place, "can_edit", _ONLY_LOOKING)


def may_drive(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may play, pause and seek for all who listen together."""
    return _allowed(project, place, "can_edit", "Only those who may edit play for the others.")


def may_add_stems(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may add stems."""
    return _allowed(project, place, "can_add_stems", "You may not add stems to this project.")


def may_delete_stems(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may delete stems."""
    return _allowed(project, place, "can_delete_stems", "You may not delete stems here.")


def may_export(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may take the project away as files."""
    return _allowed(project, place, "can_export", "You may not export this project.")


def may_invite(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may invite people."""
    return _allowed(project, place, "can_invite_others", "You may not invite others here.")


def may_grant(place: _Place, role: CollaboratorRole, permissions: Permissions) -> Decision:
    """Decide whether somebody may make another what this says: never more than they are."""
    if role is CollaboratorRole.OWNER:
        return Refused("A project has one owner, who can hand it over to a collaborator.")
    if place is None or outranks(role, place.role) or not permissions.within(place.permissions):
        return Refused("You can give no more than you have yourself.", MayNot)
    return ALLOWED


def may_manage(project: Project, place: _Place, target: ProjectCollaborator) -> Decision:
    """Decide whether somebody may change or end another's place: admins may, of lower roles."""
    if place is None or not (place.accepted and place.administers):
        return _refused(project, place, _ONLY_ADMINS)
    if not outranks(place.role, target.role):
        return Refused("You may act on lower roles only.", MayNot)
    return ALLOWED


def may_remove(project: Project, place: _Place, target: ProjectCollaborator) -> Decision:
    """Decide whether somebody may put another out, or take their invite back."""
    if place is not None and place.accepted and target.invited_only_by(place.user_id):
        return ALLOWED
    return may_manage(project, place, target)


def may_leave(place: ProjectCollaborator) -> Decision:
    """Decide whether somebody may go by themself: a project is never without an owner."""
    if place.owns:
        return Refused("Make somebody else the owner of this project first.", OwnerStays)
    return ALLOWED


def may_hand_over(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may make another the owner."""
    return _owns(project, place)


def may_delete(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may delete the project, for everybody."""
    return _owns(project, place)


def _owns(project: Project, place: _Place) -> Decision:
    if place is not None and place.owns:
        return ALLOWED
    return _refused(project, place, _ONLY_THE_OWNER)


def _allowed(project: Project, place: _Place, permission: str, refusal: str) -> Decision:
    if place is not None and place.accepted and getattr(place.permissions, permission):
        return ALLOWED
    return _refused(project, place, refusal)


def _refused(project: Project, place: _Place, reason: str) -> Decision:
    """No, and why; to whom there is no such project, not even that."""
    known = may_view(project, place)
    return Refused(reason, MayNot) if known is ALLOWED else known


def _hidden(project: Project) -> Decision:
    return Hidden("project", project.id)


def may_publish(project: Project, place: _Place) -> Decision:
    """Decide whether somebody may say who else may look at the project: admins may."""
    if place is not None and place.accepted and place.administers:
        return ALLOWED
    return _refused(project, place, _ONLY_ADMINS)
