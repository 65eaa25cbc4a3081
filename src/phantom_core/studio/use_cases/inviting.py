"""Inviting people to projects, and answering invites."""

from collections.abc import Iterator

import attrs

from phantom_core.kernel import (
    MAX_PAGE,
    Access,
    Command,
    Fault,
    Invalid,
    NotFound,
    Page,
    PageRequest,
    Query,
    UserId,
)
from phantom_core.studio import policy
from phantom_core.studio.collaborator import (
    MOST_COLLABORATORS,
    CollaboratorRole,
    PermissionChanges,
    ProjectCollaborator,
    defaults_of,
)
from phantom_core.studio.errors import AlreadyCollaborating, AlreadyInvited, ProjectFull
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._finding import Entry, known, living, may_be_invited
from phantom_core.studio.use_cases._places import (
    accept,
    decline,
    everybody,
    invite,
    revoke,
    shown_invite,
    shown_place,
)
from phantom_core.studio.use_cases._telling import shown
from phantom_core.studio.views import CollaboratorView, ProjectInviteView, ProjectView

__all__ = [
    "AcceptProjectInvite",
    "DeclineProjectInvite",
    "InviteCollaborator",
    "ListProjectInvites",
    "PartProjectInvites",
]


@attrs.frozen(kw_only=True)
class InviteCollaborator(Command[CollaboratorView]):
    """Invite somebody to a project. Who is invited already, to be just this, stays so.

    Attributes:
        role: what they shall be.
        changes: what they may do otherwise than such people may.

    Raises: NotFound; ProjectOver; MayNot, also for giving more than one has; Forbidden, for a
    second owner; Invalid, for somebody whom one may not invite; AlreadyCollaborating;
    AlreadyInvited, to be something else; ProjectFull.
    """

    access = Access.PERSON
    project_id: ProjectId
    user_id: UserId
    role: CollaboratorRole = CollaboratorRole.VIEWER
    changes: PermissionChanges = PermissionChanges()

    def run(self, work: StudioWork) -> CollaboratorView:
        """Answer the place that they have now."""
        entry = known(work, self.project_id)
        project, wanted = entry.project, self._wanted(work, entry)
        if not may_be_invited(work, self.user_id):
            raise Invalid(Fault("user_id", "must be an active user whom you may invite"))
        place = work.project_collaborators.find(project.id, self.user_id)
        if place is not None and place.accepted:
            raise AlreadyCollaborating
        if place is not None and not place.offers_as(wanted):
            raise AlreadyInvited
        if place is not None:
            return shown_place(work, place)
        if work.project_bans.banned_until(project.id, self.user_id, work.now) is not None:
            raise Invalid(Fault("user_id", "must be somebody who is not banned here"))
        if len(everybody(work, project)) >= MOST_COLLABORATORS:
            raise ProjectFull
        return invite(work, project, wanted)

    def _wanted(self, work: StudioWork, entry: Entry) -> ProjectCollaborator:
        """The place that they shall have, if the actor may give it."""
        policy.may_invite(entry.project, entry.place).enforce()
        permissions = self.changes.applied(defaults_of(self.role))
        policy.may_grant(entry.place, self.role, permissions).enforce()
        return ProjectCollaborator(
            project_id=self.project_id,
            user_id=self.user_id,
            role=self.role,
            permissions=permissions,
            invited_by=work.actor.person,
            invited_at=work.now,
        )


@attrs.frozen(kw_only=True)
class AcceptProjectInvite(Command[ProjectView]):
    """Come into the project that one is invited to. Who is in it already stays in it.

    Raises: NotFound, to all others; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: StudioWork) -> ProjectView:
        """Answer the project, with one's place in it."""
        entry, place = _invited(work, self.project_id)
        if place.accepted:
            return shown(work, entry)
        return shown(work, attrs.evolve(entry, place=accept(work, entry.project, place)))


@attrs.frozen(kw_only=True)
class DeclineProjectInvite(Command[ProjectInviteView]):
    """Say that one will not come.

    Raises: NotFound, to all others; ProjectOver; AlreadyCollaborating.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: StudioWork) -> ProjectInviteView:
        """Answer the invite that was declined."""
        entry, place = _invited(work, self.project_id)
        if place.accepted:
            raise AlreadyCollaborating
        return decline(work, entry.project, place)


@attrs.frozen(kw_only=True)
class PartProjectInvites(Command[None]):
    """Take back what invites two people have sent each other: one has blocked the other."""

    access = Access.SYSTEM
    one: UserId
    other: UserId

    def run(self, work: StudioWork) -> None:
        """Take back those that are found among each one's newest."""
        between = [*_sent(work, self.one, self.other), *_sent(work, self.other, self.one)]
        for sent in sorted(between, key=lambda each: each.project_id):
            project = living(work, sent.project_id)
            place = work.project_collaborators.find(sent.project_id, sent.user_id)
            if project is not None and place == sent:
                revoke(work, project, sent)


@attrs.frozen(kw_only=True)
class ListProjectInvites(Query[Page[ProjectInviteView]]):
    """List the invites to projects that one has not answered, the latest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: StudioWork) -> Page[ProjectInviteView]:
        """Answer a page of them."""
        pending = work.project_collaborators.invites_of(work.actor.person, self.page)
        return pending.map(
            lambda place: shown_invite(work, work.projects.get(place.project_id), place)
        )


def _invited(work: StudioWork, project_id: ProjectId) -> tuple[Entry, ProjectCollaborator]:
    """A project to which the actor is or was invited, held, and their place in it.

    Raises: NotFound, ProjectOver.
    """
    entry = known(work, project_id)
    if entry.place is None:
        raise NotFound("invite", project_id)
    return entry, entry.place


def _sent(work: StudioWork, sender: UserId, to: UserId) -> Iterator[ProjectCollaborator]:
    newest = work.project_collaborators.invites_of(to, PageRequest(limit=MAX_PAGE))
    return (sent for sent in newest.items if sent.invited_by == sender)
