"""What becomes of places in projects, and who is told of it."""

import attrs

from phantom_core.kernel import MAX_PAGE, PageRequest, UserId
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.events import (
    CollaboratorRemoved,
    CollaboratorUpdated,
    PartReason,
    ProjectInviteAccepted,
    ProjectInviteDeclined,
    ProjectInviteEvent,
    ProjectInviteReceived,
    ProjectInviteRevoked,
)
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import Project
from phantom_core.studio.showing import collaborator_of, invite_of
from phantom_core.studio.use_cases._telling import named
from phantom_core.studio.views import CollaboratorView, ProjectInviteView


def invite(work: StudioWork, project: Project, place: ProjectCollaborator) -> CollaboratorView:
    """Have somebody invited."""
    work.project_collaborators.add(place)
    _tell_invite(work, project, place, ProjectInviteReceived, place.user_id)
    return _tell_place(work, place)


def change(work: StudioWork, project: Project, place: ProjectCollaborator) -> None:
    """Store what somebody is and may do now; who is invited hears what is offered now."""
    work.project_collaborators.put(place)
    if not place.accepted:
        _tell_invite(work, project, place, ProjectInviteReceived, place.user_id)
    _tell_place(work, place)


def accept(work: StudioWork, project: Project, place: ProjectCollaborator) -> ProjectCollaborator:
    """Have somebody in who was invited."""
    accepted = attrs.evolve(place, joined_at=work.now)
    work.project_collaborators.put(accepted)
    _tell_invite(work, project, accepted, ProjectInviteAccepted, *_both(place))
    _tell_place(work, accepted)
    return accepted


def decline(work: StudioWork, project: Project, place: ProjectCollaborator) -> ProjectInviteView:
    """Have somebody not come who was invited."""
    _remove(work, place, PartReason.DECLINED)
    return _tell_invite(work, project, place, ProjectInviteDeclined, *_both(place))


def revoke(work: StudioWork, project: Project, place: ProjectCollaborator) -> None:
    """Take an invite back."""
    _remove(work, place, PartReason.REVOKED)
    _tell_invite(work, project, place, ProjectInviteRevoked, place.user_id)


def revoke_all(work: StudioWork, project: Project) -> None:
    """Take all invites back: the project is gone."""
    for place in everybody(work, project):
        if not place.accepted:
            revoke(work, project, place)


def part(work: StudioWork, place: ProjectCollaborator, reason: PartReason) -> None:
    """Have a collaborator go."""
    _remove(work, place, reason)


def shown_invite(
    work: StudioWork, project: Project, place: ProjectCollaborator
) -> ProjectInviteView:
    """An invite, as those see it who are concerned."""
    people = named(work, {project.owner_id, *_both(place)})
    return invite_of(project, place, people)


def shown_place(work: StudioWork, place: ProjectCollaborator) -> CollaboratorView:
    """Somebody's place, as others see it."""
    return collaborator_of(place, named(work, _both(place)))


def everybody(work: StudioWork, project: Project) -> list[ProjectCollaborator]:
    """All who are in a project, and who are invited: they are one page at the most."""
    return [*work.project_collaborators.page(project.id, PageRequest(limit=MAX_PAGE)).items]


def _both(place: ProjectCollaborator) -> tuple[UserId, UserId]:
    return place.user_id, place.invited_by


def _remove(work: StudioWork, place: ProjectCollaborator, reason: PartReason) -> None:
    work.project_collaborators.remove(place.project_id, place.user_id)
    work.record(
        CollaboratorRemoved(
            project_id=place.project_id,
            person=named(work, [place.user_id])[place.user_id],
            reason=reason,
            collaborated=place.accepted,
        )
    )


def _tell_place(work: StudioWork, place: ProjectCollaborator) -> CollaboratorView:
    view = shown_place(work, place)
    work.record(CollaboratorUpdated(project_id=place.project_id, collaborator=view))
    return view


def _tell_invite(
    work: StudioWork,
    project: Project,
    place: ProjectCollaborator,
    event: type[ProjectInviteEvent],
    *to: UserId,
) -> ProjectInviteView:
    view = shown_invite(work, project, place)
    for user_id in to:
        work.record(event(user_id=user_id, invite=view))
    return view
