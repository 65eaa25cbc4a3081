"""What is composed: a piece, as values that say everything that sounds."""

from typing import Final, NamedTuple

import attrs

from phantom_core.composing.instruments import MusicalRole
from phantom_core.kernel import Bpm, Milliseconds

__all__ = ["STEP", "TICKS", "ChordPlayed", "Part", "Piece", "Played", "Section"]

TICKS: Final = 480
"""How many ticks a quarter note has."""

STEP: Final = TICKS // 4
"""How many ticks a sixteenth has."""


class Played(NamedTuple):
    """A note.

    Attributes:
        start: in ticks from the beginning of the piece.
        pitch: by MIDI, 0 to 127; 60 is middle C.
        duration: in ticks, at least 1.
        velocity: 1 to 127.
    """

    start: int
    pitch: int
    duration: int
    velocity: int


@attrs.frozen(kw_only=True)
class Section:
    """A part of the form.

    Attributes:
        name: `intro`, `A`, `B`, `outro`.
        bar: the first one, counted from 1.
    """

    name: str
    bar: int
    bars: int


@attrs.frozen(kw_only=True)
class ChordPlayed:
    """A chord at its place.

    Attributes:
        symbol: as it is written: `Am7/E`.
        numeral: what it is in the key: `vi7`.
        tones: the names of its tones, from the root.
        pitches: how it is sung by four voices, from the bass, by MIDI.
        start: in ticks.
        duration: in ticks.
        bar: the one that it begins in, counted from 1.
        beat: the beat that it begins on, counted from 1.
    """

    symbol: str
    numeral: str
    tones: tuple[str, ...]
    pitches: tuple[int, ...]
    start: int
    duration: int
    bar: int
    beat: float


@attrs.frozen(kw_only=True)
class Part:
    """What one instrument plays.

    Attributes:
        instrument: its name.
        roles: what it does.
        program: its sound in General MIDI.
        channel: of MIDI; 9 is that of the drums.
        notes: by start, then pitch; no two of one pitch sound at once.
    """

    instrument: str
    roles: tuple[MusicalRole, ...]
    program: int
    channel: int
    notes: tuple[Played, ...]


@attrs.frozen(kw_only=True)
class Piece:
    """A piece of music.

    Attributes:
        name: what it may be called.
        key: its key by name: `A minor`.
        sharps: signs of the key; flats are negative.
        minor: whether the key has a small third.
        bar_ticks: how long a bar is.
    """

    name: str
    key: str
    sharps: int
    minor: bool
    tempo: Bpm
    time_signature: tuple[int, int]
    bars: int
    bar_ticks: int
    style: str
    mood: str | None
    sections: tuple[Section, ...]
    chords: tuple[ChordPlayed, ...]
    parts: tuple[Part, ...]

    @property
    def ticks(self) -> int:
        """How long it is."""
        return self.bars * self.bar_ticks

    @property
    def duration_ms(self) -> Milliseconds:
        """How long it lasts at its tempo."""
        return Milliseconds(round(self.ticks * 60_000 / (self.tempo * TICKS)))
