"""Chords by their symbols: `Am7/E`, `F#m7b5`, `Csus4`."""

import re
from typing import Final

import attrs

from phantom_core.theory.qualities import ALIASES, QUALITIES
from phantom_core.theory.tone import Tone

__all__ = ["Chord", "NotAChord"]

_WRITTEN: Final = re.compile(r"([A-G](?:##|bb|#|b)?)(.*?)(?:/([A-G](?:##|bb|#|b)?))?")


class NotAChord(ValueError):
    """Text that is no chord symbol that is known here."""


@attrs.frozen
class Chord:
    """A chord.

    Attributes:
        root: the tone that it is built on.
        quality: one of `QUALITIES`.
        bass: its lowest tone, where that is not the root.
    """

    root: Tone
    quality: str = attrs.field(default="", validator=attrs.validators.in_(QUALITIES))
    bass: Tone | None = None

    @classmethod
    def parse(cls, text: str) -> "Chord":
        """Read a symbol, in any usual way of writing it. Raises: NotAChord."""
        found = _WRITTEN.fullmatch(text.strip().replace("♯", "#").replace("♭", "b"))
        if found is None:
            raise NotAChord(text)
        quality = ALIASES.get(found[2], found[2])
        if quality not in QUALITIES:
            raise NotAChord(text)
        root = Tone.parse(found[1])
        bass = Tone.parse(found[3]) if found[3] else None
        return cls(root, quality, None if bass == root else bass)

    @property
    def tones(self) -> tuple[Tone, ...]:
        """Its tones, spelled, from the root."""
        return tuple(self.root.above(*interval) for interval in QUALITIES[self.quality])

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """How its tones sound, from the root."""
        root = self.root.pitch_class
        return tuple((root + height) % 12 for _, height in QUALITIES[self.quality])

    @property
    def lowest(self) -> Tone:
        """The tone in the bass."""
        return self.bass or self.root

    @property
    def is_minor(self) -> bool:
        """Whether its third is small."""
        return (2, 3) in QUALITIES[self.quality]

    @property
    def essential(self) -> tuple[int, ...]:
        """The pitch classes that tell it from other chords: third, seventh or sixth, altered fifth.

        Where that is no more than the third, the fifth and the root are told too.
        """
        told = [
            (self.root.pitch_class + height) % 12
            for step, height in QUALITIES[self.quality]
            if step in {1, 2, 3, 5, 6} or height in {6, 8}
        ]
        return tuple(told) if len(told) > 1 else self.pitch_classes

    def __str__(self) -> str:
        """Its symbol."""
        below = f"/{self.bass}" if self.bass else ""
        return f"{self.root}{self.quality}{below}"
