"""A project as one file: a conductor's track, and a track for each stem.

The file has one tempo, that of the project. A segment that says how fast it is, by tempos of its
own or by ticks that are parts of a second, is heard as fast as it says: its ticks become those that
are then at the same moments, and its tempos are not needed any more. A segment that does not say it
was written for the project: its quarters are quarters of the project. The pieces of a segment of
format 2 all begin with it.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import Final

import attrs

from phantom_core.kernel import Bpm, Checked, Fault, Invalid, Milliseconds, between, ruled
from phantom_core.studio.midi.content import MOST_TICKS, Content, Track
from phantom_core.studio.midi.event import Event
from phantom_core.studio.midi.events import Events
from phantom_core.studio.midi.splitting import pairs
from phantom_core.studio.midi.timing import has_tempo, tempo_map

__all__ = ["MixedSegment", "MixedStem", "mix"]

_LEAST_TICKS: Final = 960
_MICROSECONDS_A_MINUTE: Final = 60_000_000
_MILLION: Final = 1_000_000
_SYSTEM, _KIND, _CHANNEL, _OFF, _ON = 0xF0, 0xF0, 0x0F, 0x80, 0x90
_KEY: Final = bytes((0xFF, 0x59))
_LEFT_OUT: Final = (_KEY, *(bytes((0xFF, kind)) for kind in (0x00, 0x03, 0x2F, 0x51, 0x54, 0x58)))
"""What makes sense only where it came from, number, name, end, tempo, SMPTE offset and meter; and
the key, which the conductor tells.
"""


@attrs.frozen(kw_only=True)
class MixedSegment:
    """A segment of a stem; what would sound at `end_ms` or later is not heard.

    Attributes:
        start_ms: where it begins in the project.
    """

    start_ms: Milliseconds
    end_ms: Milliseconds
    content: Content

    def __attrs_post_init__(self) -> None:
        """Demand that it lasts. Raises: Invalid."""
        if not 0 <= self.start_ms < self.end_ms:
            raise Invalid(Fault("end_ms", "must come after the start, which is 0 or later"))


@attrs.frozen(kw_only=True)
class MixedStem(Checked):
    """A stem.

    Attributes:
        channel: on which it all sounds, 0 to 15; as its segments say if None.
    """

    name: str
    channel: int | None = ruled(between(0, 15), default=None)
    segments: Sequence[MixedSegment] = ()


def mix(*, tempo: Bpm, time_signature: tuple[int, int], stems: Sequence[MixedStem]) -> Content:
    """Make one file of format 1 of a project's stems, in their order.

    Notes that sound at the end of their segment end there. Where segments of a stem overlap, both
    are heard.

    Raises: Invalid, if there is no such time signature, or a segment lies too far in the future.
    """
    grid = _Grid.of(tempo, stems)
    numerator, denominator = time_signature
    meter = Event.of("timeSignature", 0, numerator=numerator, denominator=denominator)
    beat = Event.of("tempo", 0, microsecondsPerQuarter=grid.quarter)
    tracks = [_stem_track(stem, grid) for stem in stems]
    end = max((track.end or 0 for track in tracks), default=0)
    conductor = Track(events=Events.of([beat, meter, *_keys(stems, grid)]), end=end)
    return Content(format=1, division=grid.division, tracks=(conductor, *tracks))


@attrs.frozen
class _Grid:
    """The ticks of the project.

    Attributes:
        quarter: microseconds.
        division: ticks a quarter.
    """

    quarter: int
    division: int

    @classmethod
    def of(cls, tempo: Bpm, stems: Sequence[MixedStem]) -> "_Grid":
        """Find a division in which the ticks of segments at the project's tempo are whole ones."""
        contents = [segment.content for stem in stems for segment in stem.segments]
        own = [each.division for each in contents if isinstance(each.division, int)]
        common = lcm(*own)
        if common > MOST_TICKS:
            common = 1
        division = common * ceil(_LEAST_TICKS / common)
        return cls(round(_MICROSECONDS_A_MINUTE / tempo), division)

    def tick(self, seconds: Fraction) -> int:
        """The tick that is nearest to a moment."""
        return round(seconds * _MILLION * self.division / self.quarter)

    def places(self, segment: MixedSegment, track: int) -> Callable[[int], int]:
        """Where ticks of a track of a segment are in the project."""
        start = Fraction(segment.start_ms, 1000)
        division = segment.content.division
        if isinstance(division, int) and not has_tempo(segment.content, track):
            begin, ratio = self.tick(start), Fraction(self.division, division)
            return lambda tick: begin + round(tick * ratio)
        tempos = tempo_map(segment.content, track)
        return lambda tick: self.tick(start + tempos.exactly(tick))


def _keys(stems: Sequence[MixedStem], grid: _Grid) -> Iterator[Event]:
    """The keys that segments name; none where they contradict each other at one moment.

    Programs look for them in the first track alone, as for tempo and meter.
    """
    named: dict[int, set[bytes]] = {}
    for segment in (each for stem in stems for each in stem.segments):
        for number, track in enumerate(segment.content.tracks):
            place = grid.places(segment, number)
            for event in track.events:
                if event.message.startswith(_KEY) and (tick := place(event.time)) < _end(
                    segment, grid
                ):
                    named.setdefault(tick, set()).add(event.message)
    before = b""
    for tick, (message, *others) in sorted(named.items()):
        if not others and message != before:
            before = message
            yield Event(tick, message)


def _stem_track(stem: MixedStem, grid: _Grid) -> Track:
    segments = sorted(stem.segments, key=lambda segment: segment.start_ms)
    events = [
        event
        for segment in segments
        for number, track in enumerate(segment.content.tracks)
        for event in _heard(track, grid.places(segment, number), _end(segment, grid))
    ]
    events.sort(key=lambda event: event.time)
    if stem.channel is not None:
        events = [_on_channel(event, stem.channel) for event in events]
    ends = [_end(segment, grid) for segment in segments]
    return Track(name=stem.name, events=Events.of(events), end=max(ends, default=0))


def _end(segment: MixedSegment, grid: _Grid) -> int:
    return grid.tick(Fraction(segment.end_ms, 1000))


def _heard(track: Track, place: Callable[[int], int], end: int) -> Iterator[Event]:
    """The events of a track at their ticks in the project, up to the end of the segment."""
    begins = {last: first for first, last in pairs(track)}
    sounding: dict[int, bytes] = {}
    for number, event in enumerate(track.events):
        tick = place(event.time)
        if _ends(event.message):
            if sounding.pop(begins.get(number, -1), None) is not None:
                yield Event(min(tick, end), event.message)
        elif tick < end and not event.message.startswith(_LEFT_OUT):
            if event.message[0] & _KIND == _ON:
                sounding[number] = event.message
            yield Event(tick, event.message)
    for message in sounding.values():
        yield Event(end, bytes((message[0] & _CHANNEL | _OFF, message[1], 64)))


def _ends(message: bytes) -> bool:
    kind = message[0] & _KIND
    return kind == _OFF or (kind == _ON and not message[2])


def _on_channel(event: Event, channel: int) -> Event:
    status = event.message[0]
    if status >= _SYSTEM:
        return event
    return event._replace(message=bytes((status & _KIND | channel,)) + event.message[1:])
