"""The artists of the demo world, and what they have recorded: none of them exists elsewhere."""

from collections.abc import Sequence
from typing import Final

import attrs

from phantom_app.demo.grooves import BOSSA, BREAK, DRIFT, HOUSE, ROCK
from phantom_app.demo.score import Groove, Piece

__all__ = ["SONGBOOK", "Band"]

_Line = tuple[str, int, float, tuple[int, ...]]


@attrs.frozen(kw_only=True)
class Band:
    """An artist of the catalogue, with a sound of their own.

    Attributes:
        album: what all their songs are on.
    """

    name: str
    genre: str
    album: str
    songs: tuple[Piece, ...]

    @classmethod
    def playing(
        cls,
        name: str,
        genre: str,
        album: str,
        sound: tuple[Groove, str, str],
        lines: Sequence[_Line],
    ) -> "Band":
        """A band whose songs differ in key, tempo and chords.

        Args:
            name: of the artist.
            genre: the name of the genre.
            album: see above.
            sound: how they keep time, what leads, and the mode.
            lines: title, tonic, bpm and chords of each song.
        """
        groove, lead, mode = sound
        songs = [
            Piece(
                title=title,
                tonic=tonic,
                mode=mode,
                bpm=bpm,
                chords=chords,
                groove=groove,
                lead=lead,
                seed=number,
            )
            for number, (title, tonic, bpm, chords) in enumerate(lines, start=1)
        ]
        return cls(name=name, genre=genre, album=album, songs=tuple(songs))


SONGBOOK: Final[tuple[Band, ...]] = (
    Band.playing(
        "Night Bus Society",
        "House",
        "Terminus",
        (HOUSE, "pluck", "minor"),
        (
            ("Depot Lights", 57, 122, (1, 4, 1, 5) * 4),
            ("Request Stop", 53, 126, (1, 6, 4, 5) * 4),
            ("Upper Deck, Front Row", 60, 118, (1, 1, 6, 7) * 4),
            ("Replacement Service", 55, 124, (1, 3, 4, 4) * 5),
            ("Doors Closing", 58, 128, (6, 5, 1, 1) * 5),
        ),
    ),
    Band.playing(
        "Glass Orchard",
        "House",
        "Windfall",
        (HOUSE, "bell", "major"),
        (
            ("First Frost", 60, 120, (1, 5, 6, 4) * 4),
            ("Greenhouse Effect", 56, 124, (4, 1, 5, 6) * 4),
            ("Pips", 62, 130, (1, 4, 6, 5) * 4),
            ("Ladder Against the Moon", 58, 116, (1, 3, 4, 5) * 4),
            ("Cider Hour", 65, 126, (6, 4, 1, 5) * 5),
        ),
    ),
    Band.playing(
        "Paper Umbrellas",
        "Indie",
        "Soft Weather",
        (ROCK, "organ", "major"),
        (
            ("Puddle Atlas", 55, 138, (1, 5, 6, 4) * 4),
            ("Sunday Raincoat", 57, 132, (1, 4, 1, 5) * 4),
            ("Wrong Side of the Window", 52, 144, (6, 4, 1, 5) * 5),
            ("Lost Property", 60, 126, (1, 3, 4, 5) * 4),
            ("Forecast for Two", 54, 150, (1, 6, 2, 5) * 5),
        ),
    ),
    Band.playing(
        "The Broken Metronomes",
        "Indie",
        "Rubato",
        (BREAK, "pluck", "minor"),
        (
            ("Seven Eighths of Nothing", 62, 164, (1, 6, 4, 5) * 6),
            ("Count Me Out", 57, 156, (1, 1, 4, 5) * 5),
            ("Rushing Again", 59, 174, (1, 7, 6, 7) * 6),
            ("Tap the Glass", 64, 160, (1, 3, 6, 5) * 5),
            ("One, Two, Many", 55, 168, (6, 7, 1, 1) * 6),
        ),
    ),
    Band.playing(
        "Trio Maré Baixa",
        "Bossa Nova",
        "Areia",
        (BOSSA, "whistle", "major"),
        (
            ("Barco de Papel", 58, 104, (1, 6, 2, 5) * 4),
            ("Varanda", 60, 112, (2, 5, 1, 6) * 4),
            ("Sal e Sombra", 55, 98, (1, 2, 5, 1) * 4),
            ("Cinco da Tarde", 63, 108, (4, 5, 3, 6) * 4),
            ("Gaivota", 57, 116, (1, 4, 2, 5) * 4),
        ),
    ),
    Band.playing(
        "Slow Lighthouse",
        "Ambient",
        "Every Twelve Seconds",
        (DRIFT, "bell", "minor"),
        (
            ("Fog Signal", 57, 76, (1, 6, 4, 1) * 3),
            ("Keeper's Log", 53, 84, (1, 4, 6, 5) * 3),
            ("Lantern Room", 60, 72, (1, 3, 6, 1) * 3),
            ("Shipping Forecast", 55, 80, (6, 4, 1, 5) * 3),
            ("Last Ferry Home", 50, 88, (1, 5, 6, 4) * 4),
        ),
    ),
)
"""All of them."""
