"""The hub: everybody hears what happens, in order and once, whatever the transport does."""

import gc
import json
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import anyio
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import End, Hub, HubSettings, InProcessTransport, Pace, Reader
from phantom_core.kernel import (
    Actor,
    Head,
    NotFound,
    Query,
    StoredEvent,
    Topic,
    Unavailable,
    topic,
)
from phantom_core.live import Joined, Message, Presence, Roster, Status, announcer
from phantom_core.phantom import Phantom
from tests.unit.live.stage import (
    ADA,
    BOB,
    KINDS,
    WALL,
    PaperWire,
    Say,
    encode,
    make_phantom,
    seqs,
    somebody,
    until,
)

R = TypeVar("R")

PROMPT = HubSettings(pace=Pace(per_reader=0), look_every=3600, check_every=3600)
HALL = topic("hall", ADA.person)


class Moody(Phantom):
    """A world that does not always answer."""

    moods: int = 0

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        """Answer, unless in a mood."""
        if self.moods:
            self.moods -= 1
            raise Unavailable("Not now.")
        return await super().ask(query, actor=actor)


class Stage:
    """A hub on a world, and people who join."""

    def __init__(self, settings: HubSettings) -> None:
        self.phantom = Moody(make_phantom()._storage)
        self.transport = InProcessTransport()
        self.clock = ManualClock()
        self.hub = Hub(
            self.phantom,
            self.transport,
            encode,
            clock=self.clock,
            topics=KINDS,
            settings=settings,
        )
        self.ends: list[tuple[Reader, End]] = []

    def announce(self) -> None:
        """Have commits announced."""
        self.phantom.observe(announcer(self.transport))

    def connect(self, actor: Actor = ADA) -> tuple[Reader, PaperWire]:
        """Somebody connects."""
        wire = PaperWire()

        def end(why: End) -> None:
            self.ends.append((reader, why))

        reader = self.hub.connect(self.hub.outbox(wire, end), actor, end)
        return reader, wire

    async def join(self, reader: Reader, where: Topic = WALL, since: int | None = None) -> None:
        """Somebody joins."""
        await self.hub.join(reader, where, since, answer)

    async def reader(
        self, actor: Actor = ADA, since: int | None = None, where: Topic = WALL
    ) -> tuple[Reader, PaperWire]:
        """Somebody connects and joins."""
        reader, wire = self.connect(actor)
        await self.join(reader, where, since)
        return reader, wire

    async def say(self, *texts: str, where: Topic = WALL) -> None:
        """Things are said."""
        for text in texts:
            await self.phantom.do(Say(text=text, where=where), actor=ADA)


def answer(joined: Joined, roster: Roster) -> bytes:
    """The answer to a join."""
    told = {"head": joined.head.seq, "state": joined.state, "here": len(roster)}
    return json.dumps(told).encode()


@pytest.fixture
async def stages() -> AsyncIterator[Callable[[HubSettings], Any]]:
    """Make stages, and close their hubs at the end."""
    async with AsyncExitStack() as stack:

        async def make(settings: HubSettings) -> Stage:
            stage = Stage(settings)
            await stack.enter_async_context(stage.hub)
            return stage

        yield make


@pytest.fixture
async def stage(stages: Callable[[HubSettings], Any]) -> Stage:
    """A hub that hears of every commit at once."""
    made: Stage = await stages(PROMPT)
    made.announce()
    return made


async def test_what_is_said_reaches_everybody_who_has_joined(stage: Stage) -> None:
    wires = [(await stage.reader(somebody(number)))[1] for number in range(3)]
    await stage.say("a", "b")
    await until(lambda: all(seqs(wire.told) == [1, 2] for wire in wires))


