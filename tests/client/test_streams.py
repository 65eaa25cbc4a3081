"""Listening to topics of a real server, which comes and goes."""

import asyncio

import pytest

from phantom_adapters.client import Event, Fresh, Presence, Seen, Topic
from phantom_adapters.client.topic import MOST_WAITING
from phantom_adapters.transport import HubSettings, Pace
from phantom_core.kernel import NotFound, topic
from phantom_core.kernel.access import ALLOWED, Decision, Hidden
from phantom_core.live import TopicKind
from tests.client.house import house
from tests.client.streams import seqs, take, tell
from tests.socket.stage import ADA, BOB, of, stage
from tests.socket.test_topics import KINDS, ROOM
from tests.unit.live.stage import Forget, until

SHORT = HubSettings(pace=Pace(per_reader=0), reach=2)


async def test_a_stream_begins_with_the_state_and_goes_on_with_what_happens() -> None:
    async with stage(topics=KINDS) as world, house(world) as here:
        await tell(world, 3)
        async with here.client() as client, client.topic(of(ADA)) as topic:
            begun = topic.state, topic.seq
            await tell(world, 2)
            events = await take(topic, 2)

    assert client.user_id == ADA.person
    assert begun == ({"heardEvents": 3}, 3)
    assert seqs(events) == [4, 5]
    assert topic.seq == 5


async def test_an_event_is_what_the_server_tells() -> None:
    async with (
        stage() as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
    ):
        await tell(world, 1)
        (event,) = await take(topic, 1)

    assert isinstance(event, Event)
    assert (event.type, event.topic, event.seq) == ("analysis.progress", of(ADA), 1)
    assert (event.at, event.by) == (world.clock.now, None)
    assert event.data["stage"] == "beats"


async def test_a_stream_goes_on_where_another_has_ended() -> None:
    async with (
        stage(topics=KINDS) as world,
        house(world) as here,
        here.client() as client,
    ):
        async with client.topic(of(ADA)) as topic:
            await tell(world, 2)
            await take(topic, 1)
        await tell(world, 2)
        async with client.topic(of(ADA), since=topic.seq, epoch=topic.epoch) as again:
            begun = again.state, again.seq
            events = await take(again, 3)

    assert begun == (None, 1)
    assert seqs(events) == [2, 3, 4]


async def test_who_was_away_for_too_long_begins_with_the_state() -> None:
    async with stage(hub=SHORT, topics=KINDS) as world:
        await tell(world, 9)
        async with (
            house(world) as here,
            here.client() as client,
            client.topic(of(ADA), since=1) as topic,
        ):
            begun = topic.state, topic.seq

    assert begun == ({"heardEvents": 9}, 9)


async def test_who_has_a_number_of_another_log_begins_with_the_state() -> None:
    async with stage(topics=KINDS) as world, house(world) as here:
        await tell(world, 9)
        async with (
            here.client() as client,
            client.topic(of(ADA), since=4, epoch="before the backup") as topic,
        ):
            begun = topic.state, topic.seq
            await tell(world, 1)
            events = await take(topic, 1)

    assert begun == ({"heardEvents": 9}, 9)
    assert seqs(events) == [10]


async def test_who_cannot_be_told_what_was_missed_learns_of_it_though_there_is_no_state() -> None:
    async with stage() as world, house(world) as here:
        await tell(world, 9)
        async with here.client() as client, client.topic(of(ADA)) as topic:
            await tell(world, 1)
            await take(topic, 1)
            await here.stop()
            await tell(world, 2)
            await world.phantom.do(Forget(count=11), actor=ADA)
            await here.start()
            (fresh,) = await take(topic, 1)

    assert fresh == Fresh(state=None, seq=12)


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_what_happens_while_the_server_is_gone_is_neither_missed_nor_told_twice(
    end: str,
) -> None:
    async with (
        stage(topics=KINDS) as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
    ):
        await tell(world, 5)
        before = await take(topic, 3)
        await getattr(here, end)()
        await tell(world, 5)
        await here.start()
        after = await take(topic, 7)
        await tell(world, 1)
        live = await take(topic, 1)

    assert seqs(before + after + live) == [*range(1, 12)]


async def test_connections_that_are_cut_again_and_again_lose_nothing() -> None:
    async with (
        stage() as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
        asyncio.TaskGroup() as tasks,
    ):
        reading = tasks.create_task(take(topic, 300))
        for _ in range(3):
            await tell(world, 50)
            here.cut()
            await tell(world, 50)
            await until(lambda: not world.hub.readers)
            await until(lambda: world.hub.readers)

    assert seqs(reading.result()) == [*range(1, 301)]
    assert here.visits == 4


async def test_a_gap_that_cannot_be_replayed_is_closed_by_a_fresh_state() -> None:
    async with (
        stage(hub=SHORT, topics=KINDS) as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
    ):
        await here.kill()
        await tell(world, 9)
        await here.start()
        (fresh,) = await take(topic, 1)
        standing = topic.state, topic.seq
        await tell(world, 1)
        events = await take(topic, 1)

    assert fresh == Fresh(state={"heardEvents": 9}, seq=9)
    assert standing == ({"heardEvents": 9}, 9)
    assert seqs(events) == [10]


