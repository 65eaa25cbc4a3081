"""A crowd in one chat room: readers that note when each message comes, and those who send them."""

import re
import selectors
import time
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from tests.benchmarks.live.readers import Reader

__all__ = ["Audience", "Listener", "Speaker"]

_STAMP: Final = re.compile(rb"#(\d+)#")
_LONGEST_STAMP: Final = 40
_ANSWER: Final = b'"reply":"m","ok":true'


class Listener(Reader):
    """Reads a chat room; notes how long each message took, in seconds."""

    delays: list[float]
    _rest: bytes = b""

    def begin(self, topic: str) -> None:
        """Join the room, and read from now on without waiting."""
        self.delays = []
        self.send(f'{{"id":"j","type":"session.join","topic":"{topic}"}}')
        next(each for each in self.messages() if each.get("reply") == "j")

    def pump(self) -> bool:
        """Take in what has come."""
        try:
            came = self.plain.recv(1 << 18)
        except BlockingIOError:
            return True
        now, end, whole = time.monotonic_ns(), 0, self._rest + came
        for found in _STAMP.finditer(whole):
            self.delays.append((now - int(found[1])) / 1e9)
            end = found.end()
        self._rest = whole[end:][-_LONGEST_STAMP:]
        return bool(came)


class Speaker(Reader):
    """Sends messages, each once the one before is answered; is in no topic but its own."""

    topic = ""
    answered = 0
    sent = 0
    _rest: bytes = b""

    def speak(self) -> None:
        """Send a message of some eighty characters that says when it was sent."""
        self.sent += 1
        text = f"#{time.monotonic_ns()}# {'la ' * 20}"
        data = f'{{"clientId":"{id(self)}-{self.sent}","content":"{text}"}}'
        self.send(f'{{"id":"m","type":"chat.message","topic":"{self.topic}","data":{data}}}')

    def pump(self) -> bool:
        """Count the answers that have come."""
        try:
            came = self.plain.recv(1 << 18)
        except BlockingIOError:
            return True
        whole = self._rest + came
        self.answered += whole.count(_ANSWER)
        self._rest = whole[whole.rfind(_ANSWER) + 1 :][-len(_ANSWER) + 1 :]
        return bool(came)


@attrs.frozen
class Audience:
    """All of them, watched together."""

    listeners: Sequence[Listener]
    speakers: Sequence[Speaker]

    @property
    def under_way(self) -> float:
        """How many messages are on their way, of those that have been sent."""
        heard = sum(len(each.delays) for each in self.listeners)
        return sum(each.sent for each in self.speakers) - heard / len(self.listeners)

    def run(self, seconds: float, speak: Callable[[float], None]) -> float:
        """Let them talk for some seconds, and read all of it; answer how long that took.

        `speak` is told how many seconds have passed, and has those speak whose turn it is.
        """
        with selectors.DefaultSelector() as selector:
            for each in (*self.listeners, *self.speakers):
                each.plain.setblocking(False)  # noqa: FBT003 - as sockets have it
                selector.register(each.plain, selectors.EVENT_READ, each)
            begun = time.monotonic()
            while (passed := time.monotonic() - begun) < seconds:
                speak(passed)
                _read(selector, 0.001)
            while self.under_way:
                _read(selector, 0.1)
            return time.monotonic() - begun


def _read(selector: selectors.BaseSelector, patience: float) -> None:
    for key, _ in selector.select(patience):
        if not key.data.pump():
            raise EOFError("the server has closed a connection")
