"""A client of the server's socket, which stays connected."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Any, Final, Self

from phantom_adapters.client.clock import ClockEstimate, local_time, next_pings
from phantom_adapters.client.door import Door, Token
from phantom_adapters.client.link import Link, Message
from phantom_adapters.client.refusals import Disconnected
from phantom_adapters.client.topic import Topic
from phantom_core.kernel import PhantomError, RateLimited, Unavailable

__all__ = ["Client", "connect"]

_LOG: Final = logging.getLogger(__name__)
_SERVED: Final = 5_000.0


class Client:
    """One person's connection to a server.

    Attributes:
        clock: how far the server's clock is ahead of `local_time`.
    """

    def __init__(self, url: str, token: Token, **options: Any) -> None:
        """Talk with the server at `url`; see `connect`."""
        self.clock = ClockEstimate()
        self._door = Door(url, token, options, self._hear)
        self._topics: dict[str, Topic] = {}
        self._link: Link | None = None
        self._changed = asyncio.Event()
        self._end: PhantomError | None = None
        self._life: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        """Connect, and look at the server's clock."""
        self._life = asyncio.create_task(self._live(await self._door.open()))
        try:
            await self._look_at_clock()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        await self.close()

    async def close(self) -> None:
        """Close the connection; all streams end."""
        self._life.cancel()
        await asyncio.wait([self._life])
        self._finish(Unavailable("The client is closed."), StopAsyncIteration())

    @property
    def user_id(self) -> str:
        """Who one is."""
        return self._door.user_id

    def server_time(self) -> float:
        """The time on the server now, in ms since 1970."""
        return self.clock.server_time(local_time())

    async def ask(self, kind: str, topic: str | None = None, data: Any = None) -> Any:
        """Send a frame, and answer what its answer carries; wait for a connection if need be.

        Raises: Refused, which is of the core's kinds too; Disconnected, if nobody knows what has
            become of it; whatever has ended the client.
        """
        fields = {"topic": topic, "data": data}
        told = {name: value for name, value in fields.items() if value is not None}
        link = await self._linked()
        return await link.ask(kind, **told)

    @asynccontextmanager
    async def topic(
        self, name: str, *, since: int | None = None, epoch: str | None = None
    ) -> AsyncIterator[Topic]:
        """Listen to a topic: from its state as it stands, or from the event after `since` on.

        Args:
            name: such as `room:01H...`; this client must not listen to it already.
            since: the last event that one has.
            epoch: the log that `since` is a number of. If the server has another one by now, the
                stream begins with the state.

        Raises: PhantomError, if the topic may not be listened to.
        """
        if name in self._topics:
            message = f"a stream of {name} is open"
            raise ValueError(message)
        topic = self._topics[name] = Topic(name, since, epoch, self._join_soon)
        try:
            topic.connect()
            await topic.begun()
            yield topic
        finally:
            del self._topics[name]
            topic.end(StopAsyncIteration())
            if self._link is not None:
                self._link.start(self._leave, self._link, name)

    async def _live(self, link: Link) -> None:
        """Go through one connection after the other, as long as there is a point in it."""
        try:
            while True:
                why = await self._serve(link)
                link = await self._door.open_again(why)
        except PhantomError as error:
            self._finish(error, error)
        except Exception as error:  # noqa: BLE001 - told to the log, and to all who wait
            _LOG.exception("A client broke.")
            self._finish(Unavailable("The client is broken."), error)

    def _finish(self, error: PhantomError, last: Exception) -> None:
        """Raise `error` for every question from now on, and `last` at the end of every stream."""
        self._end = self._end or error
        self._changed.set()
        for topic in self._topics.values():
            topic.end(last)

    async def _serve(self, link: Link) -> PhantomError:
        """Use a connection until it ends, and answer why it has."""
        begun, self._link = local_time(), link
        self._changed.set()
        for topic in self._topics.values():
            topic.connect()
        link.start(self._keep_time)
        try:
            return await link.listen()
        finally:
            self._link = None
            self._changed.clear()
            await link.close()
            if local_time() - begun > _SERVED:
                self._door.has_served()

    async def _linked(self) -> Link:
        while self._link is None:
            if self._end is not None:
                raise self._end
            await self._changed.wait()
        return self._link

    def _hear(self, message: Message) -> None:
        if message["type"] == "auth.required" and self._link is not None:
            self._link.start(self._renew, self._link)
        topic = self._topics.get(message.get("topic", ""))
        if topic is not None:
            topic.hear(message)

    async def _renew(self, link: Link) -> None:
        try:
            await link.ask("auth", token=await self._door.token())
        except PhantomError as error:
            # The server ends this connection soon; the next one begins with a token.
            _LOG.warning("The token could not be renewed: %s", error)

    def _join_soon(self, topic: Topic) -> None:
        if self._link is not None:
            self._link.start(self._join, self._link, topic)

    async def _join(self, link: Link, topic: Topic) -> None:
        while self._topics.get(topic.name) is topic:
            frame = {"topic": topic.name, "data": topic.wish}
            try:
                await link.ask("session.join", then=topic.admit, **frame)
            except Disconnected:
                return
            except (RateLimited, Unavailable) as later:
                await asyncio.sleep(later.retry_after)
            except PhantomError as refused:
                topic.end(refused)
                return
            else:
                return

    async def _leave(self, link: Link, name: str) -> None:
        await link.ask("session.leave", topic=name)

    async def _keep_time(self) -> None:
        for pause in next_pings():
            await self._look_at_clock()
            await asyncio.sleep(pause)

    async def _look_at_clock(self) -> None:
        link = await self._linked()
        with suppress(RateLimited):
            await link.ask("ping", data={"t0": local_time()}, then=self._learn_time)

    def _learn_time(self, told: Message) -> None:
        self.clock.observe(told["t0"], told["t1"], told["t2"], local_time())


def connect(url: str, token: Token, **options: Any) -> Client:
    """Make a client that is connected while it is entered, by `async with`.

    A lost connection is made again, as often as it takes; a token that has run out is replaced,
    if `token` can be called. What makes that pointless ends the client: every question and every
    stream then raises why.

    Args:
        url: where the server's socket is.
        token: a token, or what fetches one. If that raises NotAuthenticated, there is none.
        options: what else `websockets.connect` is to know, such as `ssl` or `proxy`.

    Raises: PhantomError, on entering, if the first connection cannot be made.
    """
    return Client(url, token, **options)
