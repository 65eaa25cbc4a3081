"""What a Spotify-compatible Web API answers, read without trusting it."""

from collections.abc import Mapping, Sequence
from typing import Any

from phantom_adapters.catalogue.columns import row_of
from phantom_core.catalog.importing import RefusedRow, Row

__all__ = ["field", "first_artist_id", "image", "items", "text", "track_row"]


def field(value: Any, *path: str) -> Any:
    """What stands under some names in nested objects; `None` where one of them is missing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: Any, *path: str) -> str:
    """The text that stands there; empty, where there is none."""
    found = field(value, *path)
    return found if isinstance(found, str) else ""


def items(value: Any, *path: str) -> Sequence[Any]:
    """The list that stands there; empty, where there is none."""
    found = field(value, *path)
    return found if isinstance(found, list) else ()


def image(value: Any) -> str:
    """The first picture of an album or artist, which is the largest."""
    return next((text(each, "url") for each in items(value, "images")), "")


def first_artist_id(track: Any) -> str:
    """The id of the artist that a track is listed under."""
    return next((text(each, "id") for each in items(track, "artists")), "")


def track_row(
    place: str, track: Any, artist: Mapping[str, Any], *, album: Any = None, playlist: str = ""
) -> Row:
    """The row of a track.

    Args:
        place: what the row is called.
        track: as the service has it.
        artist: its artist, with genres and pictures, as far as the service knows.
        album: its album, where the track does not say.
        playlist: the name of the list that it stands in.
    """
    if text(track, "type") not in {"", "track"} or not isinstance(track, dict):
        return RefusedRow(place=place, reason="is no song")
    album = field(track, "album") or album
    return row_of(
        place,
        {
            "title": field(track, "name"),
            "artist": next((text(each, "name") for each in items(track, "artists")), ""),
            "genre": next(iter(items(artist, "genres")), None),
            "album": text(album, "name"),
            "durationMs": field(track, "duration_ms"),
            "spotifyTrackId": text(track, "id"),
            "spotifyArtistId": first_artist_id(track),
            "previewUrl": text(track, "preview_url"),
            "albumCoverUrl": image(album),
            "imageUrl": image(artist),
            "playlist": playlist,
        },
    )
