"""The pieces of the demo world, written down: key, tempo, chords, and who plays what."""

from typing import Final

import attrs

__all__ = ["Groove", "Piece"]

_SCALES: Final = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_BEATS_IN_A_BAR: Final = 4


@attrs.frozen(kw_only=True)
class Groove:
    """What is played in each bar: sixteen steps for each instrument, `x` for a note.

    Attributes:
        pad: how loud the chords are held, 0 to 1.
    """

    kick: str = "................"
    snare: str = "................"
    hat: str = "................"
    bass: str = "x.......x......."
    arpeggio: str = "................"
    pad: float = 0.5

    def __attrs_post_init__(self) -> None:
        """Demand sixteen steps."""
        steps = (self.kick, self.snare, self.hat, self.bass, self.arpeggio)
        if {len(part) for part in steps} != {16}:
            message = "a bar has sixteen steps"
            raise ValueError(message)


@attrs.frozen(kw_only=True)
class Piece:
    """A short piece of music.

    Attributes:
        tonic: the tone of rest, as a MIDI note number.
        mode: `major` or `minor`.
        chords: the degree of the scale on which each bar's chord stands, from 1.
        lead: which of the `instruments.LEADS` plays the arpeggio.
        seed: what chance there is in it: the noise of its drums.
    """

    title: str
    tonic: int
    mode: str
    bpm: float
    chords: tuple[int, ...]
    groove: Groove
    lead: str = "pluck"
    seed: int = 1

    @property
    def bar(self) -> float:
        """The length of a bar, in seconds."""
        return 60.0 / self.bpm * _BEATS_IN_A_BAR

    def chord(self, degree: int) -> tuple[int, ...]:
        """The triad on a degree of the scale, root first, as MIDI note numbers."""
        return tuple(self._note(degree - 1 + third) for third in (0, 2, 4))

    def _note(self, step: int) -> int:
        octave, place = divmod(step, 7)
        return self.tonic + 12 * octave + _SCALES[self.mode][place]
