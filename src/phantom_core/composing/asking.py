"""What people ask for, and what is made of it."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from phantom_core.composing.instruments import Instrument, MusicalRole
from phantom_core.composing.styles import MOODS, STYLES, Mood, Style
from phantom_core.kernel import Bpm, Checked, between, line, ruled
from phantom_core.theory import Key, NotAKey

__all__ = [
    "MOST_BARS",
    "MOST_SEED",
    "Brief",
    "ChordsWish",
    "Meter",
    "MidiWish",
    "PartPlan",
    "Wish",
]

MOST_BARS: Final = 64
"""How long a piece may be."""

MOST_SEED: Final = 2**53 - 1
"""The greatest seed, which is the greatest whole number that every client can tell."""

_LONGEST_PROMPT: Final = 1000
_TEMPO: Final = between(20, 400)
_BARS: Final = between(1, MOST_BARS)
_SEED: Final = between(0, MOST_SEED)


def _key(value: Any) -> Iterator[tuple[str, str]]:
    try:
        Key.parse(value)
    except NotAKey:
        yield "", "must be a key, such as `A minor`, `F#m`, `Bb` or `D dorian`"


def _one_of(names: Any) -> Any:
    def check(value: Any) -> Iterator[tuple[str, str]]:
        if value not in names:
            yield "", f"must be one of: {', '.join(names)}"

    return check


@attrs.frozen(kw_only=True)
class MidiWish(Checked):
    """Music is wished for in words; what is said beside them counts more than they do.

    Attributes:
        seed: what chance is made of; if there is none, it is drawn.

    Raises: Invalid.
    """

    prompt: str = ruled(line(1, _LONGEST_PROMPT))
    bars: int | None = ruled(_BARS, default=None)
    key: str | None = ruled(_key, default=None)
    tempo: Bpm | None = ruled(_TEMPO, default=None)
    seed: int | None = ruled(_SEED, default=None)


@attrs.frozen(kw_only=True)
class ChordsWish(Checked):
    """Chords are wished for. Raises: Invalid."""

    key: str = ruled(_key)
    mood: str | None = ruled(_one_of(MOODS), default=None)
    style: str | None = ruled(_one_of(STYLES), default=None)
    bars: int | None = ruled(_BARS, default=None)
    seed: int | None = ruled(_SEED, default=None)


Wish = MidiWish | ChordsWish
"""What may be asked for."""


@attrs.frozen
class Meter:
    """A time signature.

    Attributes:
        beats: how many of them a bar has.
        unit: which note each is: 4 is a quarter.
    """

    beats: int = attrs.field(default=4, validator=attrs.validators.in_(range(2, 13)))
    unit: int = attrs.field(default=4, validator=attrs.validators.in_((2, 4, 8)))

    @property
    def steps(self) -> int:
        """How many sixteenths a bar has."""
        return self.beats * 16 // self.unit

    @property
    def pulse(self) -> int:
        """How many sixteenths there are from one pulse to the next: three eighths in 6/8."""
        compound = self.unit == 8 and self.beats % 3 == 0 and self.beats > 3  # noqa: PLR2004 - 6/8
        return 6 if compound else 16 // self.unit

    @property
    def pulses(self) -> range:
        """On which sixteenths of a bar the pulses fall."""
        return range(0, self.steps, self.pulse)


@attrs.frozen(kw_only=True)
class PartPlan:
    """Who plays what."""

    instrument: Instrument
    roles: tuple[MusicalRole, ...]


@attrs.frozen(kw_only=True)
class Brief:
    """Everything that a composer must know: nothing is left open.

    Attributes:
        seed: the same one makes the same piece.
    """

    key: Key
    tempo: Bpm
    meter: Meter
    bars: int
    style: Style
    mood: Mood | None
    parts: tuple[PartPlan, ...]
    seed: int
