"""Making views of projects: what stands in them, put into words that people see."""

from collections.abc import Mapping
from datetime import datetime

from phantom_core.kernel import Person, UserId
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.project import Project
from phantom_core.studio.session import SharedPlayback
from phantom_core.studio.views import (
    CollaboratorView,
    PlaybackView,
    ProjectCard,
    ProjectInviteView,
    ProjectView,
)

__all__ = ["Named", "card_of", "collaborator_of", "invite_of", "playback_of", "project_of"]

Named = Mapping[UserId, Person]
"""Everybody who is named, by their id."""


def card_of(project: Project, people: Named) -> ProjectCard:
    """A project from outside."""
    return ProjectCard(
        id=project.id,
        owner=people[project.owner_id],
        name=project.name,
        description=project.description,
        tempo=project.tempo,
        time_signature=project.time_signature,
        length_ms=project.length_ms,
        is_public=project.is_public,
        is_active=project.is_active,
        created_at=project.created_at,
        updated_at=project.updated_at,
        version=project.version,
    )


def collaborator_of(place: ProjectCollaborator, people: Named) -> CollaboratorView:
    """Somebody's place, and who that is."""
    return CollaboratorView(
        person=people[place.user_id],
        role=place.role,
        permissions=place.permissions,
        invited_by=people[place.invited_by],
        invited_at=place.invited_at,
        joined_at=place.joined_at,
    )


def project_of(project: Project, place: ProjectCollaborator | None, people: Named) -> ProjectView:
    """A project, looked at by whose place that is."""
    return ProjectView(
        card=card_of(project, people),
        me=None if place is None else collaborator_of(place, people),
        last_accessed_at=project.last_accessed_at,
        last_sync_at=project.last_sync_at,
    )


def invite_of(project: Project, place: ProjectCollaborator, people: Named) -> ProjectInviteView:
    """An invite to a project."""
    return ProjectInviteView(
        project=card_of(project, people),
        invited_by=people[place.invited_by],
        invited=people[place.user_id],
        role=place.role,
        permissions=place.permissions,
        invited_at=place.invited_at,
    )


def playback_of(
    project: Project, playback: SharedPlayback, people: Named, at: datetime
) -> PlaybackView:
    """Where the music of a project stands, as of a time."""
    return PlaybackView(
        is_playing=playback.is_playing,
        position_ms=playback.position(at),
        tempo=project.tempo,
        changed_at=playback.changed_at,
        changed_by=None if playback.changed_by is None else people[playback.changed_by],
        server_time=at,
    )
