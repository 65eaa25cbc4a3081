"""A track of a set: its bytes by key, what they are, and where they stand on their way in."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import ByteCount, Checked, Id, Milliseconds, Rule, line, matching, ruled
from phantom_core.media.sets.errors import TrackNotReady
from phantom_core.media.sets.music_set import TITLE, SetId, TrackId

__all__ = [
    "ARTIST",
    "MusicTrack",
    "TrackFacts",
    "TrackFormat",
    "TrackStatus",
    "TrackTally",
    "title_in",
    "track_key",
    "track_of",
]

ARTIST: Final[Rule] = line(1, 200)
"""What the artist of a track may be called."""

_KEY: Final = re.compile(r"sets/[0-9A-Z]{26}/([0-9A-Z]{26})\.[a-z0-9]+")
_LONGEST_TITLE: Final = 200


class TrackStatus(StrEnum):
    """Where a track stands."""

    UPLOADING = "uploading"
    READY = "ready"
    FAILED = "failed"


@attrs.frozen(kw_only=True)
class TrackFormat(Checked):
    """A container of audio.

    Attributes:
        name: the file extension.
        content_type: the media type that it is served under.
    """

    name: str = ruled(matching("[a-z0-9]{1,8}", "must be a file extension"))
    content_type: str


@attrs.frozen(kw_only=True)
class TrackFacts:
    """What the bytes of a track say.

    Attributes:
        duration_ms: as the container states it, once its end was found to be there.
        title: as the file's tags say; `None` if they do not.
        artist: likewise.
    """

    format: TrackFormat
    duration_ms: Milliseconds
    title: str | None = None
    artist: str | None = None


@attrs.frozen(kw_only=True)
class MusicTrack(Checked):
    """A track.

    Attributes:
        artist: who plays; `None` if nobody says.
        file_name: what the file was called when it came, made safe.
        blob: where its bytes are; `None` until it is ready.
        size_bytes: as promised until it is ready.
        sha256: of its bytes, 64 hexadecimal digits, once it is ready.
        reason: why it failed, if it did.
    """

    id: TrackId
    set_id: SetId
    title: str = ruled(TITLE)
    artist: str | None = ruled(ARTIST, default=None)
    file_name: str
    blob: BlobKey | None = None
    content_type: str
    size_bytes: ByteCount
    duration_ms: Milliseconds | None = None
    sha256: str | None = None
    status: TrackStatus = TrackStatus.UPLOADING
    reason: str | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def is_ready(self) -> bool:
        """Whether it can be heard."""
        return self.status is TrackStatus.READY

    @property
    def sound(self) -> BlobKey:
        """Where its bytes are. Raises: TrackNotReady."""
        if self.blob is None or not self.is_ready:
            raise TrackNotReady(self.status)
        return self.blob

    def failed(self, reason: str, now: datetime) -> "MusicTrack":
        """It will not become ready, and why."""
        return attrs.evolve(self, status=TrackStatus.FAILED, reason=reason, updated_at=now)


@attrs.frozen(kw_only=True)
class TrackTally:
    """How much can be heard of a set.

    Attributes:
        tracks: how many tracks are ready.
        duration_ms: how long they are together.
    """

    tracks: int = 0
    duration_ms: Milliseconds = Milliseconds(0)

    @classmethod
    def of(cls, tracks: Iterable[MusicTrack]) -> "TrackTally":
        """Of those that are ready among some tracks."""
        ready = [track for track in tracks if track.is_ready]
        length = sum(track.duration_ms or 0 for track in ready)
        return cls(tracks=len(ready), duration_ms=Milliseconds(length))


def track_key(set_id: SetId, track_id: TrackId, kind: TrackFormat) -> BlobKey:
    """Where the bytes of a track are kept."""
    return blob_key(f"sets/{set_id}/{track_id}.{kind.name}")


def track_of(key: BlobKey) -> TrackId | None:
    """The track whose bytes a key is of; `None` if it is not of that form."""
    found = _KEY.fullmatch(key)
    return TrackId(Id(found[1])) if found else None


def title_in(file_name: str) -> str:
    """A title made of a (safe) file name: without its ending, underscores as spaces."""
    stem = file_name.rpartition(".")[0] or file_name
    return " ".join(stem.replace("_", " ").split())[:_LONGEST_TITLE].strip() or "Untitled"
