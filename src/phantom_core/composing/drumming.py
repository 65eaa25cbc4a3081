"""Drums: a pattern for each style, and fills where a section ends."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

from phantom_core.composing.asking import Brief, Meter
from phantom_core.composing.piece import STEP, Played, Section

__all__ = ["PATTERNS", "drum"]

_SOUNDS: Final = {
    "kick": 36,
    "rim": 37,
    "snare": 38,
    "clap": 39,
    "hat": 42,
    "open hat": 46,
    "ride": 51,
    "shaker": 70,
    "conga": 63,
}
_CRASH: Final = 49
_SNARE: Final = 38
_TOMS: Final = (50, 47, 45)
_FORCE: Final = {"X": 104, "x": 84, "o": 52}
_SPREAD: Final = 5
_LENGTH: Final = STEP // 2
_BAR: Final = 16

PATTERNS: Final[Mapping[str, Mapping[str, str]]] = {
    "pop": {
        "kick": "X.......X.x.....",
        "snare": "....X.......X...",
        "hat": "x.o.x.o.x.o.x.o.",
    },
    "rock": {
        "kick": "X.......X.X.....",
        "snare": "....X.......X...",
        "hat": "X.x.X.x.X.x.X.x.",
    },
    "metal": {
        "kick": "X.xxX.xxX.xxX.xx",
        "snare": "....X.......X...",
        "ride": "X...X...X...X...",
    },
    "jazz": {
        "kick": "o.......o.......",
        "hat": "....x.......x...",
        "ride": "x...X.x.x...X.x.",
    },
    "shuffle": {
        "kick": "X.......X.......",
        "snare": "....X.......X...",
        "hat": "x.o.x.o.x.o.x.o.",
    },
    "funk": {
        "kick": "X.X.......X..X..",
        "snare": "....X..o.o..X..o",
        "hat": "xoxoxoxoxoxoxoxo",
    },
    "lo-fi": {
        "kick": "X......x..X.....",
        "snare": "....x.......x...",
        "hat": "o.o.o.o.o.o.o.oo",
    },
    "hip hop": {
        "kick": "X..x......X.....",
        "snare": "....X.......X...",
        "hat": "x.o.x.o.x.o.x.oo",
    },
    "trap": {
        "kick": "X.....x...X.....",
        "clap": "........X.......",
        "hat": "x.x.x.xxx.x.xxxx",
    },
    "house": {
        "kick": "X...X...X...X...",
        "clap": "....X.......X...",
        "open hat": "..x...x...x...x.",
        "hat": "o.o.o.o.o.o.o.o.",
    },
    "breakbeat": {
        "kick": "X.........X.....",
        "snare": "....X..o.o..X...",
        "hat": "x.x.x.x.x.x.x.x.",
    },
    "country": {
        "kick": "X.......X.......",
        "snare": "....X.......X...",
        "hat": "x.x.x.x.x.x.x.x.",
    },
    "one drop": {
        "kick": "........X.......",
        "rim": "........X.......",
        "hat": "x.x.x.x.x.x.x.x.",
    },
    "bossa": {
        "kick": "X..xX..xX..xX..x",
        "rim": "x..x..x...x..x..",
        "shaker": "o.o.o.o.o.o.o.o.",
    },
    "latin": {
        "kick": "X.....x.X.....x.",
        "rim": "x..x..x...x.x...",
        "conga": "....x.xx....x.xx",
        "shaker": "o.o.o.o.o.o.o.o.",
    },
}
"""By name, for each sound a bar of sixteenths in four-four time: `X` loud, `x` plain, `o` soft."""


def drum(brief: Brief, form: Sequence[Section]) -> tuple[Played, ...]:
    """The drums of a piece; in its introduction only what keeps the time."""
    rng = Random(f"drums {brief.seed}")  # noqa: S311 - replayed by its seed
    force = brief.mood.force if brief.mood else 0
    hits: list[Played] = []
    for section in form:
        for bar in range(section.bars):
            start = (section.bar - 1 + bar) * brief.meter.steps
            ends = bar == section.bars - 1 and section.bars > 1
            hits += [
                Played((start + place) * STEP, pitch, _LENGTH, _loud(loud + force, rng))
                for place, pitch, loud in _bar(brief, section, ends=ends, rng=rng)
            ]
        if section.name != "intro":
            first = (section.bar - 1) * brief.meter.steps * STEP
            hits.append(Played(first, _CRASH, _LENGTH, _loud(_FORCE["x"] + force, rng)))
    return tuple(hits)


_Hits = Iterator[tuple[int, int, int]]


def _bar(brief: Brief, section: Section, *, ends: bool, rng: Random) -> _Hits:
    filled = _half(brief.meter) if ends and section.name != "outro" else brief.meter.steps
    for sound, line in _pattern(brief).items():
        if section.name == "intro" and sound in {"kick", "snare", "clap"}:
            continue
        for place, mark in enumerate(line):
            if mark != "." and place < filled:
                yield place, _SOUNDS[sound], _FORCE[mark]
    if filled < brief.meter.steps:
        yield from _fill(range(filled, brief.meter.steps, 2), rng)


def _fill(places: range, rng: Random) -> _Hits:
    """From the snare down over the toms."""
    for count, place in enumerate(places):
        tom = _TOMS[min(len(_TOMS) - 1, count * len(_TOMS) // len(places))]
        yield place, _SNARE if count == 0 else tom, _FORCE["x"] + 4 * count
        if rng.random() < 0.4:  # noqa: PLR2004 - now and then a sixteenth between
            yield place + 1, tom, _FORCE["o"]


def _half(meter: Meter) -> int:
    return max(1, len(meter.pulses) // 2) * meter.pulse


def _pattern(brief: Brief) -> Mapping[str, str]:
    known = PATTERNS[brief.style.drums or "pop"]
    return known if brief.meter.steps == _BAR and brief.meter.pulse != 6 else _plain(brief.meter)  # noqa: PLR2004


def _plain(meter: Meter) -> Mapping[str, str]:
    """What fits every meter: the first pulse, the ones after it, and the eighths between."""
    kick = ["."] * meter.steps
    snare, hat = kick.copy(), kick.copy()
    kick[0] = "X"
    back = [*meter.pulses][1::2] if len(meter.pulses) % 2 == 0 else [*meter.pulses][1:]
    for place in back:
        snare[place] = "x"
    for place in range(0, meter.steps, 2):
        hat[place] = "x" if place in meter.pulses else "o"
    return {"kick": "".join(kick), "snare": "".join(snare), "hat": "".join(hat)}


def _loud(velocity: int, rng: Random) -> int:
    return max(1, min(127, velocity + rng.randint(-_SPREAD, _SPREAD)))
