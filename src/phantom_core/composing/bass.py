"""Bass: how the lowest part goes below the chords."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Final

import attrs

from phantom_core.composing.asking import Brief, Meter
from phantom_core.composing.harmony import Slot
from phantom_core.composing.instruments import Instrument
from phantom_core.composing.piece import STEP, Played
from phantom_core.composing.styles import Bassline
from phantom_core.theory import Chord, Key, Voicing

__all__ = ["walk"]

_FORCE: Final = 86
_SPREAD: Final = 4
_GAP: Final = 0.9
_TRESILLO: Final = (0, 3, 6)
_OCTAVE: Final = 12


@attrs.frozen(kw_only=True)
class _Ground:
    """What a bass goes over.

    Attributes:
        root: the lowest tone of the chord, as a pitch.
        fifth: another tone of it, above.
        following: the lowest tone of the chord after it.
        steps: how long the chord lasts, in sixteenths.
    """

    key: Key
    meter: Meter
    chord: Chord
    root: int
    fifth: int
    following: int
    steps: int


_Line = Iterator[tuple[int, int, int]]
"""Places and lengths in sixteenths, and pitches."""


def walk(
    brief: Brief, slots: Sequence[Slot], voicings: Sequence[Voicing], instrument: Instrument
) -> tuple[Played, ...]:
    """The bass of a piece: below each chord its lowest tone, and what the style adds."""
    rng = Random(f"bass {brief.seed}")  # noqa: S311 - replayed by its seed
    force = _FORCE + (brief.mood.force if brief.mood else 0)
    roots = [_low(voicing.bass, instrument) for voicing in voicings]
    notes: list[Played] = []
    for slot, root, following in zip(slots, roots, [*roots[1:], roots[-1]], strict=True):
        ground = _Ground(
            key=brief.key,
            meter=brief.meter,
            chord=slot.chord,
            root=root,
            fifth=_fifth(slot.chord, root),
            following=following,
            steps=slot.duration // STEP,
        )
        for place, length, pitch in _LINES[brief.style.bassline](ground):
            velocity = max(1, min(127, force + rng.randint(-_SPREAD, _SPREAD)))
            start = slot.start + place * STEP
            lasts = int(min(length, ground.steps - place) * STEP * _GAP)
            notes.append(Played(start, _fit(pitch, instrument), max(1, lasts), velocity))
    return tuple(notes)


def _low(pitch: int, instrument: Instrument) -> int:
    """As low as the instrument has it."""
    return instrument.lowest + (pitch - instrument.lowest) % _OCTAVE


def _fit(pitch: int, instrument: Instrument) -> int:
    """The pitch, or that of an octave which the instrument has."""
    if instrument.lowest <= pitch <= instrument.highest:
        return pitch
    return _low(pitch, instrument)


def _fifth(chord: Chord, root: int) -> int:
    """The fifth of a chord above its lowest tone; of one that is turned, the next of its tones."""
    tones = chord.pitch_classes
    wanted = {tones[2]} if chord.bass is None and len(tones) > 2 else set(tones)  # noqa: PLR2004
    above = (pitch for pitch in range(root + 3, root + _OCTAVE + 1) if pitch % 12 in wanted)
    return next(above, root)


def _held(ground: _Ground) -> _Line:
    yield 0, ground.steps, ground.root


def _eighths(ground: _Ground) -> _Line:
    for place in range(0, ground.steps, 2):
        yield place, 2, ground.root


def _root_fifth(ground: _Ground) -> _Line:
    half = max(ground.meter.pulse, len(ground.meter.pulses) // 2 * ground.meter.pulse)
    for count, place in enumerate(range(0, ground.steps, half)):
        yield place, half, ground.fifth if count % 2 else ground.root


def _octaves(ground: _Ground) -> _Line:
    for count, place in enumerate(range(0, ground.steps, 2)):
        yield place, 2, ground.root + (_OCTAVE if count % 2 else 0)


def _syncopated(ground: _Ground) -> _Line:
    """Three and three and two, as in the tresillo."""
    for half in range(0, ground.steps, 8):
        for count, place in enumerate(_TRESILLO):
            if half + place < ground.steps:
                yield half + place, 2, ground.fifth if count == len(_TRESILLO) - 1 else ground.root


def _walking(ground: _Ground) -> _Line:
    """A tone on each pulse: root, tones of the chord, and before the next root its neighbour."""
    places = range(0, ground.steps, ground.meter.pulse)
    tones = [ground.root, *_chord_tones(ground)]
    for count, place in enumerate(places):
        last = count == len(places) - 1 and count > 0
        pitch = _approach(ground) if last else tones[count % len(tones)]
        yield place, ground.meter.pulse, pitch


def _chord_tones(ground: _Ground) -> list[int]:
    classes = set(ground.chord.pitch_classes)
    return [p for p in range(ground.root + 1, ground.root + _OCTAVE) if p % 12 in classes]


def _approach(ground: _Ground) -> int:
    """The tone of the scale just above or below the next root."""
    near = (ground.following + step for step in (-1, 1, -2, 2))
    return next(pitch for pitch in near if pitch % 12 in ground.key.pitch_classes)


_LINES: Final[Mapping[Bassline, Callable[[_Ground], _Line]]] = {
    Bassline.HELD: _held,
    Bassline.EIGHTHS: _eighths,
    Bassline.ROOT_FIFTH: _root_fifth,
    Bassline.WALKING: _walking,
    Bassline.OCTAVES: _octaves,
    Bassline.SYNCOPATED: _syncopated,
}
