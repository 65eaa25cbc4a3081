"""Accompaniment: how chords are played."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from phantom_core.composing.asking import Brief, Meter
from phantom_core.composing.harmony import Slot
from phantom_core.composing.instruments import Instrument
from phantom_core.composing.piece import STEP, Played
from phantom_core.composing.styles import Comping
from phantom_core.theory import Voicing

__all__ = ["accompany", "hold"]

_CHORDS: Final = 68
_PAD: Final = 56
_SPREAD: Final = 4
_GAP: Final = 0.9

_Hit = tuple[int, int, int | None]
"""Place and length in sixteenths, and which voice; none of them is meant by all."""


def accompany(
    brief: Brief, slots: Sequence[Slot], voicings: Sequence[Voicing], instrument: Instrument
) -> tuple[Played, ...]:
    """The chords of a piece, in the manner of its style."""
    rng = Random(f"chords played {brief.seed}")  # noqa: S311 - replayed by its seed
    force = _CHORDS + (brief.mood.force if brief.mood else 0)
    notes: list[Played] = []
    for slot, voicing in zip(slots, voicings, strict=True):
        for place, length, voice in _hits(brief.style.comping, brief.meter, slot):
            upper = [_within(pitch, instrument) for pitch in voicing.upper]
            accent = 6 if place % brief.meter.steps == 0 else 0
            for pitch in upper if voice is None else [upper[voice]]:
                velocity = force + accent + rng.randint(-_SPREAD, _SPREAD)
                notes.append(_played(slot.start // STEP + place, length, pitch, velocity))
    return tuple(notes)


def _hits(comping: Comping, meter: Meter, slot: Slot) -> Iterator[_Hit]:
    """What is struck while a chord lasts; every bar begins anew."""
    steps = slot.duration // STEP
    for bar in range(0, steps, meter.steps):
        for place, length, voice in _BARS[comping](meter):
            if bar + place < steps:
                yield bar + place, min(length, steps - bar - place), voice


def _held(meter: Meter) -> Iterator[_Hit]:
    yield 0, meter.steps, None


def _pulse(meter: Meter) -> Iterator[_Hit]:
    for place in meter.pulses:
        yield place, meter.pulse, None


def _offbeat(meter: Meter) -> Iterator[_Hit]:
    half = max(1, meter.pulse // 2)
    for place in meter.pulses:
        yield place + half, half, None


def _arpeggio(meter: Meter) -> Iterator[_Hit]:
    for count, place in enumerate(range(0, meter.steps, 2)):
        yield place, 2, (0, 1, 2, 1)[count % 4]


def _strum(meter: Meter) -> Iterator[_Hit]:
    half = max(1, meter.pulse // 2)
    for count, place in enumerate(meter.pulses):
        yield place, half if count else meter.pulse, None
        if count:
            yield place + half, half, None


def _charleston(meter: Meter) -> Iterator[_Hit]:
    yield 0, meter.pulse, None
    late = meter.pulse + max(1, meter.pulse // 2)
    if late < meter.steps:
        yield late, max(2, meter.pulse // 2), None


def _funky(meter: Meter) -> Iterator[_Hit]:
    for place in (2, 3, 7, 10, 14):
        if place < meter.steps:
            yield place, 1, None


_BARS: Final = {
    Comping.HELD: _held,
    Comping.PULSE: _pulse,
    Comping.OFFBEAT: _offbeat,
    Comping.ARPEGGIO: _arpeggio,
    Comping.STRUM: _strum,
    Comping.CHARLESTON: _charleston,
    Comping.FUNKY: _funky,
}


def hold(
    brief: Brief, slots: Sequence[Slot], voicings: Sequence[Voicing], instrument: Instrument
) -> tuple[Played, ...]:
    """Chords that are held as long as they last, softly."""
    velocity = _PAD + (brief.mood.force if brief.mood else 0)
    return tuple(
        _played(slot.start // STEP, slot.duration // STEP, _within(pitch, instrument), velocity)
        for slot, voicing in zip(slots, voicings, strict=True)
        for pitch in voicing.upper
    )


def _within(pitch: int, instrument: Instrument) -> int:
    """The pitch, in an octave that the instrument has."""
    while pitch < instrument.lowest:
        pitch += 12
    while pitch > instrument.highest:
        pitch -= 12
    return pitch


def _played(step: int, length: int, pitch: int, velocity: float) -> Played:
    loud = max(1, min(127, round(velocity)))
    return Played(step * STEP, pitch, max(1, int(length * STEP * _GAP)), loud)