@pytest.mark.parametrize("told", [2, 7])
async def test_when_the_log_has_become_another_one_there_is_a_fresh_state(told: int) -> None:
    async with (
        stage(topics=KINDS) as world,
        stage(topics=KINDS) as restored,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
    ):
        await tell(world, 3)
        await take(topic, 3)
        await here.kill()
        await tell(restored, told)
        here.world = restored
        await here.start()
        (fresh,) = await take(topic, 1)
        await tell(restored, 1)
        events = await take(topic, 1)

    assert fresh == Fresh(state={"heardEvents": told}, seq=told)
    assert seqs(events) == [told + 1]


async def test_a_reader_that_falls_behind_misses_nothing_and_little_is_kept_for_it() -> None:
    told = 3 * MOST_WAITING
    async with (
        stage() as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
    ):
        await tell(world, told)
        await client.ask("ping", data={"t0": 0})
        kept = len(topic._items)
        events = await take(topic, told)

    assert kept == MOST_WAITING
    assert seqs(events) == [*range(1, told + 1)]


async def test_a_reader_that_is_behind_when_the_connection_is_lost_misses_nothing() -> None:
    told = 2 * MOST_WAITING
    async with (
        stage() as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)) as topic,
    ):
        await tell(world, told)
        await client.ask("ping", data={"t0": 0})
        here.cut()
        await until(lambda: here.visits == 2)
        events = await take(topic, told)

    assert seqs(events) == [*range(1, told + 1)]


async def test_one_slow_reader_holds_up_no_other_topic() -> None:
    async with stage(topics=KINDS) as world, house(world) as here, here.client() as client:
        async with client.topic(ROOM), client.topic(of(ADA)) as topic, here.client("bob") as bob:
            await tell(world, 2 * MOST_WAITING)
            async with bob.topic(ROOM) as room:
                for number in range(10):
                    await client.ask("user.presence", ROOM, _doing(number))
                await until(lambda: _seen(room) == [Seen(status="busy", activity="9")])

        assert len(topic._items) == MOST_WAITING


def _doing(number: int) -> dict[str, str]:
    return {"status": "busy", "activity": str(number)}


def _seen(topic: Topic) -> list[Seen]:
    return [seen for name, seen in topic.presence.people.items() if name == ADA.person]


async def test_who_is_seen_is_kept_up_with() -> None:
    async with (
        stage(topics=KINDS) as world,
        house(world) as here,
        here.client("ada") as ada,
        here.client("bob") as bob,
        ada.topic(ROOM) as topic,
    ):
        alone = topic.presence
        async with bob.topic(ROOM):
            await bob.ask("user.presence", ROOM, _doing(1))
            doing = Seen(status="busy", activity="1")
            await until(lambda: topic.presence.people.get(BOB.person) == doing)
            both = topic.presence
        await until(lambda: topic.presence.count == 1)

    assert alone == Presence(count=1, people={ADA.person: Seen(status="online")})
    assert both.count == 2
    assert topic.presence == alone


async def test_where_people_point_is_kept_up_with() -> None:
    project = topic("project", BOB.person)
    kinds = {**KINDS, "project": TopicKind(may_join=lambda _work, _id: ALLOWED)}
    async with (
        stage(topics=kinds) as world,
        house(world) as here,
        here.client("ada") as ada,
        here.client("bob") as bob,
        ada.topic(project) as theirs,
    ):
        async with bob.topic(project):
            await bob.ask("user.cursor", project, {"positionMs": 7})
            pointing = Seen(status="online", cursor_ms=7)
            await until(lambda: theirs.presence.people.get(BOB.person) == pointing)
            async with here.client("ada") as late, late.topic(project) as seen:
                assert seen.presence.people[BOB.person] == pointing
        await until(lambda: BOB.person not in theirs.presence.people)


async def test_a_topic_that_one_may_not_know_is_refused_on_entering() -> None:
    async with stage() as world, house(world) as here, here.client() as client:
        with pytest.raises(NotFound):
            async with client.topic(of(BOB)):
                pass
        async with client.topic(of(ADA)) as topic:
            assert topic.seq == 0


async def test_a_stream_that_one_may_not_listen_to_any_more_ends_with_the_reason() -> None:
    allowed: list[Decision] = [ALLOWED]
    kinds = {**KINDS, "room": TopicKind(may_join=lambda _work, _id: allowed[-1])}
    async with (
        stage(topics=kinds) as world,
        house(world) as here,
        here.client() as client,
        client.topic(ROOM) as room,
        client.topic(of(ADA)) as topic,
    ):
        allowed.append(Hidden("topic", ROOM))
        here.cut()
        with pytest.raises(NotFound):
            await take(room, 1)
        await tell(world, 1)
        events = await take(topic, 1)

    assert seqs(events) == [1]


async def test_the_end_of_a_stream_is_heard_by_the_server_and_by_its_reader() -> None:
    async with stage(topics=KINDS) as world, house(world) as here, here.client() as client:
        async with client.topic(ROOM) as topic:
            (reader,) = world.hub.readers
            joined = ROOM in reader.topics
            reading = asyncio.create_task(_all(topic))
            await until(lambda: not topic._items)
        await until(lambda: ROOM not in reader.topics)
        await reading

    assert joined


async def _all(topic: Topic) -> None:
    async for _ in topic:
        pass


async def test_a_topic_is_listened_to_once_at_a_time() -> None:
    async with (
        stage() as world,
        house(world) as here,
        here.client() as client,
        client.topic(of(ADA)),
    ):
        with pytest.raises(ValueError, match="is open"):
            async with client.topic(of(ADA)):
                pass
