"""Seconds, which are derived: ticks are the truth."""

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from phantom_core.kernel import Seconds
from phantom_core.studio.midi.content import Content, Smpte
from phantom_core.studio.midi.messages import describe

__all__ = ["Meter", "Tempo", "TempoMap", "has_tempo", "length", "meter_map", "tempo_map"]

_USUAL_TEMPO: Final = 500_000
_TEMPO, _METER = b"\xff\x51", b"\xff\x58"
_MICROSECONDS: Final = 1_000_000
_PIECES: Final = 2
_FILM: Final = {29: Fraction(30_000, 1001)}
"""What 29 frames a second mean: 30 with some numbers left out (SMPTE 12M, drop frame)."""


@attrs.frozen(kw_only=True)
class Tempo:
    """A tempo, from a tick on.

    Attributes:
        tick: where it begins.
        at: the same, in seconds from the beginning.
        microseconds_per_quarter: 0 to 16,777,215; None where ticks are parts of a second.
        tick_length: in seconds.
    """

    tick: int
    at: Fraction
    microseconds_per_quarter: int | None
    tick_length: Fraction

    @property
    def bpm(self) -> float | None:
        """Quarter notes a minute; None where no tempo says that, or one of no length."""
        tempo = self.microseconds_per_quarter
        return 60 * _MICROSECONDS / tempo if tempo else None


@attrs.frozen
class TempoMap:
    """Where ticks are in time.

    Attributes:
        tempos: in their order, the first at tick 0, no two at one tick.
    """

    tempos: tuple[Tempo, ...]
    _ticks: list[int] = attrs.field(init=False, repr=False, eq=False)
    _seconds: list[Fraction] = attrs.field(init=False, repr=False, eq=False)

    @_ticks.default
    def _list_ticks(self) -> list[int]:
        return [tempo.tick for tempo in self.tempos]

    @_seconds.default
    def _list_seconds(self) -> list[Fraction]:
        return [tempo.at for tempo in self.tempos]

    def seconds(self, tick: int) -> Seconds:
        """Where a tick is, in seconds from the beginning."""
        return Seconds(float(self.exactly(tick)))

    def exactly(self, tick: int) -> Fraction:
        """The same, without rounding."""
        tempo = self.tempos[bisect_right(self._ticks, tick) - 1]
        return tempo.at + (tick - tempo.tick) * tempo.tick_length

    def tick(self, seconds: float | Fraction) -> int:
        """The tick that is nearest to a moment; the last of several at one moment."""
        tempo = self.tempos[bisect_right(self._seconds, seconds) - 1]
        if not tempo.tick_length:
            return tempo.tick
        return tempo.tick + round((Fraction(seconds) - tempo.at) / tempo.tick_length)


@attrs.frozen(kw_only=True)
class Meter:
    """A time signature, from a tick on."""

    tick: int
    numerator: int
    denominator: int


def tempo_map(content: Content, track: int = 0) -> TempoMap:
    """The tempos of a file: of all its tracks, or in format 2 of the one that is asked for.

    Until the first, 120 quarters a minute; of two at one tick the later in the file counts. Where
    ticks are parts of a second, tempos change nothing.
    """
    division = content.division
    if isinstance(division, Smpte):
        fps = division.frames_per_second
        tick_length = 1 / (_FILM.get(fps, Fraction(fps)) * division.ticks_per_frame)
        return TempoMap((_first(None, tick_length),))
    stated = {0: _USUAL_TEMPO}
    for tick, message in _found(content, track, _TEMPO):
        stated[tick] = int.from_bytes(message[_PIECES:], "big")
    tempos: list[Tempo] = []
    for tick, tempo in sorted(stated.items()):
        tick_length = Fraction(tempo, _MICROSECONDS * division)
        if tempos:
            last = tempos[-1]
            at = last.at + (tick - last.tick) * last.tick_length
            tempos.append(
                Tempo(tick=tick, at=at, microseconds_per_quarter=tempo, tick_length=tick_length)
            )
        else:
            tempos.append(_first(tempo, tick_length))
    return TempoMap(tuple(tempos))


def meter_map(content: Content, track: int = 0) -> tuple[Meter, ...]:
    """The time signatures of a file, taken as `tempo_map` takes tempos; 4/4 until the first."""
    meters = {0: Meter(tick=0, numerator=4, denominator=4)}
    for tick, message in _found(content, track, _METER):
        told = describe(message)
        meters[tick] = Meter(
            tick=tick, numerator=told["numerator"], denominator=told["denominator"]
        )
    return tuple(meter for _, meter in sorted(meters.items()))


def has_tempo(content: Content, track: int = 0) -> bool:
    """Whether a file says how fast it is, by a tempo or by ticks that are parts of a second."""
    return isinstance(content.division, Smpte) or any(_found(content, track, _TEMPO))


def length(content: Content) -> Seconds:
    """How long a file lasts: to the end of its last track."""
    maps = [tempo_map(content, number) for number in range(_maps(content))]
    ends = [max(track.end or 0, track.events.last) for track in content.tracks]
    return max(
        (maps[min(number, len(maps) - 1)].seconds(end) for number, end in enumerate(ends)),
        default=Seconds(0.0),
    )


def _maps(content: Content) -> int:
    """How many tempo maps a file has."""
    return len(content.tracks) if content.format == _INDEPENDENT else 1


_INDEPENDENT: Final = 2


def _first(tempo: int | None, tick_length: Fraction) -> Tempo:
    return Tempo(tick=0, at=Fraction(0), microseconds_per_quarter=tempo, tick_length=tick_length)


def _found(content: Content, track: int, kind: bytes) -> Iterator[tuple[int, bytes]]:
    """The meta events of a kind that mean something, with their ticks."""
    own = content.format == _INDEPENDENT
    for each in content.tracks[track : track + 1] if own else content.tracks:
        for tick, message in zip(each.events.times, each.events.messages, strict=True):
            if message.startswith(kind) and describe(message)["type"] != "meta":
                yield tick, message
