"""What a client makes of servers, and of networks, that do not do as they should."""

import asyncio
import math
from http import HTTPStatus

import pytest
from websockets.asyncio.server import ServerConnection, serve

from phantom_adapters.client import Disconnected, Event, Fresh, TurnedAway, connect, door
from phantom_adapters.client.topic import MOST_WAITING
from phantom_core.kernel import (
    Conflict,
    Forbidden,
    NotFound,
    PhantomError,
    RateLimited,
    Unavailable,
)
from tests.client.scripted import ROOM, Visit, event, scripted, signal
from tests.client.streams import seqs, take
from tests.unit.live.stage import until


async def test_what_comes_twice_is_told_once() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        for message in (event(1), event(1), [event(2), event(1), event(3)], event(3), event(4)):
            await visit.say(message)

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 4)

    assert seqs(events) == [1, 2, 3, 4]


async def test_what_comes_out_of_order_is_fetched_again_in_order() -> None:
    joins: list[object] = []

    async def script(visit: Visit) -> None:
        joins.append(await visit.admit(0))
        await visit.say([event(1), event(3), event(2)])
        joins.append(await visit.admit(3))
        await visit.say([event(2), event(3)])

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 3)

    assert seqs(events) == [1, 2, 3]
    assert joins == [{}, {"since": 1}]


async def test_what_was_sent_before_the_answer_to_a_join_is_not_taken_for_what_follows_it() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say([event(2), event(1, type="too soon")])
        await visit.say(event(1, type="too soon"))
        await visit.admit(2)
        await visit.say([event(1), event(2)])

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 2)

    assert [event.type for event in events if isinstance(event, Event)] == ["noise", "noise"]


async def test_a_topic_that_the_server_has_dropped_is_joined_again_from_where_it_was() -> None:
    joins: list[object] = []

    async def script(visit: Visit) -> None:
        joins.append(await visit.admit(0))
        await visit.say([event(1), event(2), {"type": "resync", "topic": ROOM, "seq": 2}])
        joins.append(await visit.admit(4))
        await visit.say([event(3), event(4)])

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 4)

    assert seqs(events) == [1, 2, 3, 4]
    assert joins == [{}, {"since": 2}]


async def test_a_server_of_the_version_before_need_not_say_where_it_starts() -> None:
    told = {"epoch": "one", "presence": {"count": 0, "people": []}}

    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say([event(1), {"type": "resync", "topic": ROOM, "seq": 1}])
        await visit.answer(await visit.hear("session.join"), {"seq": 2, **told})
        await visit.say([event(2), {"type": "resync", "topic": ROOM, "seq": 2}])
        await visit.answer(await visit.hear("session.join"), {"seq": 9, "state": "later", **told})

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        first, second, fresh = await take(topic, 3)

    assert seqs([first, second]) == [1, 2]
    assert fresh == Fresh(state="later", seq=9)


async def test_who_may_not_listen_any_more_reads_the_last_event_and_is_told() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say([event(1), {"type": "removed", "topic": ROOM, "seq": 1}])

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 1)
        with pytest.raises(Forbidden):
            await take(topic, 1)
        await client.close()
        with pytest.raises(Forbidden):
            await take(topic, 1)

    assert seqs(events) == [1]


async def test_a_topic_that_is_refused_is_not_asked_for_again() -> None:
    async def first(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say({"type": "resync", "topic": ROOM, "seq": 0})
        await visit.refuse(await visit.hear("session.join"), 404)
        await visit.close(1012)

    async def second(visit: Visit) -> None:
        frame = await visit.hear("session.join")
        await visit.answer(frame, {"topic": frame["topic"]})

    async with (
        scripted(first, second) as server,
        server.client() as client,
        client.topic(ROOM) as topic,
    ):
        with pytest.raises(NotFound):
            await take(topic, 1)
        await until(lambda: server.visits == 2)
        answer = await client.ask("session.join", "room:another")

    assert answer == {"topic": "room:another"}


async def test_a_stream_that_nobody_waits_for_any_more_is_not_asked_for_again() -> None:
    async def script(visit: Visit) -> None:
        await visit.refuse(await visit.hear("session.join"), 429, retryAfter=0.5)
        asking.cancel()
        frame = await visit.hear("session.join")
        await visit.answer(frame, {"topic": frame["topic"]})

    async with scripted(script) as server, server.client() as client:
        asking = asyncio.ensure_future(client.topic(ROOM).__aenter__())
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.sleep(0.6)

        assert await client.ask("session.join", "room:another") == {"topic": "room:another"}


async def test_a_number_that_the_log_has_not_reached_yet_is_no_place_to_go_on_from() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(3)
        await visit.say(event(4))

    async with (
        scripted(script) as server,
        server.client() as client,
        client.topic(ROOM, since=9) as topic,
    ):
        seq = topic.seq
        events = await take(topic, 1)

    assert seq == 3
    assert seqs(events) == [4]


async def test_signals_that_nobody_reads_are_kept_up_to_a_bound() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say([signal()] * (MOST_WAITING + 9))
        await visit.answer(await visit.hear("done"), {})

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        await client.ask("done")
        kept = len(topic._items)

    assert kept == MOST_WAITING


async def test_the_clock_is_looked_at_again_and_again_whatever_is_refused() -> None:
    async def script(visit: Visit) -> None:
        for _ in range(3):
            await visit.refuse(await visit.hear("ping"), 429)

    async with scripted(script) as server, server.client() as client:
        before = client.clock.error
        await until(lambda: client.clock.error < math.inf)

    assert before == math.inf


async def test_words_that_are_withheld_leave_no_gap() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say({"type": "withheld", "topic": ROOM, "seq": 1, "at": event(1)["at"]})
        await visit.say(event(2))

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 2)

    assert [(each.type, each.seq) for each in events if isinstance(each, Event)] == [
        ("withheld", 1),
        ("noise", 2),
    ]


