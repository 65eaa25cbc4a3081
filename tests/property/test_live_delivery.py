"""Laws of live delivery, whatever the transport loses, repeats, delays or turns round.

- A reader hears of a topic exactly the log after the place from which it joined: in order,
  without a gap, and nothing twice.
- A reader that is too slow is told so, with the number of the last event that it was told, and
  is whole again once it has joined from there.
- When everybody has gone, the hub remembers nobody.
"""

import asyncio
import json
import random
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import Hub, HubSettings, InProcessTransport, Pace
from phantom_core.kernel import SYSTEM, Actor, Query, Topic, topic
from phantom_core.live import HeadsOf, Joined, Message, Roster
from phantom_core.phantom import Phantom
from tests.unit.live.stage import ADA, KINDS, PaperWire, Say, encode, make_phantom, somebody

R = TypeVar("R")

_TOPICS = [topic("wall", somebody(number).person) for number in range(2)]


class Hesitant(Phantom):
    """A world that lets others go first before it answers."""

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        """Answer, and let the answer travel for a while."""
        await asyncio.sleep(0)
        answer = await super().ask(query, actor=actor)
        for _ in range(3):
            await asyncio.sleep(0)
        return answer


class Client:
    """What a client makes of what it is sent."""

    def __init__(self) -> None:
        self.heard: dict[Topic, int] = {}
        self.dropped: set[Topic] = set()
        self.joining: asyncio.Task[None] | None = None

    def connect(self, hub: Hub, number: int) -> None:
        """Come, or come again, and remember what was heard before."""
        self.wire = PaperWire()
        outbox = hub.outbox(self.wire, lambda _: None)
        self.reader = hub.connect(outbox, somebody(number), lambda _: None)
        self._read = 0

    def look(self) -> None:
        """Read what is new, and hold it to the laws."""
        new, self._read = self.wire.told[self._read :], len(self.wire.told)
        for message in new:
            where = Topic(message.get("topic", ""))
            if "head" in message:
                self.heard[where] = message["head"] if message["state"] else message["since"]
                self.dropped.discard(where)
            elif message.get("type") == "resync":
                assert message["seq"] == self.heard[where]
                self.dropped.add(where)
            elif "text" in message:
                assert where not in self.dropped
                assert message["seq"] == self.heard[where] + 1
                self.heard[where] += 1


_CLIENTS = st.integers(0, 3)
_WHERE = st.sampled_from(_TOPICS)
_FATES = st.sampled_from(["told", "told", "told", "late", "lost"])


