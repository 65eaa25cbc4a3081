"""One topic: a stream of what happens in it, whole, however often the connection is lost."""

import asyncio
from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, Final, Self

from phantom_adapters.client.items import NOBODY, Event, Fresh, Item, Presence, Signal
from phantom_adapters.client.link import Message
from phantom_core.kernel import Forbidden

__all__ = ["MOST_WAITING", "Topic"]

MOST_WAITING: Final = 1_000
"""How many items wait for a reader at the most."""


class _Stand(Enum):
    JOINING = auto()  # what comes now was sent before the answer to our joining
    LISTENING = auto()
    BEHIND = auto()  # the reader has more to read than we keep; the rest stays on the server


class Topic:
    """What happens in a topic, as `async for item in topic`, for one reader.

    Events come in order, each once. Where the server can replay what was missed, nothing of a
    lost connection is to be seen; where it cannot, a `Fresh` takes the place of what is missing.
    A reader that falls behind is waited for, and its missing events are fetched when it has read
    what is there; only signals are lost then, since they matter no more.

    Attributes:
        name: such as `room:01H...`.
        state: what the topic is about, as of `seq`, where the stream began with it or was
            given it later; to be kept up with each event by whoever needs it.
        seq: the number of the last event that the reader was given. Kept with `epoch`, it is
            where another stream can go on.
        epoch: the id of the server's log; in another one, numbers mean nothing.
        presence: who is seen there now.
    """

    def __init__(
        self, name: str, since: int | None, epoch: str | None, join: Callable[["Topic"], None]
    ) -> None:
        """Begin after event `since`, or with the state; `join` has it joined again soon."""
        self.name = name
        self.state: Any = None
        self.seq = since or 0
        self.epoch = epoch
        self.presence = NOBODY
        self._join = join
        self._last = since
        self._owed = False
        self._stand = _Stand.JOINING
        self._begun = False
        self._items: deque[Item] = deque()
        self._stirred = asyncio.Event()
        self._end: Exception | None = None

    def __aiter__(self) -> Self:
        """The stream goes on where it was left."""
        return self

    async def __anext__(self) -> Item:
        """The next item. Raises: PhantomError, if the topic may not be listened to any more."""
        while not self._items:
            if self._end is not None:
                raise self._end
            if self._stand is _Stand.BEHIND:
                self._join_again()
            await self._stir()
        item = self._items.popleft()
        if isinstance(item, Fresh):
            self.state = item.state
        if isinstance(item, Event | Fresh):
            self.seq = item.seq
        return item

    async def begun(self) -> None:
        """Wait until the topic is joined. Raises: PhantomError, if it cannot be."""
        while not self._begun:
            if self._end is not None:
                raise self._end
            await self._stir()

    async def _stir(self) -> None:
        self._stirred.clear()
        await self._stirred.wait()

    # What follows is the client's part.

    @property
    def wish(self) -> dict[str, Any]:
        """The data of the frame by which to join."""
        return {} if self._last is None else {"since": self._last}

    def connect(self) -> None:
        """Join over a new connection."""
        if self._end is None:
            self._join_again()

    def end(self, error: Exception) -> None:
        """Yield what is there, then raise; the first reason counts."""
        self._end = self._end or error
        self._stirred.set()

    def admit(self, answer: Message) -> None:
        """Go on from the answer to our joining."""
        same_log = self.epoch in {None, answer["epoch"]}
        self.epoch = answer["epoch"]
        if self._last is not None and not same_log and "state" not in answer:
            self._last = None
            self._join_again()
            return
        self.presence = Presence.read(answer["presence"])
        self._stand = _Stand.LISTENING
        head: int = answer["seq"]
        # Servers of the version before say nothing of it: they are there during an upgrade.
        is_fresh = self._last is None or "state" in answer or self._last > head
        if self._last != answer.get("start", head if is_fresh else self._last):
            self._begin_with(Fresh(state=answer.get("state"), seq=head))
        self._owed = self._last != head
        self._begun = True
        self._stirred.set()

    def hear(self, message: Message) -> None:
        """Take in what the server says in this topic."""
        if self._stand is not _Stand.LISTENING:
            return
        if message["type"] == "resync":
            self._join_again()
        elif message["type"] == "removed":
            self.end(Forbidden("You may not listen to this topic any more."))
        elif "seq" in message:
            self._take(Event.read(message))
        else:
            self._note(Signal.read(message))

    def _begin_with(self, fresh: Fresh) -> None:
        self._last = fresh.seq
        if self._begun:
            self._items.append(fresh)
        else:
            self.state, self.seq = fresh.state, fresh.seq

    def _take(self, event: Event) -> None:
        last = self._last or 0
        if event.seq <= last:
            return
        if event.seq > last + 1:
            # What was owed at our joining and does not come then will not come the next time.
            self._last = None if self._owed else self._last
            self._join_again()
        elif len(self._items) >= MOST_WAITING:
            self._stand = _Stand.BEHIND
        else:
            self._last, self._owed = event.seq, False
            self._items.append(event)
            self._stirred.set()

    def _note(self, signal: Signal) -> None:
        if signal.type == "user.presence":
            self.presence = self.presence.after(signal)
        elif signal.type == "user.cursor":
            self.presence = self.presence.pointed(signal)
        if len(self._items) < MOST_WAITING:
            self._items.append(signal)
            self._stirred.set()

    def _join_again(self) -> None:
        self._stand = _Stand.JOINING
        self._join(self)
