"""How voices move from chord to chord: as little as they can, and never in parallel outside.

The lowest and the highest voice may not go from one fifth to another, or from one octave to
another, in the same direction: the ear would hear one voice where there were two (J. J. Fux,
Gradus ad Parnassum, 1725). Of all ways through a sequence the cheapest is taken (A. Viterbi, 1967).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

import attrs

from phantom_core.theory.chord import Chord

__all__ = ["BASS_RANGE", "UPPER_RANGE", "Voicing", "has_parallels", "lead"]

BASS_RANGE: Final = range(36, 53)
"""Where the lowest voice goes: C2 to E3."""

UPPER_RANGE: Final = range(53, 78)
"""Where the three upper voices go: F3 to F5."""

_PERFECT: Final = frozenset({0, 7})
_WIDEST: Final = 14
_CENTRE: Final = 65
_FORBIDDEN: Final = 10_000.0
_LEAP: Final = 7


@attrs.frozen
class Voicing:
    """A chord as four voices sing it, by their MIDI numbers.

    Attributes:
        upper: the three upper voices, from below.
    """

    bass: int
    upper: tuple[int, int, int]

    @property
    def top(self) -> int:
        """The highest voice."""
        return self.upper[-1]


def has_parallels(one: Voicing, other: Voicing) -> bool:
    """Whether the outer voices go in parallel fifths or octaves from one chord to another."""
    below, above = other.bass - one.bass, other.top - one.top
    if below * above <= 0:
        return False
    before, after = (one.top - one.bass) % 12, (other.top - other.bass) % 12
    return before == after and before in _PERFECT


def lead(chords: Sequence[Chord]) -> tuple[Voicing, ...]:
    """Give each chord a voicing, so that all voices together move the least."""
    if not chords:
        return ()
    layers = [tuple(_voicings(chord)) for chord in chords]
    costs = [_comfort(voicing) for voicing in layers[0]]
    ways: list[list[int]] = []
    for before, layer in pairwise(layers):
        best = [_best(costs, before, voicing) for voicing in layer]
        ways.append([place for _, place in best])
        costs = [cost + _comfort(each) for (cost, _), each in zip(best, layer, strict=True)]
    place = costs.index(min(costs))
    path = [place]
    for way in reversed(ways):
        path.append(way[path[-1]])
    return tuple(layer[at] for layer, at in zip(layers, reversed(path), strict=True))


def _best(costs: Sequence[float], before: Sequence[Voicing], now: Voicing) -> tuple[float, int]:
    priced = (
        (cost + _motion(voicing, now), place)
        for place, (cost, voicing) in enumerate(zip(costs, before, strict=True))
    )
    return min(priced)


def _voicings(chord: Chord) -> Iterator[Voicing]:
    """All ways of singing a chord: its telling tones above, its bass below."""
    classes, needed = frozenset(chord.pitch_classes), frozenset(chord.essential[:3])
    # A triad is told by all its tones, a power chord by the two that it has.
    least = min(len(needed), 3)
    pitches = [pitch for pitch in UPPER_RANGE if pitch % 12 in classes]
    basses = [pitch for pitch in BASS_RANGE if pitch % 12 == chord.lowest.pitch_class]
    for upper in combinations(pitches, 3):
        if upper[2] - upper[0] > _WIDEST or len({pitch % 12 for pitch in upper} & needed) < least:
            continue
        for bass in basses:
            yield Voicing(bass, upper)


def _comfort(voicing: Voicing) -> float:
    """How far it is from the middle, and how close its voices are to each other."""
    low, middle, high = voicing.upper
    crowded = 2.0 * ((middle - low <= 1) + (high - middle <= 1))
    return 0.15 * abs(middle - _CENTRE) + crowded


def _motion(one: Voicing, other: Voicing) -> float:
    if has_parallels(one, other):
        return _FORBIDDEN
    moved = [abs(was - now) for was, now in zip(one.upper, other.upper, strict=True)]
    leaps = sum(step > _LEAP for step in moved)
    return sum(moved) + 4.0 * leaps + 0.3 * abs(one.bass - other.bass)