class LiveDelivery(RuleBasedStateMachine):
    """People come, go, stall and return while things are said and the transport fails."""

    @initialize(pace=st.sampled_from([0.0, 1e-4]), room=st.sampled_from([60, 300, 100_000]))
    def open(self, pace: float, room: int) -> None:
        """Open a hub, and let some people come."""
        self.runner = asyncio.Runner()
        self.phantom = Hesitant(make_phantom()._storage)
        self.phantom.observe(lambda done: self.said.extend(done.events))
        self.transport = InProcessTransport()
        self.said: list[Message] = []
        self.waiting: list[Message] = []
        self.clients = [Client() for _ in range(4)]
        settings = HubSettings(
            outbox_bytes=room,
            pace=Pace(per_reader=pace),
            look_every=3600,
            check_every=3600,
            reach=20,
        )
        self.hub = Hub(
            self.phantom,
            self.transport,
            _encode,
            clock=ManualClock(),
            topics=KINDS,
            settings=settings,
        )
        self.run(self._open())

    async def _open(self) -> None:
        await self.hub.__aenter__()
        for number, client in enumerate(self.clients):
            client.connect(self.hub, number % 3)
            await self._join(client, _TOPICS[0], None)

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        """Run something in the loop, and look at what everybody was sent."""
        result = self.runner.run(work)
        for client in self.clients:
            client.look()
        return result

    @rule(fates=st.lists(_FATES, min_size=1, max_size=8), where=_WHERE, deaf=st.sets(_CLIENTS))
    def say(self, fates: list[str], where: Topic, deaf: set[int]) -> None:
        """Things are said while some do not read: announced at once, later or never."""
        for number in deaf:
            self.clients[number].wire.stall()
        self.run(self._say(fates, where))

    async def _say(self, fates: list[str], where: Topic) -> None:
        for fate in fates:
            await self.phantom.do(Say(text=fate, where=where), actor=ADA)
            if fate == "told":
                self.transport.publish(self.said[-1:])
                await asyncio.sleep(0)
            elif fate == "late":
                self.waiting += self.said[-1:]

    @rule(chance=st.randoms(use_true_random=False))
    def announce(self, chance: random.Random) -> None:
        """What waits is announced, in any order, some of it twice, some of it never."""
        announced = chance.choices(self.waiting, k=5) if self.waiting else []
        self.waiting = [message for message in self.waiting if message not in announced]
        self.run(self._publish(announced))

    async def _publish(self, messages: list[Message]) -> None:
        self.transport.publish(messages)

    @rule(number=_CLIENTS, where=_WHERE, fresh=st.booleans())
    def join(self, number: int, where: Topic, *, fresh: bool) -> None:
        """Somebody begins to join, from where they are or anew."""
        client = self.clients[number]
        if client.joining is None or client.joining.done():
            since = None if fresh else client.heard.get(where)
            self.run(self._begin(client, where, since))

    async def _begin(self, client: Client, where: Topic, since: int | None) -> None:
        client.joining = asyncio.create_task(self._join(client, where, since))

    async def _join(self, client: Client, where: Topic, since: int | None) -> None:
        def answer(joined: Joined, roster: Roster) -> bytes:
            told = {"topic": where, "since": since, "head": joined.head.seq, "state": joined.state}
            return json.dumps(told | {"here": len(roster)}).encode()

        await self.hub.join(client.reader, where, since, answer)

    @rule(number=_CLIENTS, where=_WHERE)
    def leave(self, number: int, where: Topic) -> None:
        """Somebody leaves a topic."""
        client = self.clients[number]
        if client.joining is None or client.joining.done():
            self.run(self._leave(client, where))

    async def _leave(self, client: Client, where: Topic) -> None:
        self.hub.leave(client.reader, where)
        client.dropped.discard(where)

    @rule(numbers=st.sets(_CLIENTS, min_size=1))
    def resume(self, numbers: set[int]) -> None:
        """Some read on."""
        for number in numbers:
            self.clients[number].wire.resume()
        self.run(_ticks(3))

    @rule(number=_CLIENTS)
    def reconnect(self, number: int) -> None:
        """A connection breaks, and its client comes back for what it missed."""
        client = self.clients[number]
        back = [where for where in client.reader.topics if where in client.heard]
        self.run(self._reconnect(client, number, back))

    async def _reconnect(self, client: Client, number: int, back: list[Topic]) -> None:
        await self._disconnect(client)
        client.look()
        client.connect(self.hub, number % 3)
        for where in back:
            await self._join(client, where, client.heard[where])

    async def _disconnect(self, client: Client) -> None:
        if client.joining is not None:
            client.joining.cancel()
            await asyncio.wait([client.joining])
            client.joining = None
        client.wire.tear()
        self.hub.disconnect(client.reader)
        client.dropped.clear()

    @rule(ticks=st.integers(1, 6))
    def wait(self, ticks: int) -> None:
        """Time passes."""
        self.run(_ticks(ticks))

    @rule()
    def look(self) -> None:
        """The hub looks for what nobody has announced."""
        self.run(self.hub.tail.look())

    @rule()
    def settle(self) -> None:
        """The world comes to rest, and everybody has heard everything."""
        self.run(self._settle())
        for client in self.clients:
            for where in client.reader.topics:
                assert client.heard[where] == self.heads[where]

    async def _settle(self) -> None:
        for client in self.clients:
            client.wire.resume()
        await asyncio.gather(*(each.joining for each in self.clients if each.joining))
        await self._quiet()
        for client in self.clients:
            client.look()
            for where in [*client.dropped]:
                await self._join(client, where, client.heard[where])
        await self._quiet()
        heads = await self.phantom.ask(HeadsOf(topics=_TOPICS), actor=SYSTEM)
        self.heads = {head.topic: head.seq for head in heads}

    async def _quiet(self) -> None:
        """Let the log be checked, and everything that was held back be said."""
        await self.hub.tail.check()
        await _ticks(60)
        await asyncio.sleep(0.002)
        await asyncio.gather(*(client.reader.outbox.drained() for client in self.clients))

    def teardown(self) -> None:
        """Everybody goes, and nothing is left."""
        if not hasattr(self, "runner"):
            return
        try:
            self.settle()
            self.run(self._close())
            assert len(self.hub) == 0
            assert not self.hub.readers
        finally:
            self.runner.close()

    async def _close(self) -> None:
        for client in self.clients:
            await self._disconnect(client)
        await _ticks(30)
        await self.hub.__aexit__(None, None, None)


def _encode(message: Any) -> bytes:
    return json.dumps({"topic": message.topic} | json.loads(encode(message))).encode()


async def _ticks(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


TestLiveDelivery = LiveDelivery.TestCase
# An example leaves some rules out, so that it takes several times the usual number of them.
TestLiveDelivery.settings = settings(max_examples=4 * settings().max_examples)
