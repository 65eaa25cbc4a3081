"""Who is in a project, and who is there now, as the actor sees them."""

from collections.abc import Sequence
from datetime import datetime

from phantom_core.kernel import MAX_PAGE, Page, PageRequest, Person, UserId
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import Project
from phantom_core.studio.session import CollaborationSession, SharedPlayback
from phantom_core.studio.showing import collaborator_of, playback_of
from phantom_core.studio.use_cases._places import everybody
from phantom_core.studio.use_cases._telling import named
from phantom_core.studio.views import (
    CollaboratorRow,
    CollaboratorView,
    ParticipantView,
    PlaybackView,
)


def collaborators(work: StudioWork, project: Project, page: PageRequest) -> Page[CollaboratorRow]:
    """Who is in a project or invited, without those whom the actor has blocked."""
    found = work.project_collaborators.page(project.id, page)
    here, hidden = present(work, project), work.blocks.all_by(work.actor.person)
    visible = [place for place in found.items if place.user_id not in hidden]
    rows = [
        CollaboratorRow(
            view=view, last_active_at=place.last_active_at, is_online=place.user_id in here
        )
        for place, view in zip(visible, _shown(work, visible), strict=True)
    ]
    return Page(rows, found.next)


def all_collaborators(work: StudioWork, project: Project) -> Sequence[CollaboratorView]:
    """All who are in a project or invited, but those whom the actor has blocked."""
    hidden = work.blocks.all_by(work.actor.person)
    return _shown(work, [each for each in everybody(work, project) if each.user_id not in hidden])


def participants(work: StudioWork, project: Project) -> Sequence[ParticipantView]:
    """Who is there now, the longest there first, without those whom the actor has blocked."""
    hidden = work.blocks.all_by(work.actor.person)
    here = {user: since for user, since in present(work, project).items() if user not in hidden}
    places = {place.user_id: place for place in everybody(work, project) if place.accepted}
    people = named(work, here)
    return [_participant(people[user], places.get(user), since) for user, since in here.items()]


def _participant(
    person: Person, place: ProjectCollaborator | None, since: datetime
) -> ParticipantView:
    active = None if place is None else place.last_active_at
    return ParticipantView(
        person=person,
        role=None if place is None else place.role,
        joined_at=since,
        last_active_at=since if active is None else max(since, active),
    )


def present(work: StudioWork, project: Project) -> dict[UserId, datetime]:
    """Who is there now, and since when, the longest there first; two hundred at the most."""
    here: dict[UserId, datetime] = {}
    for each in work.project_attachments.of_project(project.id, MAX_PAGE):
        here.setdefault(each.user_id, each.attached_at)
    return here


def lasting_session(work: StudioWork, project: Project) -> CollaborationSession | None:
    """The session of a project, if it has one that is not over."""
    session = work.collaboration_sessions.find(project.id)
    return session if session is not None and session.lasts(work.now) else None


def playback(work: StudioWork, project: Project) -> PlaybackView:
    """Where the music of a project stands: at its beginning, unless its session says otherwise."""
    session = lasting_session(work, project)
    return shown_playback(work, project, SharedPlayback() if session is None else session.playback)


def shown_playback(work: StudioWork, project: Project, playback: SharedPlayback) -> PlaybackView:
    """Where music stands, as of now."""
    changed_by = [] if playback.changed_by is None else [playback.changed_by]
    return playback_of(project, playback, named(work, changed_by), work.now)


def _shown(work: StudioWork, places: Sequence[ProjectCollaborator]) -> Sequence[CollaboratorView]:
    people = named(work, [user for each in places for user in (each.user_id, each.invited_by)])
    return [collaborator_of(each, people) for each in places]
