"""The hub's readers: who may join, who is slow, who is here, and what is left of who has gone."""

import gc
import weakref

import anyio
import pytest

from phantom_adapters.transport import End, HubSettings, Pace
from phantom_core.kernel import Actor, NotFound, StoredEvent, Topic, topic
from phantom_core.live import Presence, Status
from tests.unit.live.hub_stage import HALL, PROMPT, Stage, Stages
from tests.unit.live.stage import ADA, BOB, WALL, seqs, somebody, until


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
    stages: Stages,
) -> None:
    stage = await stages(HubSettings(outbox_bytes=100, pace=Pace(per_reader=0)))
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


async def test_a_reader_who_takes_nothing_must_go(stages: Stages) -> None:
    stage = await stages(HubSettings(pace=Pace(per_reader=0), patience=0.05))
    stage.announce()
    reader, wire = await stage.reader()
    wire.stall()
    await stage.say("a")
    await until(lambda: stage.ends)

    assert stage.ends == [(reader, End.STALLED)]


async def test_a_busy_topic_speaks_less_often_and_says_everything(
    stages: Stages,
) -> None:
    stage = await stages(HubSettings(pace=Pace(per_reader=0.05)))
    stage.announce()
    _, wire = await stage.reader()
    await stage.say(*map(str, range(20)))
    await until(lambda: seqs(wire.told) == [*range(1, 21)])

    assert len(wire.sent) <= 1 + 3


async def test_what_a_busy_topic_holds_back_is_bounded(
    stages: Stages,
) -> None:
    stage = await stages(HubSettings(pace=Pace(per_reader=60, longest=60)))
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


@pytest.mark.parametrize("others", [False, True], ids=["alone", "among others"])
async def test_who_is_still_reading_what_they_missed_learns_who_has_gone_meanwhile(
    stage: Stage, *, others: bool
) -> None:
    await stage.say("a", "b", where=HALL)
    if others:
        await stage.reader(somebody(1), where=HALL)
    going, _ = await stage.reader(ADA, where=HALL)
    reader, wire = stage.connect(somebody(2))
    wire.stall()
    async with anyio.create_task_group() as group:
        group.start_soon(stage.join, reader, HALL, 0)
        await until(lambda: not reader.outbox.clear)
        stage.hub.disconnect(going)
        wire.resume()

    told = [message for message in wire.told if message.get("by") == ADA.user_id]
    assert [message["status"] for message in told] == ["offline"]


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
    stages: Stages,
) -> None:
    stage = await stages(HubSettings(crowd=3, pace=Pace(per_reader=0.01, longest=0.01)))
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
