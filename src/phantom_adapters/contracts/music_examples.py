"""A small world of music, for the suites of what reads catalogues."""

from typing import Final

import attrs

from phantom_core.catalog.importing import ImportedTrack
from phantom_core.kernel import Milliseconds

__all__ = ["ALBUMS", "ARTIST", "HITS", "MIXTAPE", "TRACKS", "Mixtape", "track"]

ARTIST: Final = "4Z8W4fKeB5YxbusRsdQVPb"
"""The id of the artist who made `ALBUMS`."""


def track(number: int, *, title: str = "", artist: str = "Radiohead") -> ImportedTrack:
    """One of many tracks of an artist, complete."""
    known = artist == "Radiohead"
    return ImportedTrack(
        title=title or f"Song {number}",
        artist=artist,
        genre="Art rock" if known else "Soul",
        album="First album" if number < 60 else "Second album",
        duration_ms=Milliseconds(180_000 + number),
        spotify_track_id=f"track{number:05}",
        spotify_artist_id=ARTIST if known else f"artist{len(artist)}",
        preview_url=f"https://previews.example/{number}.mp3",
        album_cover_url="https://images.example/cover.jpg",
        image_url="https://images.example/artist.jpg",
    )


ALBUMS: Final = tuple(track(number) for number in range(120))
"""What one artist made: on two albums, more than fits on one page."""

HITS: Final = (
    track(501, title="Crème brûlée", artist="Nina"),
    track(502, title="Feeling", artist="Nina"),
    track(503, title="Night train", artist="Oscar"),
)
"""What others made."""

TRACKS: Final = (*ALBUMS, *HITS)
"""All there is."""


@attrs.frozen
class Mixtape:
    """A playlist of a service."""

    id: str
    name: str
    tracks: tuple[ImportedTrack, ...]


MIXTAPE: Final = Mixtape("37i9dQZF1DX", "Late night", (*HITS, *ALBUMS[70:10:-1]))
"""A playlist over more than one page, in an order of its own."""