async def test_a_replay_that_does_not_come_is_not_asked_for_for_ever() -> None:
    joins: list[object] = []

    async def script(visit: Visit) -> None:
        joins.append(await visit.admit(0))
        await visit.say(event(9))
        joins.append(await visit.admit(9))
        await visit.say(event(10))
        joins.append(await visit.admit(10))
        await visit.say(event(11))

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        fresh, following = await take(topic, 2)

    assert fresh == Fresh(state=None, seq=10)
    assert seqs([following]) == [11]
    assert joins == [{}, {"since": 0}, {}]


async def test_what_a_newer_server_tells_besides_does_no_harm() -> None:
    async def script(visit: Visit) -> None:
        await visit.say({"type": "news", "data": {}})
        await visit.say({"type": "news", "topic": "room:elsewhere", "data": {}})
        await visit.say({"reply": None, "ok": True, "data": {}})
        await visit.admit(0, mood="good")
        await visit.say(event(1, mood="good"))

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        events = await take(topic, 1)

    assert seqs(events) == [1]


async def test_a_join_that_is_refused_for_now_is_tried_again() -> None:
    async def script(visit: Visit) -> None:
        for status in (429, 503):
            await visit.refuse(await visit.hear("session.join"), status, retryAfter=0.01)
        await visit.admit(3)

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        seq = topic.seq

    assert seq == 3
    assert server.visits == 1


async def test_a_question_whose_answer_is_lost_says_that_nobody_knows() -> None:
    async def script(visit: Visit) -> None:
        await visit.hear("room.vote")
        await visit.close(1012)

    async with scripted(script) as server, server.client() as client:
        with pytest.raises(Disconnected):
            await client.ask("room.vote", ROOM, {"songId": "x"})


async def test_a_conflict_tells_both_versions() -> None:
    async def script(visit: Visit) -> None:
        frame = await visit.hear("stem.update")
        await visit.refuse(frame, 409, current=4, expectedVersion=3)

    async with scripted(script) as server, server.client() as client:
        with pytest.raises(Conflict) as refused:
            await client.ask("stem.update", ROOM)

    assert (refused.value.current, refused.value.expected) == (4, 3)


@pytest.mark.parametrize("code", [1000, 1001, 1011, 1012, 4408])
async def test_a_connection_that_ends_is_made_again(code: int) -> None:
    async def first(visit: Visit) -> None:
        await visit.admit(1)
        await visit.close(code)

    async def second(visit: Visit) -> None:
        await visit.admit(2)
        await visit.say(event(2))

    async with (
        scripted(first, second) as server,
        server.client() as client,
        client.topic(ROOM) as topic,
    ):
        events = await take(topic, 1)

    assert seqs(events) == [2]


@pytest.mark.parametrize("code", [4400, 4403])
async def test_a_client_that_the_server_will_not_have_does_not_come_back(code: int) -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.close(code)

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        with pytest.raises(TurnedAway):
            await take(topic, 1)
        with pytest.raises(TurnedAway):
            await client.ask("ping")

    assert server.visits == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (HTTPStatus.FORBIDDEN, TurnedAway),
        (HTTPStatus.TOO_MANY_REQUESTS, RateLimited),
        (HTTPStatus.BAD_GATEWAY, Unavailable),
    ],
)
async def test_a_request_for_the_first_connection_that_is_refused_is_told(
    status: HTTPStatus, kind: type[PhantomError]
) -> None:
    async with scripted() as server:
        server.refusals.append((status, {"Retry-After": "7"}))
        with pytest.raises(kind) as refused:
            await server.client().__aenter__()

    assert getattr(refused.value, "retry_after", 7) == 7


async def test_a_server_that_is_not_quite_up_again_is_asked_again() -> None:
    async def first(visit: Visit) -> None:
        await visit.admit(0)
        await visit.close(1012)

    async def second(visit: Visit) -> None:
        await visit.admit(1)
        await visit.say(event(1))

    async with scripted(first, second) as server, server.client() as client:
        server.refusals += [(HTTPStatus.BAD_GATEWAY, {"Retry-After": "0"})] * 2
        async with client.topic(ROOM) as topic:
            events = await take(topic, 1)

    assert seqs(events) == [1]
    assert not server.refusals


async def test_a_client_that_is_turned_away_later_does_not_come_back() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.close(1012)

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        server.refusals.append((HTTPStatus.FORBIDDEN, {}))
        with pytest.raises(TurnedAway):
            await take(topic, 1)


async def test_a_server_that_never_says_welcome_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def mute(socket: ServerConnection) -> None:
        await socket.wait_closed()

    monkeypatch.setattr(door, "_WELCOME_WITHIN", 0.1)
    async with serve(mute, "127.0.0.1", 0) as server:
        (bound,) = server.sockets
        client = connect(f"ws://127.0.0.1:{bound.getsockname()[1]}", "ada", proxy=None)
        with pytest.raises(Unavailable):
            await client.__aenter__()


async def test_a_server_that_talks_nonsense_ends_the_client_and_everybody_is_told() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say("nonsense")

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        with pytest.raises(ValueError, match="Expecting value"):
            await take(topic, 1)
        with pytest.raises(Unavailable, match="broken"):
            await client.ask("ping")


async def test_a_stream_that_is_read_to_the_end_of_the_client_ends() -> None:
    async def script(visit: Visit) -> None:
        await visit.admit(0)
        await visit.say([event(1), event(2)])

    async with scripted(script) as server, server.client() as client, client.topic(ROOM) as topic:
        await until(lambda: len(topic._items) == 2)
        await client.close()
        read = [item async for item in topic]

    assert seqs(read) == [1, 2]
