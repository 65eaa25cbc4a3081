"""Who lives in the demo world, what they play, and whom they follow."""

from typing import Final

import attrs

from phantom_app.demo.grooves import BALLAD, BOSSA, BREAK, DRIFT, HOUSE, ROCK
from phantom_app.demo.score import Piece
from phantom_core.audio import MusicWords

__all__ = ["CAST", "LABEL", "PASSWORD", "Player", "Recording"]

PASSWORD: Final = "phantom of the demo"  # noqa: S105 - printed for whoever looks around
"""Everybody's password."""

LABEL: Final = "lantern"
"""Whose the recordings of the catalogue's songs are."""


@attrs.frozen(kw_only=True)
class Recording:
    """A piece as its owner shows it.

    Attributes:
        words: what they say about it, if they do.
    """

    piece: Piece
    tags: tuple[str, ...] = ()
    public: bool = True
    words: MusicWords | None = None


@attrs.frozen(kw_only=True)
class Player:
    """Somebody.

    Attributes:
        follows: user names.
        likes: names of artists, the dearest first.
        consents: whether a machine may listen.
        meets: whether they let themself be matched.
    """

    username: str
    display_name: str
    bio: str
    roles: tuple[str, ...]
    instruments: tuple[str, ...]
    region: str
    tags: tuple[str, ...]
    follows: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    consents: bool = True
    meets: bool = True
    recordings: tuple[Recording, ...] = ()

    @property
    def email(self) -> str:
        """Where nobody is: the domain is reserved for examples."""
        return f"{self.username}@phantom.example"


CAST: Final[tuple[Player, ...]] = (
    Player(
        username="ada",
        display_name="Ada Okafor",
        bio="Late trains, soft synths. Looking for a singer.",
        roles=("producer", "songwriter"),
        instruments=("synthesizer", "piano"),
        region="Lagos",
        tags=("house", "night"),
        follows=("billie", "chidi", "dunya"),
        likes=("Night Bus Society", "Glass Orchard", "Paper Umbrellas"),
        recordings=(
            Recording(
                piece=Piece(
                    title="Last Train Out",
                    tonic=57,
                    mode="minor",
                    bpm=122,
                    chords=(1, 4, 1, 5, 1, 4, 5, 1),
                    groove=HOUSE,
                    seed=11,
                ),
                tags=("house", "night", "wip"),
                words=MusicWords(
                    description="Four on the floor for the way home.",
                    mood="restless",
                    genre="deep house",
                    instruments=("synthesizer", "drum machine"),
                ),
            ),
            Recording(
                piece=Piece(
                    title="Platform Nine, 4 a.m.",
                    tonic=60,
                    mode="minor",
                    bpm=84,
                    chords=(1, 6, 1, 4, 5, 1),
                    groove=DRIFT,
                    seed=12,
                ),
                tags=("ambient",),
                public=False,
            ),
        ),
    ),
    Player(
        username="billie",
        display_name="Billie Szabó",
        bio="Drums, then more drums.",
        roles=("drummer",),
        instruments=("drums", "percussion"),
        region="Budapest",
        tags=("breaks", "jazz"),
        follows=("ada", "emre"),
        likes=("The Broken Metronomes", "Night Bus Society", "Paper Umbrellas"),
        recordings=(
            Recording(
                piece=Piece(
                    title="Paradiddle Street",
                    tonic=62,
                    mode="minor",
                    bpm=168,
                    chords=(1, 1, 4, 1, 1, 6, 5, 1, 1, 4, 5, 1),
                    groove=BREAK,
                    seed=21,
                ),
                tags=("breakbeat", "fast"),
            ),
        ),
    ),
    Player(
        username="chidi",
        display_name="Chidi Marlowe",
        bio="Songs about weather. Guitar first, questions later.",
        roles=("singer", "songwriter"),
        instruments=("guitar", "voice"),
        region="Manchester",
        tags=("indie", "rock"),
        follows=("ada", "billie", "dunya", "emre"),
        likes=("Paper Umbrellas", "Night Bus Society"),
        recordings=(
            Recording(
                piece=Piece(
                    title="Umbrella Weather",
                    tonic=55,
                    mode="major",
                    bpm=138,
                    chords=(1, 5, 6, 4) * 2 + (5, 1),
                    groove=ROCK,
                    seed=31,
                ),
                tags=("indie",),
                words=MusicWords(mood="hopeful", genre="indie rock", instruments=("guitar",)),
            ),
        ),
    ),
    Player(
        username="dunya",
        display_name="Dünya Arslan",
        bio="Slow songs for wide rooms.",
        roles=("pianist", "composer"),
        instruments=("piano",),
        region="İzmir",
        tags=("ballad", "film"),
        follows=("emre",),
        likes=("Slow Lighthouse", "Trio Maré Baixa"),
        recordings=(
            Recording(
                piece=Piece(
                    title="Letter to the Sea",
                    tonic=53,
                    mode="major",
                    bpm=72,
                    chords=(1, 6, 4, 5, 1),
                    groove=BALLAD,
                    seed=41,
                ),
                tags=("piano", "calm"),
            ),
        ),
    ),
    Player(
        username="emre",
        display_name="Emre Costa",
        bio="Nylon strings, warm evenings.",
        roles=("guitarist",),
        instruments=("guitar",),
        region="Lisboa",
        tags=("bossa nova",),
        follows=("dunya", "ada"),
        likes=("Trio Maré Baixa", "Paper Umbrellas"),
        recordings=(
            Recording(
                piece=Piece(
                    title="Rua das Flores",
                    tonic=58,
                    mode="major",
                    bpm=104,
                    chords=(1, 6, 2, 5, 1, 6, 5, 1),
                    groove=BOSSA,
                    seed=51,
                ),
                tags=("bossa", "warm"),
            ),
        ),
    ),
    Player(
        username="fay",
        display_name="Fay Lindqvist",
        bio="Keeps her demos to herself, and machines away from them.",
        roles=("producer",),
        instruments=("sampler",),
        region="Göteborg",
        tags=("experimental",),
        follows=("billie",),
        likes=("The Broken Metronomes", "Trio Maré Baixa", "Night Bus Society"),
        consents=False,
        recordings=(
            Recording(
                piece=Piece(
                    title="Unheard",
                    tonic=61,
                    mode="minor",
                    bpm=96,
                    chords=(1, 3, 6, 5, 1, 3, 5),
                    groove=BREAK,
                    seed=61,
                ),
                public=False,
            ),
        ),
    ),
    Player(
        username=LABEL,
        display_name="Lantern Records",
        bio="A label for artists who do not exist.",
        roles=("label",),
        instruments=(),
        region="Nowhere",
        tags=("catalogue",),
        consents=False,
        meets=False,
    ),
    Player(
        username="guest",
        display_name="A Guest",
        bio="Nobody yet. Log in as me, and walk into a room.",
        roles=("listener",),
        instruments=(),
        region="Elsewhere",
        tags=(),
        likes=("Night Bus Society", "Paper Umbrellas", "Trio Maré Baixa"),
        consents=False,
    ),
)
"""All of them."""
