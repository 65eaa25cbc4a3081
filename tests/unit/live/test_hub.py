"""The hub: everybody hears what happens, in order and once, whatever the transport does."""

from typing import Any, TypeVar

import anyio
import attrs
import pytest

from phantom_adapters.transport import HubSettings, Pace
from phantom_core.kernel import Actor, Head, Query, StoredEvent, Unavailable
from phantom_core.live import JoinTopic, Parcel, ReadAfter, announcer
from phantom_core.phantom import Phantom
from tests.unit.live.hub_stage import PROMPT, Stage, Stages
from tests.unit.live.stage import ADA, KINDS, WALL, Forget, PaperWire, seqs, somebody, until

R = TypeVar("R")


class Behind(Phantom):
    """A world that gives old answers first to those who come in."""

    def __init__(self, phantom: Phantom, answers: list[Any]) -> None:
        super().__init__(phantom._storage)
        self._answers = answers

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        is_old = self._answers and isinstance(query, JoinTopic | ReadAfter)
        return self._answers.pop(0) if is_old else await super().ask(query, actor=actor)


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


async def test_who_came_in_by_a_standby_may_see_what_the_primary_shows_in_a_moment(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = JoinTopic(topic=WALL, kind=KINDS["wall"], since=None, reach=9)
    await stage.say("a")
    by_the_primary = await stage.phantom.ask(question, actor=ADA)
    await stage.say("b")
    await stage.reader()
    behind = Behind(stage.phantom, [by_the_primary, (), ()])
    monkeypatch.setattr(stage.phantom, "ask", behind.ask)
    _, wire = await stage.reader(somebody(1))
    await stage.say("c")
    await until(lambda: len(wire.told) == 3)

    assert wire.told[0]["head"] == 1
    assert seqs(wire.told) == [2, 3]


async def test_nothing_is_lost_or_told_twice_however_joining_and_saying_interleave(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
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


async def test_what_was_missed_comes_in_few_messages(stage: Stage) -> None:
    await stage.say(*map(str, range(450)))
    reader, wire = stage.connect()
    await stage.join(reader, WALL, 0)

    assert seqs(wire.told) == [*range(1, 451)]
    assert len(wire.sent) < 10


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


async def test_who_reads_slower_than_the_log_forgets_joins_again(stage: Stage) -> None:
    await stage.say(*map(str, range(450)))
    reader, wire = stage.connect()
    wire.stall()
    async with anyio.create_task_group() as group:
        group.start_soon(stage.join, reader, WALL, 0)
        await until(lambda: not reader.outbox.clear)
        await stage.phantom.do(Forget(count=300), actor=ADA)
        wire.resume()
    await stage.say("more")
    told = [each for each in wire.told if "head" not in each]

    assert [each["seq"] for each in told] == [*range(1, 201), 200]
    assert told[-1]["type"] == "resync"


async def test_what_the_log_forgot_before_it_was_read_makes_all_join_again(stages: Stages) -> None:
    stage = await stages(PROMPT)
    reader, wire = await stage.reader()
    await stage.say(*"abc")
    await stage.phantom.do(Forget(count=2), actor=ADA)
    stage.hub._hear_of(Head(topic=WALL, seq=3))
    await until(lambda: any(each.get("type") == "resync" for each in wire.told))
    await stage.join(reader, WALL, 0)
    stage.announce()
    await stage.say("d")
    await until(lambda: 4 in seqs(wire.told))

    assert seqs(wire.told) == [4]


async def test_an_event_that_the_transport_lost_is_read_from_the_log(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
    _, wire = await stage.reader()
    seen: list[Parcel] = []
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
    seen: list[Parcel] = []
    stage.transport.subscribe(seen.extend)
    await stage.say("a", "b")
    stage.transport.publish(seen[::-1])
    stage.transport.publish(seen)
    await stage.say("c")
    await until(lambda: 3 in seqs(wire.told))

    assert seqs(wire.told) == [1, 2, 3]


async def test_what_other_processes_write_is_found_by_looking(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
    _, wire = await stage.reader()
    await stage.hub.tail.look()
    await stage.say("a", "b")
    await stage.hub.tail.look()
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_what_looking_has_overlooked_is_found_by_checking(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
    _, wire = await stage.reader()
    await stage.say("a", "b")
    await stage.hub.tail.check()
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_the_hub_looks_by_itself(stages: Stages) -> None:
    settings = HubSettings(pace=Pace(per_reader=0), look_every=0.01, check_every=0.01)
    stage = await stages(settings)
    _, wire = await stage.reader()
    await stage.say("a", "b")
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_who_joins_reveals_to_the_others_what_they_have_missed(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
    _, wire = await stage.reader(somebody(1))
    await stage.say("a", "b")
    await stage.reader(somebody(2))
    await until(lambda: seqs(wire.told) == [1, 2])


async def test_a_store_that_does_not_answer_is_asked_again(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
    _, wire = await stage.reader()
    seen: list[Parcel] = []
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


async def test_the_hub_looks_again_after_the_store_did_not_answer(
    stages: Stages, caplog: pytest.LogCaptureFixture
) -> None:
    settings = HubSettings(pace=Pace(per_reader=0), look_every=0.01, check_every=3600)
    stage = await stages(settings)
    _, wire = await stage.reader()
    stage.phantom.moods = 2
    await stage.say("a")
    await until(lambda: seqs(wire.told) == [1])

    assert caplog.text.count("The log could not be looked at") == 1


async def test_who_joins_while_more_was_announced_than_the_log_has_must_try_again(
    stages: Stages,
) -> None:
    stage = await stages(PROMPT)
    await stage.reader(somebody(1))
    seen: list[StoredEvent] = []
    stage.phantom.observe(lambda done: seen.extend(done.events))
    await stage.say("a")
    stage.transport.publish([*seen, attrs.evolve(seen[0], seq=2)])
    with pytest.raises(Unavailable):
        await stage.reader(somebody(2))

    assert len(stage.hub.readers[-1].topics) == 0
