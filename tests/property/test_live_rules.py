"""Laws of who hears what, whatever the transport loses and however things interleave.

- Whose right to listen ends is told the event that ends it, then that it has ended, and nothing
  that came after it. Who was let in after that event is not shown out by it.
- Who has heard that they have blocked somebody hears no word of theirs while the block stands.
- What is withheld has its number: what one hears of a topic has no gap and nothing twice.
"""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import Frame, Hub, HubSettings, InProcessTransport, Pace
from phantom_core.kernel import SYSTEM, Actor, Event, NotFound, StoredEvent, Topic, topic
from phantom_core.live import Joined, Message, Notice, Roster
from phantom_core.phantom import Phantom
from tests.property.test_live_delivery import Hesitant
from tests.unit.live.club import CLUB, KINDS
from tests.unit.live.rules import Admitted, Barred, Blocked, Record, Unblocked
from tests.unit.live.stage import PaperWire, Say, encode, make_phantom, somebody

R = TypeVar("R")

_PEOPLE = [somebody(number) for number in range(3)]
_PERSON = st.integers(0, 2)
_CLIENT = st.integers(0, 3)
_FATES = st.sampled_from(["told", "told", "lost"])


def _own(actor: Actor) -> Topic:
    return topic("user", actor.person)


def _encode(message: Message | Notice) -> bytes:
    told = json.loads(encode(message))
    if isinstance(message, StoredEvent):
        told["by"] = message.by
    return json.dumps({"topic": message.topic, **told}).encode()


class Client:
    """What a client makes of what it is sent."""

    def __init__(self, hub: Hub, actor: Actor) -> None:
        self.actor = actor
        self.wire = PaperWire()
        self.reader = hub.connect(hub.outbox(self.wire, lambda _: None), actor, lambda _: None)
        self.heard: dict[Topic, int] = {}
        self.let_in_at = 0
        self.over = False
        self.blocked: dict[str, int] = {}
        self.joining: asyncio.Task[None] | None = None
        self._read = 0

    def look(self, logs: dict[Topic, list[Event]]) -> None:
        """Read what is new, and hold it to the laws."""
        new, self._read = self.wire.told[self._read :], len(self.wire.told)
        for told in new:
            if "head" in told:
                self._come_in(told)
            elif told.get("type") == "refused":
                self.heard.pop(CLUB, None)
                self.over = False
            elif told.get("type") == "removed":
                assert self.over
                assert told["seq"] == self.heard[CLUB]
                del self.heard[CLUB]
            elif "seq" in told:
                self._hear(told, logs)

    def _come_in(self, told: dict[str, Any]) -> None:
        where, since, head = Topic(told["topic"]), told["since"], told["head"]
        self.heard[where] = head if since is None else since
        if where == CLUB:
            self.let_in_at, self.over = head, False

    def _hear(self, told: dict[str, Any], logs: dict[Topic, list[Event]]) -> None:
        where, seq = Topic(told["topic"]), told["seq"]
        assert seq == self.heard[where] + 1
        self.heard[where] = seq
        event = logs[where][seq - 1]
        if isinstance(event, Blocked):
            self.blocked[event.other] = seq
        if where != CLUB:
            return
        assert not self.over
        ends = isinstance(event, Barred) and event.who in {None, self.actor.user_id}
        self.over = ends and seq > self.let_in_at
        if "text" in told and told["by"] in self.blocked:
            since = self.blocked[told["by"]]
            later = logs[_own(self.actor)][since:]
            assert any(isinstance(e, Unblocked) and e.other == told["by"] for e in later)


