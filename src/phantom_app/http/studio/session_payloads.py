"""Who is in a project now, and where its music stands, on the wire."""

from typing import Annotated

import msgspec

from phantom_adapters.transport import Hub
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_app.http.studio.payloads import CollaboratorPayload, collaborator_fields
from phantom_core.live import Presence
from phantom_core.studio import (
    CollaboratorRole,
    CollaboratorRow,
    ParticipantView,
    PlaybackView,
    ProjectId,
    SessionView,
    project_topic,
)

__all__ = [
    "LISTENING",
    "CollaboratorRowPayload",
    "ProjectParticipantPayload",
    "ProjectSessionPayload",
    "SharedPlaybackPayload",
    "collaborator_row_of",
    "session_of",
    "shared_playback_of",
]

LISTENING = "listening"
"""What those say they do who hear what is played for all."""

_HERE = Presence()


class SharedPlaybackPayload(Payload):
    """Where the music of a project stands, as of `serverTime`, for all who listen together.

    Without `changedAt` nobody has touched it in this session: it stands at its beginning.
    """

    is_playing: bool
    position_ms: int
    tempo: Annotated[float, msgspec.Meta(description="The project's, in beats a minute.")]
    changed_at: InstantText | None = None
    changed_by: PersonPayload | None = None
    server_time: InstantText


class ProjectParticipantPayload(Payload):
    """Somebody who is in a project now.

    What they do and where they point is what they show themselves; it is not stored.
    """

    user: PersonPayload
    role: Annotated[
        CollaboratorRole | None,
        msgspec.Meta(description="None for those who only look at a public project."),
    ] = None
    connection: Annotated[str, msgspec.Meta(description="`online`, `away` or `busy`.")]
    joined_at: InstantText
    last_active_at: InstantText
    is_listening: bool
    current_activity: str | None = None
    cursor_ms: int | None = None


class ProjectSessionPayload(Payload):
    """Who is in a project together, the longest there first, and where its music stands.

    A session begins when somebody comes, and is over at `expiresAt`, five minutes after the last
    of them went, unless somebody comes back.
    """

    project_id: IdText
    participants: list[ProjectParticipantPayload]
    playback: SharedPlaybackPayload
    started_at: InstantText | None = None
    expires_at: InstantText | None = None


class CollaboratorRowPayload(CollaboratorPayload):
    """Somebody in the list of who is in a project, or invited to it."""

    last_active_at: Annotated[
        InstantText | None, msgspec.Meta(description="When they last came to it, or went.")
    ] = None
    is_online: Annotated[bool, msgspec.Meta(description="Whether they are in it now.")]
    current_activity: str | None = None


def shared_playback_of(view: PlaybackView) -> SharedPlaybackPayload:
    """Where the music stands."""
    return SharedPlaybackPayload(
        is_playing=view.is_playing,
        position_ms=view.position_ms,
        tempo=view.tempo,
        changed_at=None if view.changed_at is None else instant(view.changed_at),
        changed_by=None if view.changed_by is None else person_of(view.changed_by),
        server_time=instant(view.server_time),
    )


def session_of(view: SessionView, hub: Hub) -> ProjectSessionPayload:
    """A session, with what people show of themselves on this server."""
    return ProjectSessionPayload(
        project_id=view.project_id,
        participants=[_participant_of(each, view.project_id, hub) for each in view.participants],
        playback=shared_playback_of(view.playback),
        started_at=None if view.started_at is None else instant(view.started_at),
        expires_at=None if view.expires_at is None else instant(view.expires_at),
    )


def collaborator_row_of(
    row: CollaboratorRow, project_id: ProjectId, hub: Hub
) -> CollaboratorRowPayload:
    """Somebody in the list, with what they show of themself on this server."""
    seen = hub.seen(project_topic(project_id), row.view.person.id) if row.is_online else None
    return CollaboratorRowPayload(
        **collaborator_fields(row.view),
        last_active_at=None if row.last_active_at is None else instant(row.last_active_at),
        is_online=row.is_online,
        current_activity=None if seen is None else seen.activity or None,
    )


def _participant_of(
    view: ParticipantView, project_id: ProjectId, hub: Hub
) -> ProjectParticipantPayload:
    seen = hub.seen(project_topic(project_id), view.person.id) or _HERE
    return ProjectParticipantPayload(
        user=person_of(view.person),
        role=view.role,
        connection=seen.status.value,
        joined_at=instant(view.joined_at),
        last_active_at=instant(view.last_active_at),
        is_listening=seen.activity == LISTENING,
        current_activity=seen.activity or None,
        cursor_ms=seen.cursor_ms,
    )
