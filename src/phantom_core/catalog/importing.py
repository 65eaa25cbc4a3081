"""What an import reads, row by row, and what it reports.

A row is one song as somebody else's catalogue has it: by names, and by ids of a music service. What
it does not say is `None`; nothing of it is a promise that such a song is here.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Final

import attrs

from phantom_core.catalog.artist import ARTIST_NAME
from phantom_core.catalog.entry import SPOTIFY_ID, WEB_ADDRESS
from phantom_core.catalog.genre import GENRE_NAME
from phantom_core.catalog.ids import SongId
from phantom_core.catalog.playlist import PLAYLIST_NAME
from phantom_core.catalog.song import ALBUM_NAME, LONGEST_SONG, SONG_TITLE
from phantom_core.kernel import Checked, Milliseconds, between, ruled

__all__ = [
    "AT_A_TIME",
    "MOST_TOLD",
    "OTHER",
    "ImportReport",
    "ImportedBatch",
    "ImportedTrack",
    "Kind",
    "Mark",
    "Refusal",
    "RefusedRow",
    "Row",
    "Silent",
    "Standing",
    "Tally",
    "TrackRow",
]

AT_A_TIME: Final = 50
"""How many rows one transaction takes: each may make five things, and the words they go by."""

OTHER: Final = "Other"
"""The genre of artists of whom no row says one; they are given the first that a row does say."""

MOST_TOLD: Final = 1000
"""How many refused rows a report names; the others it counts."""


@attrs.frozen(kw_only=True)
class ImportedTrack(Checked):
    """A song as another catalogue has it.

    Attributes:
        genre: its artist's.
        duration_ms: unknown to lists that only name what they hold.
        spotify_track_id: the id that a Spotify-compatible service knows it by.
        spotify_artist_id: the same, of its artist.
        image_url: a picture of its artist.
        playlist: the name of a list that it stands in, after those of the rows before it.
    """

    title: str = ruled(SONG_TITLE)
    artist: str = ruled(ARTIST_NAME)
    genre: str | None = ruled(GENRE_NAME, default=None)
    album: str | None = ruled(ALBUM_NAME, default=None)
    duration_ms: Milliseconds | None = ruled(between(1, LONGEST_SONG), default=None)
    spotify_track_id: str | None = ruled(SPOTIFY_ID, default=None)
    spotify_artist_id: str | None = ruled(SPOTIFY_ID, default=None)
    preview_url: str | None = ruled(WEB_ADDRESS, default=None)
    album_cover_url: str | None = ruled(WEB_ADDRESS, default=None)
    image_url: str | None = ruled(WEB_ADDRESS, default=None)
    playlist: str | None = ruled(PLAYLIST_NAME, default=None)


@attrs.frozen(kw_only=True)
class TrackRow:
    """A row that could be read.

    Attributes:
        place: where it stands, for people: `songs.csv:17`.
        recording: the file with its sound, where there is one at hand.
    """

    place: str
    track: ImportedTrack
    recording: Path | None = None


@attrs.frozen(kw_only=True)
class RefusedRow:
    """A row that is left out, and why.

    Attributes:
        place: where it stands, for people: `songs.csv:17`.
        reason: a sentence, or several.
    """

    place: str
    reason: str


Row = TrackRow | RefusedRow
"""What readers of catalogues yield: all there is, in order, whether or not it is of use."""


class Kind(StrEnum):
    """What an import makes."""

    GENRE = "genre"
    ARTIST = "artist"
    SONG = "song"
    PLAYLIST = "playlist"


class Standing(IntEnum):
    """What became of a thing; of two answers for one thing, the greater counts."""

    UNCHANGED = 0
    UPDATED = 1
    ADDED = 2


@attrs.frozen(kw_only=True)
class Mark:
    """What became of one thing that a row speaks of.

    Attributes:
        key: tells it from others of its kind: its id, or its name if it is not stored.
    """

    kind: Kind
    key: str
    standing: Standing


@attrs.frozen(kw_only=True)
class Refusal:
    """A track that cannot be taken.

    Attributes:
        index: which of those that were handed in, from 0.
        reason: as of a `RefusedRow`.
    """

    index: int
    reason: str


@attrs.frozen(kw_only=True)
class Silent:
    """A track whose song cannot be played yet.

    Attributes:
        index: which of those that were handed in, from 0.
    """

    index: int
    song_id: SongId


@attrs.frozen(kw_only=True)
class ImportedBatch:
    """What became of some tracks.

    Attributes:
        marks: the things that they speak of.
    """

    marks: tuple[Mark, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    silent: tuple[Silent, ...] = ()


@attrs.frozen(kw_only=True)
class Tally:
    """How many things of one kind were added, updated, or found as they should be."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0


@attrs.define
class ImportReport:
    """What an import did, or would do; it grows while the import runs.

    Each thing counts once, however many rows speak of it.

    Attributes:
        refused: how many rows were left out.
        refusals: the first of them, at most `MOST_TOLD`.
        nobodys_playlists: whether rows name playlists that were not made, as nobody imports.
    """

    refused: int = 0
    refusals: list[RefusedRow] = attrs.field(factory=list)
    nobodys_playlists: bool = False
    _standings: dict[tuple[Kind, str], Standing] = attrs.field(factory=dict)

    def mark(self, marks: Iterable[Mark]) -> None:
        """Take down what became of some things."""
        for mark in marks:
            name = (mark.kind, mark.key)
            known = self._standings.get(name, Standing.UNCHANGED)
            self._standings[name] = max(known, mark.standing)

    def refuse(self, row: RefusedRow) -> None:
        """Take down that a row was left out."""
        self.refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(row)

    @property
    def tallies(self) -> Mapping[Kind, Tally]:
        """How many of each kind, in the order of the kinds."""
        counts = {kind: dict.fromkeys(Standing, 0) for kind in Kind}
        for (kind, _), standing in self._standings.items():
            counts[kind][standing] += 1
        return {
            kind: Tally(
                added=count[Standing.ADDED],
                updated=count[Standing.UPDATED],
                unchanged=count[Standing.UNCHANGED],
            )
            for kind, count in counts.items()
        }