class LiveRules(RuleBasedStateMachine):
    """People talk, block each other, are barred and come back, while the transport fails."""

    @initialize(pace=st.sampled_from([0.0, 1e-4]))
    def open(self, pace: float) -> None:
        """Open a club; two of its four clients are one person's."""
        self.runner = asyncio.Runner()
        self.phantom: Phantom = Hesitant(make_phantom()._storage)
        self.phantom.observe(lambda done: self.said.extend(done.events))
        self.said: list[StoredEvent] = []
        self.transport = InProcessTransport()
        quiet = HubSettings(pace=Pace(per_reader=pace), look_every=3600, check_every=3600)
        self.hub = Hub(
            self.phantom,
            self.transport,
            _encode,
            clock=ManualClock(),
            topics=KINDS,
            settings=quiet,
        )
        self.clients: list[Client] = []
        self.run(self._open())

    async def _open(self) -> None:
        await self.hub.__aenter__()
        for number in range(4):
            client = Client(self.hub, _PEOPLE[number % 3])
            self.clients.append(client)
            await self._join(client, _own(client.actor), None)
            await self._join(client, CLUB, None)

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        """Run something in the loop, and look at what everybody was sent."""
        result = self.runner.run(work)
        logs: dict[Topic, list[Event]] = {}
        for stored in self.said:
            logs.setdefault(stored.topic, []).append(stored.event)
        for client in self.clients:
            client.look(logs)
        return result

    @rule(person=_PERSON, fates=st.lists(_FATES, min_size=1, max_size=3))
    def speak(self, person: int, fates: list[str]) -> None:
        """Somebody says something in the club."""
        for fate in fates:
            self.run(self._do(Say(text="a", where=CLUB), _PEOPLE[person], fate))

    @rule(person=st.none() | _PERSON, back=st.booleans(), fate=_FATES)
    def bar(self, person: int | None, fate: str, *, back: bool) -> None:
        """Somebody is barred, or everybody; or may enter again."""
        who = None if person is None else _PEOPLE[person].person
        event = (Admitted if back else Barred)(where=CLUB, who=who)
        self.run(self._do(Record(event=event), SYSTEM, fate))

    @rule(pair=st.permutations(range(3)), back=st.booleans(), fate=_FATES)
    def block(self, pair: list[int], fate: str, *, back: bool) -> None:
        """Somebody blocks somebody, or listens to them again."""
        one, other = (_PEOPLE[number].person for number in pair[:2])
        event = (Unblocked if back else Blocked)(user_id=one, other=other)
        self.run(self._do(Record(event=event), SYSTEM, fate))

    async def _do(self, command: Any, actor: Actor, fate: str) -> None:
        await self.phantom.do(command, actor=actor)
        if fate == "told":
            self.transport.publish(self.said[-1:])
            await asyncio.sleep(0)

    @rule(number=_CLIENT, fresh=st.booleans(), ticks=st.integers(0, 6))
    def join(self, number: int, ticks: int, *, fresh: bool) -> None:
        """Somebody begins to come to the club, from where they are or anew."""
        client = self.clients[number]
        if client.joining is None or client.joining.done():
            since = None if fresh else client.heard.get(CLUB)
            self.run(self._begin(client, since, ticks))

    async def _begin(self, client: Client, since: int | None, ticks: int) -> None:
        client.joining = asyncio.create_task(self._join(client, CLUB, since))
        await _ticks(ticks)

    async def _join(self, client: Client, where: Topic, since: int | None) -> None:
        def answer(joined: Joined, _: Roster) -> bytes:
            start = None if joined.start != since else since
            return json.dumps({"topic": where, "since": start, "head": joined.head.seq}).encode()

        try:
            await self.hub.join(client.reader, where, since, answer)
        except NotFound:
            refusal = {"topic": where, "type": "refused"}
            client.reader.outbox.send(Frame(json.dumps(refusal).encode()))

    @rule(numbers=st.sets(_CLIENT), ticks=st.integers(0, 3))
    def hesitate(self, numbers: set[int], ticks: int) -> None:
        """Some read nothing, the others do, and time passes."""
        for number, client in enumerate(self.clients):
            (client.wire.stall if number in numbers else client.wire.resume)()
        self.run(_ticks(ticks))

    def teardown(self) -> None:
        """In the end all is told, and whoever had to go has gone."""
        if not hasattr(self, "runner"):
            return
        try:
            self.run(self._settle())
            for client in self.clients:
                assert not client.over or CLUB not in client.heard
                for where, seq in client.heard.items():
                    assert seq == sum(stored.topic == where for stored in self.said)
        finally:
            self.runner.run(self.hub.__aexit__(None, None, None))
            self.runner.close()

    async def _settle(self) -> None:
        for client in self.clients:
            client.wire.resume()
        for client in self.clients:
            if client.joining is not None:
                await client.joining
        await self.hub.tail.check()
        await _ticks(60)
        await asyncio.sleep(0.002)
        for client in self.clients:
            await client.reader.outbox.drained()


async def _ticks(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


TestLiveRules = LiveRules.TestCase
TestLiveRules.settings = settings(deadline=None)
