"""Writing the body of a track."""

from typing import Final

from phantom_core.studio.midi.content import Track
from phantom_core.studio.midi.event import Oddity
from phantom_core.studio.midi.events import Events
from phantom_core.studio.midi.messages import END_OF_TRACK, TRACK_NAME
from phantom_core.studio.midi.varlen import LARGEST, varlen

__all__ = ["write_track"]

_SYSTEM, _META = 0xF0, 0xFF
_PAUSE: Final = varlen(LARGEST) + b"\xff\x01\x00"
"""An empty text, as far on as one event may be from another."""

_USUAL: Final = Oddity()


def write_track(track: Track) -> bytes:
    """Write the events of a track, with its name and its end.

    Events that are further apart than a file can say have empty texts between them.
    """
    writing = _Writing(running=track.running)
    if track.name is not None:
        writing.write_system(0, TRACK_NAME + track.name.encode())
    writing.write(track.events)
    if track.end is not None:
        writing.write_system(track.end, END_OF_TRACK)
    unread = b"" if track.unread is None else track.unread.data
    return bytes(writing.out) + unread


class _Writing:
    """Where the writing of a track stands."""

    def __init__(self, *, running: bool) -> None:
        self.out = bytearray()
        self._running = running
        self._time = 0
        self._before = 0  # the status of the event before, if that is one of a channel
        self._status = 0  # the last status of a channel

    def write(self, events: Events) -> None:
        """Write events, most of which are of a channel and written as usual."""
        out = self.out
        for time, message, odd in zip(events.times, events.messages, events.odds, strict=True):
            status = message[0]
            delta = time - self._time
            if odd is not None or status >= _SYSTEM or delta > LARGEST:
                self._write_odd(time, message, odd or _USUAL)
                continue
            out += varlen(delta)
            out += message[1:] if self._running and status == self._before else message
            self._time = time
            self._before = self._status = status

    def write_system(self, time: int, message: bytes, odd: Oddity = _USUAL) -> None:
        """Write a meta or system exclusive event, whose data have a length."""
        self._write_delta(time, odd)
        head = 2 if message[0] == _META else 1
        self.out += message[:head]
        self.out += varlen(len(message) - head, odd.length_bytes)
        self.out += message[head:]
        self._before = 0

    def _write_odd(self, time: int, message: bytes, odd: Oddity) -> None:
        status = message[0]
        if status >= _SYSTEM:
            self.write_system(time, message, odd)
            return
        self._write_delta(time, odd)
        usual = self._running and status == self._before
        runs = usual if odd.runs is None else odd.runs and status == self._status
        self.out += message[1:] if runs else message
        self._before = self._status = status

    def _write_delta(self, time: int, odd: Oddity) -> None:
        delta = time - self._time
        while delta > LARGEST:
            self.out += _PAUSE
            self._before = 0
            delta -= LARGEST
        self.out += varlen(delta, odd.delta_bytes)
        self._time = time
