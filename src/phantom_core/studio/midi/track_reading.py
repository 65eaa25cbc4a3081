"""Reading a track.

The loop takes for granted that what looks like a message is one. All messages are looked at
afterwards, each kind once, and the rare track that holds something else is read again up to there.
"""

from bisect import bisect_right
from itertools import compress, count
from operator import eq
from typing import Final

import attrs

from phantom_core.studio.midi.columns import Columns
from phantom_core.studio.midi.content import Misstated, Track, Unread
from phantom_core.studio.midi.event import LAST_TICK, Oddity
from phantom_core.studio.midi.messages import no_messages
from phantom_core.studio.midi.varlen import NotAQuantity, varlen, varlen_at

__all__ = ["read_track"]

_STATUS, _SYSTEM, _META = 0x80, 0xF0, 0xFF
_SHORT: Final = range(0xC0, 0xE0)
_SYSEX: Final = (0xF0, 0xF7)
_USUAL: Final = Oddity()


class _NoEvent(ValueError):
    """What follows is no event; says why."""


def read_track(body: bytes, length: Misstated | None = None) -> Track:
    """Read the body of a track chunk; what follows the first fault is kept unread."""
    reading = _Reading(body)
    reading.run(len(body))
    if (sound := reading.sound()) is not None:
        reading = _Reading(body)
        reading.run(sound)
    running = reading.learn_habit()
    columns = reading.columns
    end, name = columns.take_end(), columns.take_name()
    return Track(
        events=columns.events(),
        name=name,
        end=end,
        running=running,
        length=length,
        unread=reading.unread(),
    )


class _Reading:
    """Where the reading of a track stands, and what was read."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0
        self._reason = "an event is cut off or lacks data"
        self._left_out: list[int] = []  # the places of events without their status
        self.columns = Columns()

    def run(self, most: int) -> None:
        """Read so many events, or as many as there are."""
        try:
            self._run(most)
        except IndexError:
            pass  # the track ends here, as it should or within an event
        except (_NoEvent, NotAQuantity) as fault:
            self._reason = str(fault)

    def _run(self, most: int) -> None:
        body, left_out = self._body, self._left_out
        times, messages = self.columns.times, self.columns.messages
        at = time = size = 0
        prefix = b""
        for place in range(most):
            self._at = at
            delta = body[at]
            at += 1
            if delta >= _STATUS:
                low = body[at]
                if low < _STATUS < delta:
                    delta = (delta & 0x7F) << 7 | low
                    at += 1
                else:
                    delta, at = self._delta(at)
            time += delta
            status = body[at]
            if status < _STATUS:
                left_out.append(place)
                message = prefix + body[at : at + size]
                at += size
            elif status < _SYSTEM:
                size = 1 if status in _SHORT else 2
                message = body[at : at + 1 + size]
                at += 1 + size
                prefix = message[:1]
            else:
                message, at = self._system(status, at)
            times.append(time)
            messages.append(message)
        self._at = at

    def _delta(self, at: int) -> tuple[int, int]:
        """The delta time that began a byte before, where it has more than two, or is padded."""
        delta, end = varlen_at(self._body, at - 1)
        if end - at + 1 > len(varlen(delta)):
            self.columns.odds[len(self.columns.times)] = Oddity(delta_bytes=end - at + 1)
        return delta, end

    def _system(self, status: int, at: int) -> tuple[bytes, int]:
        """A meta or system exclusive event."""
        if status != _META and status not in _SYSEX:
            raise _NoEvent(f"the status {status:02x} has no place in a file")
        begin = at + (2 if status == _META else 1)
        length, end = varlen_at(self._body, begin)
        if length > len(self._body) - end:
            raise _NoEvent(f"an event that says that it has {length} bytes is cut off")
        if end - begin > len(varlen(length)):
            place = len(self.columns.times)
            odd = self.columns.odds.get(place, _USUAL)
            self.columns.odds[place] = attrs.evolve(odd, length_bytes=end - begin)
        return self._body[at:begin] + self._body[end : end + length], end + length

    def sound(self) -> int | None:
        """How many events come before the first that is none or too late, if there is such."""
        unsound = no_messages(self.columns.share())
        in_time = bisect_right(self.columns.times, LAST_TICK)
        if not unsound and in_time == len(self.columns.times):
            return None
        places = (place for place, each in enumerate(self.columns.messages) if each in unsound)
        return min(in_time, next(places, in_time))

    def unread(self) -> Unread | None:
        """What follows the events."""
        rest = self._body[self._at :]
        return Unread(reason=self._reason, data=rest) if rest else None

    def learn_habit(self) -> bool:
        """Whether the track leaves statuses out, where that of the event before is the same.

        Events that do not as the track does are marked.
        """
        if not self._left_out:
            return False
        statuses = [message[0] for message in self.columns.messages]
        same = compress(count(1), map(eq, statuses, statuses[1:]))
        could_be = [place for place in same if statuses[place] < _SYSTEM]
        if could_be == self._left_out:
            return True
        chances, taken = set(could_be), set(self._left_out)
        running = len(taken & chances) > len(chances - taken)
        for place in taken ^ chances if running else taken:
            odd = self.columns.odds.get(place, _USUAL)
            self.columns.odds[place] = attrs.evolve(odd, runs=place in taken)
        return running
