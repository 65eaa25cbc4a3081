"""Another log in the place of the one that was told: all are let go, as at a restart."""

import anyio
import attrs
import pytest

from phantom_adapters.transport import End, Reader
from phantom_core.kernel import StoredEvent, Topic, Unavailable, UserId
from tests.unit.live.hub_stage import PROMPT, Stage, Stages
from tests.unit.live.stage import WALL, seqs, somebody, until


async def all_let_go(stage: Stage, *readers: Reader) -> None:
    """Wait until somebody was told to go, and have them go."""
    await until(lambda: {reader for reader, _ in stage.ends} >= {*readers})
    for reader in readers:
        stage.hub.disconnect(reader)


async def test_everybody_is_told_to_come_back_and_is_told_what_it_has(stages: Stages) -> None:
    stage = await stages(PROMPT)
    stage.announce()
    seen: list[StoredEvent] = []
    stage.hub.watch(seen.append)
    reader, wire = await stage.reader()
    await stage.say(*"abc")
    await until(lambda: seqs(wire.told) == [1, 2, 3])
    await stage.hub.tail.look()
    stage.lose_the_log()
    await stage.say("x")
    await stage.hub.tail.look()
    await all_let_go(stage, reader)
    _, again = await stage.reader()
    await stage.say("y")
    await until(lambda: seqs(again.told) == [2])

    assert stage.ends == [(reader, End.CLOSING)]
    assert seqs(wire.told) == [1, 2, 3]
    assert again.told[0] == {"head": 1, "state": {"said": 1}, "here": 1}
    assert [event.seq for event in seen] == [1, 2, 3, 2]


async def test_who_is_back_is_told_the_new_log_while_others_have_still_to_go(
    stages: Stages,
) -> None:
    stage = await stages(attrs.evolve(PROMPT, spread=3600))
    stage.announce()
    first, second = [await stage.reader(somebody(number)) for number in (1, 2)]
    await stage.say(*"abc")
    await until(lambda: seqs(second[1].told) == [1, 2, 3])
    await stage.hub.tail.look()
    stage.lose_the_log()
    await stage.hub.tail.look()
    await until(lambda: stage.ends)
    _, again = await stage.reader(somebody(1))
    await stage.say("x")
    await until(lambda: seqs(again.told) == [1])

    assert len(stage.ends) == 1
    assert [reader.topics for reader, _ in (first, second)] == [{}, {}]
    assert seqs(first[1].told) == seqs(second[1].told) == [1, 2, 3]


async def test_who_is_about_to_go_comes_into_nothing_and_is_seen_nowhere(stages: Stages) -> None:
    stage = await stages(PROMPT)
    told: list[tuple[Topic, UserId, bool]] = []

    def see(topic: Topic, user_id: UserId, *, here: bool) -> None:
        told.append((topic, user_id, here))

    stage.hub.watch_presence("wall", see)
    reader, _ = await stage.reader(somebody(1))
    await stage.hub.tail.look()
    stage.lose_the_log()
    await stage.hub.tail.look()
    with pytest.raises(Unavailable, match="been replaced"):
        await stage.join(reader)
    again, _ = await stage.reader(somebody(1))
    stage.hub.disconnect(reader)

    person = reader.actor.person
    assert told == [(WALL, person, here) for here in (True, False, True)]
    assert stage.hub.seen(WALL, person) is not None
    assert [*again.topics] == [WALL]


async def test_who_is_answered_by_another_log_first_goes_before_the_others(stages: Stages) -> None:
    stage = await stages(PROMPT)
    first, _ = await stage.reader(somebody(1))
    await stage.say(*"abc")
    stage.lose_the_log()
    second, wire = stage.connect(somebody(2))
    with pytest.raises(Unavailable, match="been replaced"):
        await stage.join(second)

    assert stage.ends == [(second, End.CLOSING)]
    assert wire.told == []
    await stage.hub.tail.look()
    await all_let_go(stage, first, second)
    _, again = await stage.reader(somebody(2))
    assert again.told[0]["head"] == 0


async def test_where_nobody_is_told_anything_no_log_is_another_one(stages: Stages) -> None:
    stage = await stages(PROMPT)
    reader, _ = await stage.reader()
    await stage.hub.tail.look()
    stage.hub.disconnect(reader)
    await stage.hub.tail.look()
    stage.lose_the_log()
    await stage.reader()
    await stage.hub.tail.look()

    assert stage.ends == []


async def test_who_is_let_in_by_a_log_that_is_gone_meanwhile_does_not_stay(stages: Stages) -> None:
    stage = await stages(PROMPT)
    await stage.reader(somebody(1))
    await stage.say(*map(str, range(450)))
    reader, wire = stage.connect()
    wire.stall()
    refused: list[Unavailable] = []

    async def join() -> None:
        try:
            await stage.join(reader, WALL, 0)
        except Unavailable as error:
            refused.append(error)

    async with anyio.create_task_group() as group:
        group.start_soon(join)
        await until(lambda: not reader.outbox.clear)
        stage.lose_the_log()
        await stage.say(*map(str, range(450)))
        await stage.hub.tail.look()
        wire.resume()

    assert len(refused) == 1
    assert reader.topics == {}
    assert WALL not in stage.hub._channels
    await until(lambda: (reader, End.CLOSING) in stage.ends)


async def test_what_was_read_from_a_log_that_is_gone_is_shown_to_nobody(stages: Stages) -> None:
    stage = await stages(PROMPT)
    seen: list[StoredEvent] = []
    stage.hub.watch(seen.append)
    await stage.reader()
    await stage.hub.tail.look()
    await stage.say("a")
    await stage.hub.tail.check()
    stage.phantom.held = held = anyio.Event()
    await anyio.wait_all_tasks_blocked()
    stage.phantom.held = None
    stage.lose_the_log()
    await stage.hub.tail.look()
    held.set()
    await until(lambda: not stage.hub._mender._tasks)

    assert seen == []
