"""From named values, as files and services have them, to a track.

A file may call a column as it likes, within reason: case, spaces and signs do not count.
"""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from phantom_core.catalog.importing import ImportedTrack, RefusedRow, Row, TrackRow
from phantom_core.kernel import Invalid, Milliseconds

__all__ = ["COLUMNS", "known", "row_of"]

COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "title": frozenset({"title", "song", "songtitle", "track", "trackname", "tracktitle", "name"}),
    "artist": frozenset({"artist", "artists", "artistname", "artistnames", "performer"}),
    "genre": frozenset({"genre", "genres", "genrename"}),
    "album": frozenset({"album", "albumname", "albumtitle"}),
    "duration_ms": frozenset({"durationms", "trackdurationms", "lengthms"}),
    "duration": frozenset({"duration", "length", "time", "seconds", "durationseconds"}),
    "spotify_track_id": frozenset({"spotifytrackid", "spotifyid", "trackuri", "spotifyuri"}),
    "spotify_artist_id": frozenset({"spotifyartistid", "artisturi", "artisturis"}),
    "preview_url": frozenset({"previewurl", "trackpreviewurl"}),
    "album_cover_url": frozenset({"albumcoverurl", "albumimageurl", "coverurl"}),
    "image_url": frozenset({"imageurl", "artistimageurl"}),
    "playlist": frozenset({"playlist", "playlistname"}),
}
"""What a column is called, without case, spaces and signs: of several, the first filled counts."""

_FIELDS: Final = {name: field for field, names in COLUMNS.items() for name in names}
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:\.\d+)?)")
_SECOND: Final = 1000.0


def known(column: str) -> str | None:
    """The field that a column fills, if it is one of ours."""
    return _FIELDS.get(re.sub(r"[^a-z0-9]", "", column.casefold()))


def row_of(place: str, values: Mapping[str, Any], recording: Path | None = None) -> Row:
    """Make a row of named values; what is not known by name is passed over."""
    fields: dict[str, Any] = {}
    for column, value in values.items():
        field, text = known(column), _text(value)
        if field is not None and text and not fields.get(field):
            fields[field] = text
    try:
        track = _track(fields)
    except Invalid as refusal:
        faults = refusal.faults
        return RefusedRow(place=place, reason="; ".join(f"{f.path} {f.message}" for f in faults))
    except ValueError as error:
        return RefusedRow(place=place, reason=str(error))
    return TrackRow(place=place, track=track, recording=recording)


def _track(fields: dict[str, Any]) -> ImportedTrack:
    for needed in ("title", "artist"):
        if needed not in fields:
            raise ValueError(f"{needed} is missing")
    duration = _duration(fields.pop("duration_ms", None), fields.pop("duration", None))
    for name in ("artist", "genre"):
        _keep_first(fields, name)
    for name in ("spotify_track_id", "spotify_artist_id"):
        if name in fields:
            fields[name] = _service_id(fields[name])
    return ImportedTrack(**fields, duration_ms=duration)


def _text(value: Any) -> str:
    """What a value says, in one line; of a list, its first entry."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def _keep_first(fields: dict[str, Any], name: str) -> None:
    """Of several in one column, separated by semicolons, keep the first."""
    if name in fields:
        fields[name] = fields[name].partition(";")[0].strip() or fields[name]


def _service_id(text: str) -> str:
    """The id in an address of the service: `spotify:track:ID`, or `https://.../track/ID?si=...`."""
    return re.split(r"[:/]", text.partition("?")[0])[-1]


def _duration(milliseconds: str | None, other: str | None) -> Milliseconds | None:
    """A duration in milliseconds, or in seconds, or as `3:45` or `1:02:03`.

    Raises: ValueError.
    """
    if milliseconds is not None:
        return _rounded(_number(milliseconds, "duration_ms"))
    if other is None:
        return None
    if clock := _CLOCK.fullmatch(other):
        hours, minutes, seconds = (float(part or 0) for part in clock.groups())
        return _rounded((hours * 3600 + minutes * 60 + seconds) * _SECOND)
    return _rounded(_number(other, "duration") * _SECOND)


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a number, and is {text[:50]!r}")
    return number


def _rounded(milliseconds: float) -> Milliseconds | None:
    """Whole milliseconds; what is zero or less is unknown, as lists write it."""
    return Milliseconds(round(milliseconds)) if milliseconds > 0 else None
