"""Sets and tracks, on the wire."""

from typing import Annotated, Any
from zlib import crc32

import msgspec
from litestar import Response

from phantom_app.http.etags import versioned
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.kernel import Id, Visibility
from phantom_core.media.sets import (
    ListedSet,
    MusicSet,
    PlacedTrack,
    SetId,
    TrackId,
    Tracklist,
    TrackStatus,
    TrackTally,
)

__all__ = [
    "MusicSetPayload",
    "MusicTrackPayload",
    "MusicTracklistPayload",
    "listed_set_of",
    "set_answer",
    "set_id",
    "track_id",
    "track_of",
]


class MusicTrackPayload(Payload):
    """A track of a set."""

    id: IdText
    music_set_id: IdText
    position: Annotated[int, msgspec.Meta(description="Where it stands in its set, from 1.")]
    title: str
    artist: str | None
    content_type: str
    size_bytes: int
    duration_ms: int | None
    sha256: str | None
    status: Annotated[
        TrackStatus, msgspec.Meta(description="To all but admins only `ready` ones are shown.")
    ]
    reason: Annotated[str | None, msgspec.Meta(description="Why it failed, if it did.")] = None
    created_at: InstantText
    updated_at: InstantText


class MusicSetPayload(Payload):
    """A set of music."""

    id: IdText
    title: str
    description: str | None
    visibility: Visibility
    track_count: Annotated[int, msgspec.Meta(description="How many of its tracks are ready.")]
    duration_ms: Annotated[int, msgspec.Meta(description="How long these are together.")]
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


class MusicTracklistPayload(MusicSetPayload):
    """A set of music with its tracks, in their order."""

    tracks: tuple[MusicTrackPayload, ...]


def set_id(text: str) -> SetId:
    """The id of a set, out of a path."""
    return SetId(Id(text))


def track_id(text: str) -> TrackId:
    """The id of a track, out of a path or a body."""
    return TrackId(Id(text))


def listed_set_of(listed: ListedSet) -> MusicSetPayload:
    """A set in a list."""
    return MusicSetPayload(**_fields(listed.music_set, listed.tally))


def set_answer(listed: Tracklist, *, status: int = 200) -> Response[MusicTracklistPayload]:
    """Answer with a set and its tracks; its tag begins with its version."""
    music_set, tracks = listed.music_set, tuple(track_of(placed) for placed in listed.tracks)
    payload = MusicTracklistPayload(**_fields(music_set, listed.tally), tracks=tracks)
    return versioned(payload, music_set.version, _rest_of(listed), status=status)


def track_of(placed: PlacedTrack) -> MusicTrackPayload:
    """A track."""
    track = placed.track
    return MusicTrackPayload(
        id=track.id,
        music_set_id=track.set_id,
        position=placed.position,
        title=track.title,
        artist=track.artist,
        content_type=track.content_type,
        size_bytes=track.size_bytes,
        duration_ms=track.duration_ms,
        sha256=track.sha256,
        status=track.status,
        reason=track.reason,
        created_at=instant(track.created_at),
        updated_at=instant(track.updated_at),
    )


def _fields(music_set: MusicSet, tally: TrackTally) -> dict[str, Any]:
    return {
        "id": music_set.id,
        "title": music_set.title,
        "description": music_set.description,
        "visibility": music_set.visibility,
        "track_count": tally.tracks,
        "duration_ms": tally.duration_ms,
        "created_at": instant(music_set.created_at),
        "updated_at": instant(music_set.updated_at),
        "version": music_set.version,
    }


def _rest_of(listed: Tracklist) -> str:
    """What stands in a set's tag for what its version does not count.

    Not everybody is shown the same tracks, and uploads end by themselves.
    """
    states = "".join(f"{placed.track.id}{placed.track.status}" for placed in listed.tracks)
    return f"{crc32(states.encode()):x}" if states else ""
