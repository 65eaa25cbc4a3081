"""Where people vote: by a request, or by a frame of a socket that hears the room meanwhile."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import httpx

from phantom_adapters.client import Client, Event, Refused, Topic, connect
from phantom_core.kernel import PhantomError
from tests.fire.town import Resident, Room

__all__ = ["Booth", "Denied", "Listener", "RequestBooth", "Unanswered", "socket_booth"]

_PATIENCE: Final = 20.0
_UNAVAILABLE: Final = 503

Results = Mapping[str, Any]
"""How a vote stands, as the server tells it."""


class Denied(Exception):
    """A vote was refused.

    Attributes:
        rule: by what.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Unanswered(Exception):
    """Nobody knows what has become of a vote."""


class Booth(ABC):
    """Where one votes in a room."""

    @abstractmethod
    async def vote(self, song: str) -> Results:
        """Vote for a song. Raises: Denied, Unanswered."""


class RequestBooth(Booth):
    """Votes by requests.

    Attributes:
        http: a client whose addresses begin with the room's.
    """

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def vote(self, song: str) -> Results:
        """Vote for a song. Raises: Denied, Unanswered."""
        try:
            answer = await self.http.post("vote", json={"songId": song})
        except httpx.TransportError as error:
            raise Unanswered from error
        told: dict[str, Any] = answer.json()
        if answer.is_success:
            return told
        raise (Unanswered if answer.status_code == _UNAVAILABLE else Denied)(told["type"])


class Listener:
    """What one person is told of a room, over one connection after the other.

    Attributes:
        events: all of it, in order.
        gaps: where a number did not follow the one before.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.gaps: list[tuple[int, int]] = []
        self.last: int | None = None

    async def listen(self, stream: Topic) -> None:
        """Listen on, to the end of the stream."""
        if self.last not in {None, stream.seq}:
            self.gaps.append((self.last or 0, stream.seq))
        self.last = stream.seq
        try:
            async for item in stream:
                if isinstance(item, Event):
                    self.take(item)
        except PhantomError:  # one may not listen any more: one has left, or all is over
            return

    def take(self, event: Event) -> None:
        """Hear one event."""
        if event.seq != (self.last or 0) + 1:
            self.gaps.append((self.last or 0, event.seq))
        self.events.append(event)
        self.last = event.seq


class _SocketBooth(Booth):
    def __init__(self, client: Client, topic: str) -> None:
        self._client = client
        self._topic = topic

    async def vote(self, song: str) -> Results:
        try:
            with anyio.fail_after(_PATIENCE):
                told: Results = await self._client.ask("room.vote", self._topic, {"songId": song})
        except Refused as refused:
            kind = Unanswered if refused.problem["status"] == _UNAVAILABLE else Denied
            raise kind(refused.problem["type"]) from refused
        except (PhantomError, TimeoutError) as error:
            raise Unanswered from error
        return told


@asynccontextmanager
async def socket_booth(
    url: str, who: Resident, room: Room, listener: Listener
) -> AsyncIterator[Booth]:
    """Vote over a socket, and hear what happens in the room from where the listener stands.

    Raises: PhantomError, if the server is gone, or one is not in the room.
    """
    topic, address = f"room:{room.id}", url.replace("http", "ws", 1) + "/ws"
    async with (
        connect(address, who.token, proxy=None) as client,
        client.topic(topic, since=listener.last) as stream,
        anyio.create_task_group() as group,
    ):
        group.start_soon(listener.listen, stream)
        yield _SocketBooth(client, topic)
        group.cancel_scope.cancel()
