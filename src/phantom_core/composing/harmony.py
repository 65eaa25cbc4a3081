"""Harmony: the chords of a piece, phrase by phrase."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

import attrs

from phantom_core.composing.asking import Brief
from phantom_core.composing.form import phrases
from phantom_core.composing.piece import STEP, Section
from phantom_core.composing.progressions import CLOSES, FOLLOWS, OPENS
from phantom_core.theory import Chord, Mode
from phantom_core.theory.degrees import diatonic

__all__ = ["Slot", "harmonise"]

_FOUR_TONES: Final = 4
_BLUES_BARS: Final = (0, 0, 0, 0, 3, 3, 0, 0, 4, 3, 0, 4)
_FIFTH: Final = (4, 7)
_DOMINANT: Final = 4
_COLOURS: Final = {"": ("add9", "sus4", "sus2"), "m": ("madd9",), "m7": ("m9",), "maj7": ("maj9",)}


@attrs.frozen(kw_only=True)
class Slot:
    """A chord and when it sounds, in ticks."""

    chord: Chord
    start: int
    duration: int

    @property
    def end(self) -> int:
        """When the next one comes."""
        return self.start + self.duration


def harmonise(brief: Brief, form: Sequence[Section]) -> tuple[Slot, ...]:
    """The chords of a piece. Sections of one name have the same, but the last one closes."""
    writer = _Writer(brief)
    bar = brief.meter.steps * STEP
    slots: list[Slot] = []
    for place, section in enumerate(form):
        closed = place == len(form) - 1 or form[place + 1].name == "outro"
        start = (section.bar - 1) * bar
        for chord, length in writer.section(section, closed=closed):
            slots.append(Slot(chord=chord, start=start, duration=length * STEP))
            start += length * STEP
    return tuple(_joined(slots))


def _joined(slots: Sequence[Slot]) -> Iterator[Slot]:
    """The same chord twice in a row, within a bar or two, is one that lasts."""
    before: Slot | None = None
    for slot in slots:
        if before is None:
            before = slot
        elif before.chord == slot.chord and before.duration == slot.duration:
            before = attrs.evolve(before, duration=before.duration + slot.duration)
        else:
            yield before
            before = slot
    if before is not None:
        yield before


_Timed = Sequence[tuple[Chord, int]]


class _Writer:
    """Writes the chords of sections; what was written once comes again."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.key = brief.key
        self.style = brief.style
        self.mood = brief.mood

    def section(self, section: Section, *, closed: bool) -> _Timed:
        """The chords of a section, each with its length in sixteenths."""
        name = "A" if section.name in {"intro", "outro"} else section.name
        rng = Random(f"chords {name} {self.brief.seed}")  # noqa: S311 - replayed by its seed
        bar = self.brief.meter.steps
        if self.style.name == "blues" and section.bars == len(_BLUES_BARS):
            return [(self._blue(degree), bar) for degree in self._blues(closed=closed)]
        timed: list[tuple[Chord, int]] = []
        lengths = phrases(section.bars)
        for place, bars in enumerate(lengths):
            ends = place == len(lengths) - 1 and closed
            closes = ends or section.name == "outro"
            away = place == 0 and name == "B"
            timed += self._phrase(self._paced(bars), rng, closed=closes, away=away)
        return timed

    def _paced(self, bars: int) -> list[int]:
        """How long the chords of a phrase are; a slow pace never leaves fewer than two."""
        bar = self.brief.meter.steps
        pace = min(self.style.pace, max(1, bars // 2))
        lengths = [bar * pace] * (bars // pace)
        if bars % pace:
            lengths.append(bar * (bars % pace))
        if self.style.size == _FOUR_TONES and pace == 1 and len(lengths) > 2:  # noqa: PLR2004
            half = len(self.brief.meter.pulses) // 2 * self.brief.meter.pulse
            if half:
                lengths[-2:-1] = [half, bar - half]
        return lengths

    def _phrase(self, lengths: list[int], rng: Random, *, closed: bool, away: bool) -> _Timed:
        degrees = self._degrees(len(lengths), rng, closed=closed, away=away)
        chords = [
            self._chord(degree, degrees[place + 1 : place + 2], rng)
            for place, degree in enumerate(degrees)
        ]
        self._apply(chords, degrees, rng)
        return list(zip(chords, lengths, strict=True))

    def _degrees(self, count: int, rng: Random, *, closed: bool, away: bool) -> list[int]:
        """Degrees from the tonic, or away from it, to the end of the phrase."""
        mode = self.key.mode
        last = 0 if closed else _drawn(OPENS[mode], rng)
        ending = [_drawn(CLOSES[mode], rng), 0] if closed else [last]
        degrees = [_drawn(FOLLOWS[mode][0], rng) if away else 0]
        while len(degrees) < count - len(ending):
            follows = FOLLOWS[mode][degrees[-1]]
            degrees.append(
                _drawn({each: self._liked(each) * w for each, w in follows.items()}, rng)
            )
        if degrees[-1] == ending[0] and len(degrees) > 1:
            # What leads to the ending is another chord than the first of it.
            others = [each for each in FOLLOWS[mode][degrees[-2]] if each != ending[0]]
            degrees[-1] = rng.choice(others or [0])
        whole = [*degrees, *ending]
        return whole[:1] if count == 1 and closed else whole[-count:]

    def _liked(self, degree: int) -> float:
        """How much the mood likes a degree, by the kind of its chord."""
        if self.mood is None:
            return 1.0
        bright = self.mood.bright if not diatonic(self.key, degree).is_minor else 1.0
        return bright * (self.mood.dominant if degree == _DOMINANT else 1.0)

    def _chord(self, degree: int, following: Sequence[int], rng: Random) -> Chord:
        """The chord on a degree, as the style has it."""
        size = self.style.size
        chord = diatonic(self.key, degree, size)
        leads = not following or following[0] == 0
        if degree == _DOMINANT and self.key.mode is Mode.MINOR and leads:
            return Chord(chord.root, "7" if size >= _FOUR_TONES else "")
        chance, turned = rng.random(), rng.random()
        if self.style.name == "metal" and chord.quality in {"", "m"}:
            return Chord(chord.root, "5")
        if chance < self.style.colour and degree != _DOMINANT:
            coloured = [
                Chord(chord.root, quality)
                for quality in _COLOURS.get(chord.quality, ())
                if set(Chord(chord.root, quality).pitch_classes) <= self.key.pitch_classes
            ]
            return coloured[int(turned * len(coloured))] if coloured else chord
        if turned < self.style.turned and degree and following and chord.quality in {"", "m"}:
            return Chord(chord.root, chord.quality, chord.tones[1])
        return chord

    def _apply(self, chords: list[Chord], degrees: Sequence[int], rng: Random) -> None:
        """Put the dominant of a chord before it, where the style likes that."""
        for place in range(1, len(chords) - 2):
            goal = chords[place + 1]
            if rng.random() >= self.style.applied or not degrees[place + 1] or goal.bass:
                continue
            if goal.quality.startswith(("m7b5", "dim")):
                continue
            chords[place] = Chord(goal.root.above(*_FIFTH), "7")

    def _blues(self, *, closed: bool) -> Sequence[int]:
        return (*_BLUES_BARS[:-1], 0) if closed else _BLUES_BARS

    def _blue(self, degree: int) -> Chord:
        """All chords of the blues have a small seventh."""
        minor = self.key.mode.is_minor and degree != _DOMINANT
        return Chord(self.key.scale[degree], "m7" if minor else "7")


def _drawn(weights: Mapping[int, float], rng: Random) -> int:
    return rng.choices([*weights], [*weights.values()])[0]