async def test_the_answer_comes_first_then_what_was_missed_then_what_happens(
    stage: Stage,
) -> None:
    await stage.say("a", "b", "c")
    _, wire = await stage.reader(since=1)
    await stage.say("d")
    await until(lambda: len(wire.told) == 4)

    assert wire.told == [
        {"head": 3, "state": None, "here": 1},
        {"seq": 2, "text": "b"},
        {"seq": 3, "text": "c"},
        {"seq": 4, "text": "d"},
    ]


async def test_who_brings_nothing_is_given_the_state_and_what_happens_after_it(
    stage: Stage,
) -> None:
    await stage.say("a", "b")
    _, wire = await stage.reader()
    await stage.say("c")
    await until(lambda: len(wire.told) == 2)

    assert wire.told == [{"head": 2, "state": {"said": 2}, "here": 1}, {"seq": 3, "text": "c"}]


async def test_nothing_is_lost_or_told_twice_however_joining_and_saying_interleave(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(PROMPT)
    await stage.say(*"abc")
    stage.announce()
    wires: list[PaperWire] = []

    async def come(number: int) -> None:
        wires.append((await stage.reader(somebody(number), since=number % 4))[1])

    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(come, number)
            group.start_soon(stage.say, f"{number}")
    await until(lambda: all(seqs(wire.told)[-1:] == [23] for wire in wires))

    for wire in wires:
        heard = seqs(wire.told)
        assert heard == [*range(heard[0], 24)]
        assert heard[0] <= 4


async def test_a_long_replay_is_read_page_by_page(stage: Stage) -> None:
    await stage.say(*map(str, range(450)))
    _, wire = await stage.reader(since=0)

    assert seqs(wire.told) == [*range(1, 451)]


async def test_a_replay_goes_no_faster_than_it_is_read(stage: Stage) -> None:
    await stage.say(*map(str, range(450)))
    reader, wire = stage.connect()
    wire.stall()
    async with anyio.create_task_group() as group:
        group.start_soon(stage.join, reader, WALL, 0)
        await until(lambda: not reader.outbox.clear)
        waiting = reader.outbox.size
        await stage.say("more")
        wire.resume()

    assert waiting < 100
    await until(lambda: seqs(wire.told) == [*range(1, 452)])


async def test_an_event_that_the_transport_lost_is_read_from_the_log(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(PROMPT)
    _, wire = await stage.reader()
    seen: list[Message] = []
    announce = announcer(stage.transport)
    stage.phantom.observe(lambda done: seen.extend(done.events))
    await stage.say(*"abcd")
    stage.transport.publish(seen[:1])
    stage.transport.publish(seen[3:])
    await until(lambda: seqs(wire.told) == [1, 2, 3, 4])
    stage.phantom.observe(announce)
    await stage.say("e")
    await until(lambda: seqs(wire.told) == [1, 2, 3, 4, 5])


async def test_an_event_that_comes_twice_is_told_once(stage: Stage) -> None:
    _, wire = await stage.reader()
    seen: list[Message] = []
    stage.transport.subscribe(seen.extend)
    await stage.say("a", "b")
    stage.transport.publish(seen[::-1])
    stage.transport.publish(seen)
    await stage.say("c")
    await until(lambda: 3 in seqs(wire.told))

    assert seqs(wire.told) == [1, 2, 3]


async def test_what_other_processes_write_is_found_by_looking(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(PROMPT)
    _, wire = await stage.reader()
    await stage.hub.tail.look()
    await stage.say("a", "b")
    await stage.hub.tail.look()
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_what_looking_has_overlooked_is_found_by_checking(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(PROMPT)
    _, wire = await stage.reader()
    await stage.say("a", "b")
    await stage.hub.tail.check()
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_the_hub_looks_by_itself(stages: Callable[[HubSettings], Any]) -> None:
    settings = HubSettings(pace=Pace(per_reader=0), look_every=0.01, check_every=0.01)
    stage: Stage = await stages(settings)
    _, wire = await stage.reader()
    await stage.say("a", "b")
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_who_joins_reveals_to_the_others_what_they_have_missed(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(PROMPT)
    _, wire = await stage.reader(somebody(1))
    await stage.say("a", "b")
    await stage.reader(somebody(2))
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_a_store_that_does_not_answer_is_asked_again(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(PROMPT)
    _, wire = await stage.reader()
    seen: list[Message] = []
    stage.phantom.observe(lambda done: seen.extend(done.events))
    await stage.say("a", "b")
    stage.phantom.moods = 2
    stage.transport.publish(seen[1:])
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_an_announcement_of_what_is_not_in_the_log_is_forgotten(stage: Stage) -> None:
    _, wire = await stage.reader()
    await stage.say("a")
    stage.hub._hear_of(Head(topic=WALL, seq=7))
    await until(lambda: not stage.hub._channels[WALL].behind)
    await stage.say("b")
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_who_may_not_join_is_told_so_and_leaves_no_trace(stage: Stage) -> None:
    reader, wire = stage.connect(BOB)
    for where in (WALL, topic("cellar", ADA.person), Topic("wall")):
        with pytest.raises(NotFound):
            await stage.join(reader, where)

    assert wire.sent == []
    assert len(stage.hub) == 0
    assert reader.topics == {}


async def test_who_has_left_hears_nothing_more(stage: Stage) -> None:
    reader, wire = await stage.reader(BOB, where=HALL)
    _, other = await stage.reader(where=HALL)
    stage.hub.leave(reader, HALL)
    stage.hub.leave(reader, HALL)
    wire.sent.clear()
    await stage.say("a", where=HALL)
    await until(lambda: seqs(other.told) == [1])

    assert wire.sent == []


async def test_joining_again_begins_anew_from_where_one_says(stage: Stage) -> None:
    reader, wire = await stage.reader()
    await stage.say("a", "b")
    await until(lambda: seqs(wire.told) == [1, 2])
    wire.sent.clear()
    await stage.join(reader, WALL, 0)
    await stage.say("c")
    await until(lambda: seqs(wire.told) == [1, 2, 3])

    assert wire.told[0] == {"head": 2, "state": None, "here": 1}


async def test_one_reader_hears_several_topics(stage: Stage) -> None:
    reader, wire = await stage.reader()
    await stage.join(reader, HALL)
    await stage.say("here")
    await stage.say("there", where=HALL)
    await until(lambda: [t["text"] for t in wire.told if "text" in t] == ["here", "there"])


async def test_a_reader_who_is_too_slow_is_told_to_come_back_and_is_whole_again(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(HubSettings(outbox_bytes=100, pace=Pace(per_reader=0)))
    stage.announce()
    slow, wire = await stage.reader(somebody(1))
    _, brisk = await stage.reader(somebody(2))
    wire.stall()
    for number in range(30):
        await stage.say(str(number))
        await until(lambda: len(seqs(brisk.told)) > number)  # noqa: B023 - awaited at once
    waiting = slow.outbox.size
    wire.resume()
    await slow.outbox.drained()
    heard, (resync,) = seqs(wire.told), [t for t in wire.told if t.get("type") == "resync"]
    await stage.join(slow, WALL, resync["seq"])
    await stage.say("end")
    await until(lambda: 31 in seqs(wire.told))

    assert heard == [*range(1, resync["seq"] + 1)]
    assert waiting < 200
    assert seqs(wire.told) == [*range(1, 32)]


async def test_a_reader_who_takes_nothing_must_go(stages: Callable[[HubSettings], Any]) -> None:
    stage: Stage = await stages(HubSettings(pace=Pace(per_reader=0), patience=0.05))
    stage.announce()
    reader, wire = await stage.reader()
    wire.stall()
    await stage.say("a")
    await until(lambda: stage.ends)

    assert stage.ends == [(reader, End.STALLED)]


async def test_a_busy_topic_speaks_less_often_and_says_everything(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(HubSettings(pace=Pace(per_reader=0.05)))
    stage.announce()
    _, wire = await stage.reader()
    await stage.say(*map(str, range(20)))
    await until(lambda: seqs(wire.told) == [*range(1, 21)])

    assert len(wire.sent) <= 1 + 3


async def test_what_a_busy_topic_holds_back_is_bounded(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(HubSettings(pace=Pace(per_reader=60, longest=60)))
    stage.announce()
    _, wire = await stage.reader()
    await stage.say("first")
    await until(lambda: seqs(wire.told) == [1])
    await stage.say(*["x" * 20_000] * 4)

    assert seqs(wire.told) == [1, 2, 3, 4, 5]


async def test_others_learn_who_comes_and_goes_but_not_of_second_connections(
    stage: Stage,
) -> None:
    _, wire = await stage.reader(somebody(1), where=HALL)
    phone, _ = await stage.reader(ADA, where=HALL)
    desk, _ = await stage.reader(ADA, where=HALL)
    stage.hub.disconnect(phone)
    await until(lambda: len(wire.told) == 2)
    stage.hub.disconnect(desk)
    await until(lambda: len(wire.told) == 3)

    assert wire.told[1:] == [
        {"type": "user.presence", "by": ADA.user_id, "status": status, "activity": "", "count": n}
        for status, n in (("online", 2), ("offline", 1))
    ]


async def test_others_see_what_somebody_does(stage: Stage) -> None:
    _, wire = await stage.reader(somebody(1), where=HALL)
    reader, _ = await stage.reader(ADA, where=HALL)
    busy = Presence(status=Status.BUSY, activity="mixing")
    stage.hub.present(reader, HALL, busy)
    stage.hub.present(reader, HALL, busy)
    await until(lambda: wire.told[-1].get("status") == "busy")

    assert [told["activity"] for told in wire.told[1:]] == ["mixing"]


async def test_nobody_is_present_where_they_have_not_joined(stage: Stage) -> None:
    reader, _ = await stage.reader()
    with pytest.raises(NotFound):
        stage.hub.present(reader, HALL, Presence())


async def test_in_a_crowd_only_the_last_who_came_is_told(
    stages: Callable[[HubSettings], Any],
) -> None:
    stage: Stage = await stages(HubSettings(crowd=3, pace=Pace(per_reader=0.01, longest=0.01)))
    _, wire = await stage.reader(somebody(0), where=HALL)
    for number in range(1, 20):
        await stage.reader(somebody(number), where=HALL)
    await until(lambda: wire.told[-1].get("count") == 20)

    assert len(wire.told) < 10


async def test_who_watches_sees_each_event_of_an_open_topic_once(stage: Stage) -> None:
    seen: list[StoredEvent] = []
    stage.hub.watch(seen.append)
    await stage.say("nobody is here")
    await stage.reader(somebody(1))
    await stage.reader(somebody(2))
    await stage.say("a", "b")

    assert [event.seq for event in seen] == [2, 3]


async def test_readers_and_topics_that_are_gone_leave_nothing_behind(stage: Stage) -> None:
    gone: list[weakref.ref[object]] = []

    async def come_and_go(who: Actor) -> None:
        reader, wire = await stage.reader(who, where=topic("hall", who.person))
        await stage.join(reader, WALL)
        wire.stall()
        await stage.say("a", "b", "c")
        gone.extend(weakref.ref(each) for each in (reader, wire, reader.outbox))
        stage.hub.disconnect(reader)

    for number in range(50):
        await come_and_go(somebody(number))
    await until(lambda: not gc.collect() and not [ref for ref in gone if ref() is not None])

    assert len(stage.hub) == 0
    assert stage.hub.readers == []


async def test_a_hub_that_closes_lets_everybody_go() -> None:
    stage = Stage(PROMPT)
    async with stage.hub:
        reader, _ = await stage.reader()

    assert stage.ends == [(reader, End.CLOSING)]
