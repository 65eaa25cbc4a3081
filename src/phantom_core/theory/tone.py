"""Tones by name: a letter and its accidentals, in whichever octave."""

import re
from typing import Final

import attrs

__all__ = ["LETTERS", "SEMITONES", "NotATone", "Tone"]

LETTERS: Final = "CDEFGAB"
"""The seven letters, from C."""

SEMITONES: Final = (0, 2, 4, 5, 7, 9, 11)
"""How many semitones above C each letter is."""

_WRITTEN: Final = re.compile(r"([A-Ga-g])([#b]{0,2})")
_FURTHEST: Final = 6


class NotATone(ValueError):
    """Text that names no tone."""


@attrs.frozen(order=True)
class Tone:
    """A tone, spelled: C sharp and D flat sound alike and are two.

    Attributes:
        letter: its place in `LETTERS`, 0 to 6.
        alteration: by how many semitones it is raised; flats are negative.
    """

    letter: int
    alteration: int = 0

    @classmethod
    def parse(cls, text: str) -> "Tone":
        """Read `C`, `F#`, `Bb`, `Ebb`. Raises: NotATone."""
        found = _WRITTEN.fullmatch(text)
        if found is None or {"#", "b"} <= set(found[2]):
            raise NotATone(text)
        return cls(LETTERS.index(found[1].upper()), found[2].count("#") - found[2].count("b"))

    @property
    def pitch_class(self) -> int:
        """Semitones above C, 0 to 11."""
        return (SEMITONES[self.letter] + self.alteration) % 12

    def above(self, steps: int, semitones: int) -> "Tone":
        """The tone so many letters higher that is so many semitones higher."""
        letter = (self.letter + steps) % 7
        wanted = (self.pitch_class + semitones) % 12
        altered = (wanted - SEMITONES[letter] + _FURTHEST) % 12 - _FURTHEST
        return Tone(letter, altered)

    @property
    def plain(self) -> "Tone":
        """The same sound with at most one accidental."""
        if abs(self.alteration) <= 1:
            return self
        letter = next(
            (place for place, height in enumerate(SEMITONES) if height == self.pitch_class), None
        )
        if letter is not None:
            return Tone(letter)
        sharp = self.alteration > 0
        height = (self.pitch_class - 1 if sharp else self.pitch_class + 1) % 12
        return Tone(SEMITONES.index(height), 1 if sharp else -1)

    def __str__(self) -> str:
        """As it is written: `F#`, `Bb`."""
        sign = "#" if self.alteration > 0 else "b"
        return LETTERS[self.letter] + sign * abs(self.alteration)
