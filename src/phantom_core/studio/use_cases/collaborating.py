"""Who is in a project: listing them, what each is and may do, going and being put out."""

import attrs

from phantom_core.kernel import Access, Command, NotFound, Page, PageRequest, Query, UserId
from phantom_core.studio import policy
from phantom_core.studio.collaborator import (
    CollaboratorRole,
    PermissionChanges,
    ProjectCollaborator,
)
from phantom_core.studio.events import PartReason, ProjectReason
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._finding import Entry, known, living, seen
from phantom_core.studio.use_cases._places import change, decline, part, revoke
from phantom_core.studio.use_cases._seeing import collaborators
from phantom_core.studio.use_cases._telling import shown, tell
from phantom_core.studio.views import CollaboratorRow, ProjectView

__all__ = [
    "ExpelCollaborator",
    "LeaveProject",
    "ListCollaborators",
    "RemoveCollaborator",
    "SetCollaborator",
]


@attrs.frozen(kw_only=True)
class ListCollaborators(Query[Page[CollaboratorRow]]):
    """List who is in a project, who was invited first first; without those one has blocked.

    Raises: NotFound; ProjectOver; Invalid.
    """

    access = Access.PERSON
    project_id: ProjectId
    page: PageRequest = PageRequest()

    def run(self, work: StudioWork) -> Page[CollaboratorRow]:
        """Answer a page of them."""
        return collaborators(work, seen(work, self.project_id).project, self.page)


@attrs.frozen(kw_only=True)
class SetCollaborator(Command[None]):
    """Have somebody be something else to a project, or do other things there, as an admin.

    One acts on lower roles only, and gives no more than one has. Another role brings what such
    people may do. The owner makes a collaborator the owner in their place, and is an admin then.

    Attributes:
        role: what they shall be; if absent, what they are.
        changes: what they may do otherwise than that.

    Raises: NotFound, also for who is not in the project; ProjectOver; Forbidden; MayNot.
    """

    access = Access.PERSON
    project_id: ProjectId
    user_id: UserId
    role: CollaboratorRole | None = None
    changes: PermissionChanges = PermissionChanges()

    def run(self, work: StudioWork) -> None:
        """Make it so; what is so already changes nothing."""
        entry = known(work, self.project_id)
        target = entry.other(work, self.user_id)
        if self.role is CollaboratorRole.OWNER:
            _hand_over(work, entry, target)
            return
        policy.may_manage(entry.project, entry.place, target).enforce()
        wanted = self._wanted(target)
        more = wanted.permissions.beyond(target.permissions)
        policy.may_grant(entry.place, wanted.role, more).enforce()
        if wanted != target:
            change(work, entry.project, wanted)

    def _wanted(self, target: ProjectCollaborator) -> ProjectCollaborator:
        role = self.role or target.role
        changed = target if role is target.role else target.became(role)
        return attrs.evolve(changed, permissions=self.changes.applied(changed.permissions))


@attrs.frozen(kw_only=True)
class LeaveProject(Command[ProjectView]):
    """Leave a project; its owner hands it over first. Who is not in it has left already.

    Raises: NotFound; ProjectOver; OwnerStays.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: StudioWork) -> ProjectView:
        """Answer the project, without a place in it."""
        entry = known(work, self.project_id)
        if entry.place is None or not entry.place.accepted:
            return shown(work, entry)
        _leave(work, entry.place)
        return shown(work, attrs.evolve(entry, place=None))


@attrs.frozen(kw_only=True)
class RemoveCollaborator(Command[None]):
    """Put somebody out of a project, or take their invite back; or go oneself.

    Admins act on lower roles only; an invite is also taken back by who has sent it.

    Raises: NotFound, also for who is not in the project; ProjectOver; MayNot; OwnerStays.
    """

    access = Access.PERSON
    project_id: ProjectId
    user_id: UserId

    def run(self, work: StudioWork) -> None:
        """Have them go."""
        entry = known(work, self.project_id)
        target = entry.other(work, self.user_id)
        if target.user_id == work.actor.person:
            _go(work, entry, target)
            return
        policy.may_remove(entry.project, entry.place, target).enforce()
        if target.accepted:
            part(work, target, PartReason.REMOVED)
        else:
            revoke(work, entry.project, target)


@attrs.frozen(kw_only=True)
class ExpelCollaborator(Command[None]):
    """Put somebody out who was banned in the project's chat; its owner stays."""

    access = Access.SYSTEM
    project_id: ProjectId
    user_id: UserId

    def run(self, work: StudioWork) -> None:
        """Have them go, if they are there."""
        project = living(work, self.project_id)
        place = work.project_collaborators.find(self.project_id, self.user_id)
        if project is None or place is None or place.owns:
            return
        if place.accepted:
            part(work, place, PartReason.BANNED)
        else:
            revoke(work, project, place)


def _go(work: StudioWork, entry: Entry, place: ProjectCollaborator) -> None:
    if place.accepted:
        _leave(work, place)
    else:
        decline(work, entry.project, place)


def _leave(work: StudioWork, place: ProjectCollaborator) -> None:
    policy.may_leave(place).enforce()
    part(work, place, PartReason.LEFT)


def _hand_over(work: StudioWork, entry: Entry, heir: ProjectCollaborator) -> None:
    """Make a collaborator the owner, and the owner an admin."""
    policy.may_hand_over(entry.project, entry.place).enforce()
    owner = entry.other(work, work.actor.person)
    if heir == owner:
        return
    if not heir.accepted:
        raise NotFound("collaborator", heir.user_id)
    project = entry.project.changed(work.now, owner_id=heir.user_id)
    work.projects.put(project)
    change(work, project, owner.became(CollaboratorRole.ADMIN))
    change(work, project, heir.became(CollaboratorRole.OWNER))
    tell(work, project, ProjectReason.OWNER)
