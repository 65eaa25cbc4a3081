"""Sets and tracks for the suites of their ports."""

from datetime import timedelta
from typing import Any

from phantom_adapters.contracts.recording_examples import MOMENT
from phantom_core.blobs import blob_key
from phantom_core.kernel import uuid7
from phantom_core.media.sets import MusicSet, MusicTrack, SetId, TrackId, TrackStatus

__all__ = ["music_set", "ready_track", "set_id", "track", "track_id"]


def set_id(number: int) -> SetId:
    """The id of one of many sets; a greater number is a greater id."""
    return SetId(uuid7(MOMENT, 5000 + number))


def track_id(number: int) -> TrackId:
    """The id of one of many tracks; a greater number is a greater id."""
    return TrackId(uuid7(MOMENT, 6000 + number))


def music_set(number: int, **fields: Any) -> MusicSet:
    """One of many sets."""
    given: dict[str, Any] = {
        "id": set_id(number),
        "title": f"Set {number} ☀",
        "created_at": MOMENT,
        "updated_at": MOMENT + timedelta(milliseconds=1),
    }
    return MusicSet(**{**given, **fields})


def track(number: int, **fields: Any) -> MusicTrack:
    """One of many tracks of the first set, on its way."""
    given: dict[str, Any] = {
        "id": track_id(number),
        "set_id": set_id(1),
        "title": f"Track {number}",
        "file_name": "track.mp3",
        "content_type": "audio/mpeg",
        "size_bytes": 2**32,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    return MusicTrack(**{**given, **fields})


def ready_track(number: int, **fields: Any) -> MusicTrack:
    """One of many tracks of the first set that can be heard."""
    ready: dict[str, Any] = {
        "artist": "Ada",
        "blob": blob_key(f"sets/{number}.mp3"),
        "duration_ms": 1000 * number,
        "sha256": "0" * 64,
        "status": TrackStatus.READY,
    }
    return track(number, **{**ready, **fields})
