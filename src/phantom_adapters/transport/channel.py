"""One topic in this process: who reads it here, and how far it has come."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from itertools import count
from typing import Final

from phantom_adapters.transport.deliveries import Deliveries
from phantom_adapters.transport.frames import Frame, joined
from phantom_adapters.transport.outbox import Outbox
from phantom_adapters.transport.settings import Pace
from phantom_adapters.transport.writer import Writer
from phantom_core.kernel import StoredEvent, Topic, UnknownEvent, UserId
from phantom_core.live import Notice, Resync, Roster, Signal

__all__ = ["Channel"]

_MOST_HELD: Final = 64 * 1024
_MOST_RECENT: Final = 256
_MOST_MISSED: Final = 1024
_COMING_BACK: Final = 2.0
_NEVER: Final = 1 << 63


def _see_nothing(_: StoredEvent) -> None:
    """Nobody looks."""


def _deaf_to_nobody(_: UserId) -> Collection[Outbox]:
    return ()


class Channel:
    """Tells what happens in one topic to its readers in this process, in order and once.

    Attributes:
        seq: the last event that was told; `None` until somebody has read where the topic stands.
        heard: the last event that is known to exist.
        readers: outboxes, each with the last event that it was told when it came in.
        joining: how many are about to come in.
        signals: how many signals there were.
        roster: who is seen here.
        writer: writes what is told.
    """

    def __init__(
        self,
        topic: Topic,
        writer: Writer,
        pace: Pace,
        *,
        on_event: Callable[[StoredEvent], None] = _see_nothing,
        deaf_to: Callable[[UserId], Collection[Outbox]] = _deaf_to_nobody,
        deliveries: Deliveries | None = None,
    ) -> None:
        """Tell what happens in `topic`, written by `writer`.

        `on_event` sees each event, once it is on its way. `deaf_to` says who wants to hear nothing
        of a speaker. What is told is counted in `deliveries`.
        """
        self.topic = topic
        self.writer = writer
        self.seq: int | None = None
        self.heard = 0
        self.readers: dict[Outbox, int] = {}
        self.joining = 0
        self.signals = 0
        self.roster = Roster()
        self._pace = pace
        self._on_event = on_event
        self._deaf_to = deaf_to
        self._deliveries = Deliveries() if deliveries is None else deliveries
        self._recent: deque[Frame] = deque(maxlen=_MOST_RECENT)
        self._missed: dict[int, Frame] = {}
        self._forgetting: asyncio.Handle | None = None
        self._words: dict[str, tuple[int, Frame]] = {}
        self._held: dict[Hashable, Frame] = {}
        self._numbers = count()
        self._held_size = 0
        self._spoke_at = float("-inf")
        self._timer: asyncio.Handle | None = None

    @property
    def idle(self) -> bool:
        """Whether nobody needs it."""
        return not (self.readers or self.joining or self.roster.here)

    @property
    def behind(self) -> bool:
        """Whether there are events that it has not been given."""
        return self.seq is not None and self.seq < self.heard

    def hear(self, seq: int) -> None:
        """Learn that there is an event with this number."""
        self.heard = max(self.heard, seq)

    def forget_rumours(self) -> None:
        """Learn that the log has nothing more than what was told."""
        self.heard = self.seq or 0

    def start(self, head: int) -> None:
        """Learn where the topic stands, as somebody has read it."""
        self.hear(head)
        if self.seq is None:
            self.seq = head

    def take(self, event: StoredEvent) -> None:
        """Tell an event, if it is the next one; an old one is told no more, a later one not yet."""
        self.hear(event.seq)
        if self.seq is None or event.seq != self.seq + 1:
            return
        self.seq = event.seq
        if isinstance(event.event, UnknownEvent):
            self._send_back(event.seq - 1)
        elif self.readers or self.joining:
            self._tell(self.writer.event(event))
        self._on_event(event)

    def skip(self, seq: int) -> None:
        """Learn that the log no longer has what should be told next, up to a number."""
        if self.seq is not None and self.seq < seq:
            self._send_back(self.seq)
            self.seq = seq

    def signal(self, signal: Signal) -> None:
        """Tell a signal; the last word on something is kept for those who are about to come in."""
        if not (self.readers or self.joining):
            return
        frame = self.writer.signal(signal, self.seq or 0)
        self.signals += 1
        if self.joining and frame.key is not None:
            self._words.pop(frame.key, None)
            self._words[frame.key] = self.signals, frame
        if self.readers:
            self._tell(frame)

    def admit(self, outbox: Outbox, seq: int, signals: int) -> bool:
        """Let a reader in that has everything up to `seq`; false if it must read on first.

        It knows what could be known when there had been so many `signals`, and is told the last
        words since then.
        """
        late = [frame for frame in self._recent if frame.seq > seq]
        missing = self.seq is not None and self.seq > seq
        if missing and (not late or late[0].seq != seq + 1):
            return False
        self.tell_some(outbox, [*late, *self._words_since(signals)])
        self.readers[outbox] = max(seq, self.seq or 0)
        return True

    def missed(self, event: StoredEvent) -> Frame:
        """An old event as it is told; written once for all who come in at about the same time."""
        frame = self._missed.get(event.seq) or self.writer.event(event)
        self._missed[event.seq] = frame
        if len(self._missed) > _MOST_MISSED:
            del self._missed[next(iter(self._missed))]
        return frame

    def tell_some(self, outbox: Outbox, frames: Sequence[Frame]) -> None:
        """Tell somebody who is no reader yet what they may hear of some frames, in one message."""
        heard = [each for frame in frames if (each := self._heard(outbox, frame)) is not None]
        if heard:
            outbox.send(joined(heard))

    def notify(self, outbox: Outbox, notice: Notice) -> None:
        """Tell somebody who is no reader, or no longer, how that is."""
        outbox.send(self.writer.notice(notice))

    def resync(self, outbox: Outbox, seq: int) -> None:
        """Have somebody who is no reader, and has everything up to `seq`, join again."""
        self.notify(outbox, Resync(topic=self.topic, seq=seq))

    def turn(self) -> None:
        """Say all that is held, and have those who are about to come in read it from the log."""
        self._speak()
        self._recent.clear()

    def settle(self) -> None:
        """Somebody who was about to come in is in, or has given up."""
        self.joining -= 1
        if not self.joining:
            self._recent.clear()
            self._words.clear()
            self._forget_missed_later()

    def close(self) -> None:
        """Say nothing more, and hear nothing more."""
        self.seq = None
        for timer in (self._timer, self._forgetting):
            if timer is not None:
                timer.cancel()

    def _forget_missed_later(self) -> None:
        """Those who have lost their connections at once come back one after the other."""
        if self._forgetting is not None:
            self._forgetting.cancel()
        loop = asyncio.get_running_loop()
        self._forgetting = loop.call_later(_COMING_BACK, self._missed.clear)

    def _words_since(self, signals: int) -> Iterator[Frame]:
        """The last words since there had been so many signals, save those that are told soon."""
        for key, (number, frame) in self._words.items():
            if number > signals and self._held.get(key) is not frame:
                yield frame

    def _tell(self, frame: Frame) -> None:
        if self.joining and frame.durable:
            self._recent.append(frame)
        key = next(self._numbers) if frame.key is None else frame.key
        replaced = self._held.pop(key, None)
        self._held[key] = frame
        self._held_size += frame.size - (0 if replaced is None else replaced.size)
        if self._held_size > _MOST_HELD:
            self._speak()
        elif self._timer is None:
            self._plan()

    def _plan(self) -> None:
        loop = asyncio.get_running_loop()
        due = self._spoke_at + self._pace.pause(len(self.readers))
        if due <= loop.time():
            self._timer = loop.call_soon(self._speak)
        else:
            self._timer = loop.call_at(due, self._speak)

    def _speak(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._held:
            return
        self._spoke_at = asyncio.get_running_loop().time()
        held, self._held, self._held_size = [*self._held.values()], {}, 0
        message = joined(held)
        first = min((frame.seq for frame in held if frame.durable), default=_NEVER)
        deaf = self._deaf(held)
        self._deliveries.told += len(held) * len(self.readers)
        for outbox, seq in [*self.readers.items()]:
            if outbox.clear and seq < first and outbox not in deaf:
                outbox.send(message)
            else:
                self._offer(outbox, seq, held)

    def _heard(self, outbox: Outbox, frame: Frame) -> Frame | None:
        """What somebody is told of a frame."""
        deaf = any(outbox in self._deaf_to(speaker) for speaker in frame.speakers)
        return frame.instead if deaf else frame

    def _deaf(self, frames: list[Frame]) -> Collection[Outbox]:
        """Who wants to hear nothing of somebody whose words are among these."""
        speakers = {speaker for frame in frames for speaker in frame.speakers}
        return {outbox for speaker in speakers for outbox in self._deaf_to(speaker)}

    def _offer(self, outbox: Outbox, seq: int, frames: list[Frame]) -> None:
        """Offer messages one by one; a reader that has no room for one hears the topic no more."""
        for frame in frames:
            if frame.durable and frame.seq <= seq:
                continue
            heard = self._heard(outbox, frame)
            if heard is not None and not outbox.offer(heard):
                last = frame.seq - 1 if frame.durable else frame.seq
                self.drop(outbox, max(seq, last))
                return

    def _send_back(self, last: int) -> None:
        """Have all who heard what came `last` load the state: what comes next cannot be told."""
        self._speak()
        for outbox, seq in [*self.readers.items()]:
            if seq <= last:
                self.drop(outbox, last)

    def drop(self, outbox: Outbox, seq: int) -> None:
        """Have somebody who has everything up to `seq` be no reader any more, and join again."""
        self.readers.pop(outbox, None)
        self._deliveries.dropped += 1
        self.resync(outbox, seq)
