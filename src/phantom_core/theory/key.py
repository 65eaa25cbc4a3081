"""Keys: a tone of rest and a mode, and the seven tones that they make."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Final

import attrs

from phantom_core.theory.tone import NotATone, Tone

__all__ = ["Key", "Mode", "NotAKey"]


class Mode(StrEnum):
    """The seven modes of the diatonic scale; Ionian and Aeolian go by their usual names."""

    MAJOR = "major"
    MINOR = "minor"
    DORIAN = "dorian"
    PHRYGIAN = "phrygian"
    LYDIAN = "lydian"
    MIXOLYDIAN = "mixolydian"
    LOCRIAN = "locrian"

    @property
    def steps(self) -> tuple[int, ...]:
        """Semitones of its degrees above the tonic."""
        return _STEPS[self]

    @property
    def is_minor(self) -> bool:
        """Whether its third is small."""
        return self.steps[2] == _SMALL_THIRD


_SMALL_THIRD: Final = 3
_STEPS: Final = {
    Mode.MAJOR: (0, 2, 4, 5, 7, 9, 11),
    Mode.MINOR: (0, 2, 3, 5, 7, 8, 10),
    Mode.DORIAN: (0, 2, 3, 5, 7, 9, 10),
    Mode.PHRYGIAN: (0, 1, 3, 5, 7, 8, 10),
    Mode.LYDIAN: (0, 2, 4, 6, 7, 9, 11),
    Mode.MIXOLYDIAN: (0, 2, 4, 5, 7, 9, 10),
    Mode.LOCRIAN: (0, 1, 3, 5, 6, 8, 10),
}
_PARENT_DEGREE: Final = {
    Mode.MAJOR: 0,
    Mode.DORIAN: 1,
    Mode.PHRYGIAN: 2,
    Mode.LYDIAN: 3,
    Mode.MIXOLYDIAN: 4,
    Mode.MINOR: 5,
    Mode.LOCRIAN: 6,
}
_NAMED: Final = {
    "": Mode.MAJOR,
    "maj": Mode.MAJOR,
    "major": Mode.MAJOR,
    "ionian": Mode.MAJOR,
    "m": Mode.MINOR,
    "min": Mode.MINOR,
    "minor": Mode.MINOR,
    "aeolian": Mode.MINOR,
    **{mode.value: mode for mode in Mode},
}
_WRITTEN: Final = re.compile(
    r"([a-g])(?:[ -]?(sharp|flat)|(#|b))?[ -]*([a-z]*)(?: (?:scale|mode))?", re.IGNORECASE
)
_FIFTHS: Final = {letter: fifths for fifths, letter in enumerate("FCGDAEB", start=-1)}
_MOST_SIGNS: Final = 7


class NotAKey(ValueError):
    """Text that names no key."""


@attrs.frozen
class Key:
    """A key, as it is best written: with at most seven sharps or flats.

    Attributes:
        tonic: the tone of rest.
    """

    tonic: Tone
    mode: Mode

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read `Am`, `a minor`, `F# dorian`, `Bb`, `E-flat major`. Raises: NotAKey."""
        found = _WRITTEN.fullmatch(text.strip().replace("♯", "#").replace("♭", "b"))
        mode = None if found is None else _NAMED.get(_mode_text(found[4]))
        if found is None or mode is None:
            raise NotAKey(text)
        sign = {"sharp": "#", "flat": "b"}.get((found[2] or "").lower(), found[3] or "").lower()
        try:
            return cls(Tone.parse(found[1].upper() + sign), mode).plain
        except NotATone as error:
            raise NotAKey(text) from error

    @property
    def sharps(self) -> int:
        """Signs at the beginning of the line; flats are negative."""
        letter = str(self.tonic)[0]
        major = _FIFTHS[letter] + 7 * self.tonic.alteration
        return major - (0, 2, 4, -1, 1, 3, 5)[_PARENT_DEGREE[self.mode]]

    @property
    def plain(self) -> "Key":
        """The same key, spelled with at most seven signs."""
        if abs(self.sharps) <= _MOST_SIGNS:
            return self
        tonic = self.tonic
        step = -1 if tonic.alteration < 0 else 1
        return Key(tonic.above(step, 0), self.mode)

    @cached_property
    def scale(self) -> tuple[Tone, ...]:
        """Its seven tones, from the tonic."""
        return tuple(self.tonic.above(step, height) for step, height in enumerate(self.mode.steps))

    @cached_property
    def pitch_classes(self) -> frozenset[int]:
        """How its tones sound."""
        return frozenset(tone.pitch_class for tone in self.scale)

    def pitch(self, degree: int, octave: int = 4) -> int:
        """The MIDI number of a degree, counted from 0, above the tonic in an octave (4 has C4)."""
        higher, place = divmod(degree, 7)
        return 12 * (octave + 1 + higher) + self.tonic.pitch_class + self.mode.steps[place]

    def __str__(self) -> str:
        """As it is called: `A minor`."""
        return f"{self.tonic} {self.mode}"


def _mode_text(text: str) -> str:
    """A capital M says major, a small one minor."""
    return "major" if text == "M" else text.lower()
