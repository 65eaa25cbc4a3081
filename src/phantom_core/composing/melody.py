"""Melody: a motif that comes again, changed, over the chords."""

from bisect import bisect_right
from collections.abc import Sequence
from math import pi, sin
from random import Random
from typing import Final

import attrs

from phantom_core.composing.asking import Brief, Meter
from phantom_core.composing.harmony import Slot
from phantom_core.composing.instruments import Instrument
from phantom_core.composing.piece import STEP, Played, Section
from phantom_core.theory import Key

__all__ = ["sing"]

_WIDEST: Final = 9
_MIDDLE: Final = 69
_ROOM: Final = 12
_ARCH: Final = 4
_LOUD: Final = 92
_STRONG: Final = 8
_SPREAD: Final = 5
_VARIED: Final = 0.25
_LAID_OUT: Final = "abac"
_SHORTEST: Final = 0.9


@attrs.frozen
class _Cell:
    """A bar of a motif: for each note its place and length in sixteenths, and its step."""

    notes: tuple[tuple[int, int, int], ...]


def sing(
    brief: Brief, form: Sequence[Section], slots: Sequence[Slot], instrument: Instrument
) -> tuple[Played, ...]:
    """The melody of a piece. Sections of one name have the same motif, each time a little varied.

    On the pulses it sings tones of the chord; between them, of the scale. It does not leap further
    than a major sixth, save at the ends of its range, and ends on the tonic.
    """
    singer = _Singer(brief, slots, instrument)
    notes: list[Played] = []
    for place, section in enumerate(form):
        last = place == len(form) - 1
        if section.name == "intro":
            continue
        notes += singer.section(section, place, last=last)
    return tuple(notes)


class _Singer:
    """Sings section by section, from the note where it is."""

    def __init__(self, brief: Brief, slots: Sequence[Slot], instrument: Instrument) -> None:
        self.brief = brief
        self.slots = slots
        self.starts = [slot.start for slot in slots]
        self.meter = brief.meter
        self.density = brief.style.density * (brief.mood.density if brief.mood else 1.0)
        self.loud = _LOUD + (brief.mood.force if brief.mood else 0)
        middle = min(max(_MIDDLE, instrument.lowest + 8), instrument.highest - 8)
        self.lowest = max(instrument.lowest, middle - _ROOM)
        self.highest = min(instrument.highest, middle + _ROOM)
        self.centre = _degree_near(brief.key, middle)
        self.pitch = middle

    def section(self, section: Section, place: int, *, last: bool) -> list[Played]:
        """The melody of a section."""
        motif = Random(f"motif {section.name} {self.brief.seed}")  # noqa: S311 - replayed by its seed
        varied = Random(f"varied {place} {self.brief.seed}")  # noqa: S311 - as above
        cells = {name: _cell(self.meter, self.density, motif) for name in "ab"}
        cells["c"] = _closing(self.meter, cells["a"])
        lift = 2 if section.name == "B" else 0
        notes: list[Played] = []
        for bar in range(section.bars):
            name = "c" if bar == section.bars - 1 else _LAID_OUT[bar % len(_LAID_OUT)]
            height = round(_ARCH * sin(pi * (bar + 0.5) / section.bars)) + lift
            final = last and bar == section.bars - 1
            start = (section.bar - 1 + bar) * self.meter.steps
            notes += self._bar(cells[name], start, height, varied, final=final)
        return notes

    def _bar(
        self, cell: _Cell, start: int, height: int, rng: Random, *, final: bool
    ) -> list[Played]:
        notes = []
        for count, (place, length, step) in enumerate(cell.notes):
            change = rng.choice((-1, 1)) if rng.random() < _VARIED else 0
            begins = (start + place) * STEP
            degree = self.centre + height + step + change
            ends = final and count == len(cell.notes) - 1
            pitch = self._home() if ends else self._sung(degree, place, begins)
            velocity = (
                self.loud + (_STRONG if place in self.meter.pulses else 0) + rng.randint(-5, 5)
            )
            notes.append(Played(begins, pitch, int(length * STEP * _SHORTEST), _loudness(velocity)))
            self.pitch = pitch
        return notes

    def _sung(self, degree: int, place: int, begins: int) -> int:
        """The pitch that is sung where the motif wants a degree."""
        slot = self.slots[bisect_right(self.starts, begins) - 1]
        wanted = self.brief.key.pitch(degree, 0)
        chord = frozenset(slot.chord.pitch_classes)
        if place in self.meter.pulses:
            allowed = chord & self.brief.key.pitch_classes or chord
        else:
            # Where the chord raises or lowers a tone of the scale, the melody does so too.
            altered = {tone.letter for tone in slot.chord.tones}
            allowed = chord | {
                tone.pitch_class for tone in self.brief.key.scale if tone.letter not in altered
            }
        return self._nearest(wanted, allowed)

    def _nearest(self, wanted: int, allowed: frozenset[int]) -> int:
        fit = [pitch for pitch in range(self.lowest, self.highest + 1) if pitch % 12 in allowed]
        # At the ends of its range an instrument may have to leap further.
        near = [pitch for pitch in fit if abs(pitch - self.pitch) <= _WIDEST] or fit
        return min(near, key=lambda pitch: (abs(pitch - wanted), abs(pitch - self.pitch)))

    def _home(self) -> int:
        return self._nearest(self.pitch, frozenset({self.brief.key.tonic.pitch_class}))


def _degree_near(key: Key, pitch: int) -> int:
    """The degree whose pitch is nearest, counted as `Key.pitch` does from octave 0."""
    return min(range(80), key=lambda degree: abs(key.pitch(degree, 0) - pitch))


def _cell(meter: Meter, density: float, rng: Random) -> _Cell:
    """A bar that chance makes: the first pulse nearly always, eighths as the density allows."""
    places = [
        place for place in range(0, meter.steps, 2) if rng.random() < _chance(meter, place, density)
    ] or [0]
    ends = [*places[1:], meter.steps]
    step, notes = rng.choice((-1, 0, 2)), []
    for place, end in zip(places, ends, strict=True):
        longest = 2 * meter.pulse
        notes.append((place, min(end - place, longest), step))
        step = max(-4, min(4, step + rng.choice((-2, -1, -1, 1, 1, 2))))
    return _Cell(tuple(notes))


def _chance(meter: Meter, place: int, density: float) -> float:
    if place == 0:
        return 0.6 + density / 2
    return density * (1.3 if place in meter.pulses else 0.8)


def _closing(meter: Meter, cell: _Cell) -> _Cell:
    """The end of a phrase: it begins as the motif does, and rests on a long note."""
    half = len(meter.pulses) // 2 * meter.pulse
    before = tuple(note for note in cell.notes if note[0] + note[1] <= half)
    return _Cell((*before, (half, meter.steps - half, 0)))


def _loudness(velocity: float) -> int:
    return max(1, min(127, round(velocity)))
