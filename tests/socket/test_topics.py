"""Joining topics over the socket: the answer, what was missed, what happens; and who is there."""

from typing import Any

import attrs
import pytest

from phantom_adapters.transport import HubSettings, Pace
from phantom_app.http.payloads import Payload
from phantom_app.socket import CloseCode, SocketSettings
from phantom_core.kernel import ALLOWED, Access, Query, Work, topic
from phantom_core.live import TOPICS, TopicKind
from tests.socket.stage import ADA, BOB, NOW, PROMPT, of, progress, stage
from tests.unit.live.stage import until

ROOM = topic("room", BOB.person)


@attrs.frozen(kw_only=True)
class Shelf:
    """What somebody has."""

    heard: int


@attrs.frozen(kw_only=True)
class GetShelf(Query[Shelf]):
    """Look at the shelf."""

    access = Access.PERSON

    def run(self, work: Work) -> Shelf:
        """Answer it."""
        return Shelf(heard=work.log.head(topic("user", work.actor.person)).seq)


class ShelfPayload(Payload):
    """The shelf on the wire."""

    heard_events: int


KINDS = {
    "user": attrs.evolve(TOPICS["user"], state=lambda _: GetShelf()),
    "room": TopicKind(may_join=lambda _work, _id: ALLOWED),
}
STATES = {Shelf: lambda shelf: ShelfPayload(heard_events=shelf.heard)}


def join(where: str, **data: Any) -> dict[str, Any]:
    """A frame that joins."""
    return {"id": "j", "type": "session.join", "topic": where, "data": data}


async def test_the_answer_to_a_join_says_where_the_topic_stands_and_who_is_there() -> None:
    async with stage(topics=KINDS, states=STATES) as world:
        await world.tell(progress(ADA), progress(ADA))
        client = await world.connect()
        answer = await client.ask(join(of(ADA)))

    me = {"userId": ADA.user_id, "status": "online", "activity": ""}
    assert answer["reply"] == "j"
    assert answer["data"].pop("epoch")
    assert answer["data"] == {
        "seq": 2,
        "start": 2,
        "state": {"heardEvents": 2},
        "presence": {"count": 1, "people": [me]},
    }


async def test_what_was_missed_follows_the_answer_and_then_what_happens() -> None:
    async with stage(topics=KINDS, states=STATES) as world:
        await world.tell(*(progress(ADA, number / 10) for number in range(3)))
        client = await world.connect()
        answer = await client.ask(join(of(ADA), since=1))
        await world.tell(progress(ADA, 1.0))
        events = [await client.next() for _ in range(3)]

    assert "state" not in answer["data"]
    assert [event["seq"] for event in events] == [2, 3, 4]
    assert [event["data"]["fraction"] for event in events] == [0.1, 0.2, 1.0]


async def test_an_event_has_the_form_that_the_contract_gives_it() -> None:
    async with stage() as world:
        client = await world.connect()
        await world.tell(progress(ADA))
        event = await client.next()

    assert event == {
        "type": "analysis.progress",
        "topic": of(ADA),
        "seq": 1,
        "at": "2024-10-04T00:00:00.000Z",
        "by": None,
        "data": {
            "audioFileId": progress(ADA).audio_file_id,
            "stage": "beats",
            "fraction": 0.5,
        },
    }
    assert f"{NOW:%Y-%m-%d}" == "2024-10-04"


@pytest.mark.parametrize("since", [None, 99])
async def test_who_has_no_place_to_go_on_from_is_given_no_replay(since: int | None) -> None:
    async with stage(topics=KINDS, states=STATES) as world:
        await world.tell(progress(ADA))
        client = await world.connect()
        answer = await client.ask(join(of(ADA), since=since))
        pong = await client.ask({"type": "ping", "data": {"t0": 1}})

    assert answer["data"]["state"] == {"heardEvents": 1}
    assert "t0" in pong["data"]


@pytest.mark.parametrize(
    "where", [of(BOB), "user:me", "", "cellar:" + BOB.person, "room", "room:\u0000", "\ud83d\ude00"]
)
async def test_a_topic_that_one_may_not_know_is_not_found(where: str) -> None:
    async with stage(topics=KINDS, states=STATES) as world:
        client = await world.connect()
        answer = await client.ask(join(where))

    assert answer["problem"]["status"] == 404


async def test_one_connection_carries_several_topics_and_leaves_them() -> None:
    async with stage(topics=KINDS) as world:
        ada, bob = await world.connect("ada"), await world.connect("bob")
        await ada.ask(join(ROOM))
        await bob.ask(join(ROOM))
        came, himself = await ada.next(), await bob.next()
        left = await bob.ask({"id": "l", "type": "session.leave", "topic": ROOM})
        gone = await ada.next()

    assert himself == came
    assert left == {"reply": "l", "ok": True, "data": {}}
    assert (came["type"], came["topic"], came["by"]) == ("user.presence", ROOM, BOB.user_id)
    assert [signal["data"] for signal in (came, gone)] == [
        {"status": "online", "activity": "", "count": 2},
        {"status": "offline", "activity": "", "count": 1},
    ]
    assert "seq" not in came


async def test_what_one_does_others_in_the_topic_see_whichever_tab_says_it() -> None:
    async with stage(topics=KINDS) as world:
        phone, desk = await world.connect("ada"), await world.connect("ada's desk")
        bob = await world.connect("bob")
        for client in (bob, phone, desk):
            await client.ask(join(ROOM))
        came = await bob.next()
        data = {"status": "busy", "activity": "mixing"}
        desk.send({"type": "user.presence", "topic": ROOM, "data": data})
        busy = await bob.next()
        desk.leave()
        online = await bob.next()
        phone.leave()
        offline = await bob.next()

    told = [signal["data"]["status"] for signal in (came, busy, online, offline)]
    assert told == ["online", "busy", "online", "offline"]
    assert busy["data"] == {**data, "count": 2}


@pytest.mark.parametrize("activity", ["two\nlines", "\u0000"])
async def test_what_one_does_is_one_line(activity: str) -> None:
    async with stage() as world:
        client = await world.connect()
        data = {"status": "away", "activity": activity}
        answer = await client.ask({"type": "user.presence", "topic": of(ADA), "data": data})

    assert answer["problem"]["status"] == 400
    assert answer["problem"]["errors"][0]["path"] == "data.activity"


async def test_nobody_shows_themselves_where_they_are_not() -> None:
    async with stage(topics=KINDS) as world:
        client = await world.connect()
        data = {"status": "away"}
        answer = await client.ask({"type": "user.presence", "topic": ROOM, "data": data})

    assert answer["problem"]["status"] == 404


async def test_in_a_full_room_the_answer_names_a_hundred_people() -> None:
    async with stage(topics=KINDS) as world:
        for number in range(120):
            reader = world.hub.connect(world.quiet_outbox(), world.guest(number), lambda _: None)
            await world.hub.join(reader, ROOM, None, lambda *_: b"{}")
        client = await world.connect()
        answer = await client.ask(join(ROOM))

    assert answer["data"]["presence"]["count"] == 121
    assert len(answer["data"]["presence"]["people"]) == 100


async def test_while_the_store_is_out_of_reach_joining_is_refused() -> None:
    async with stage(topics=KINDS) as world:
        client = await world.connect()
        world.phantom.reachable = False
        refused = await client.ask(join(ROOM))
        world.phantom.reachable = True
        joined = await client.ask(join(ROOM))

    assert refused["problem"]["status"] == 503
    assert joined["ok"]


async def test_who_can_no_longer_hear_their_own_topic_must_come_again() -> None:
    async with stage() as world:
        client = await world.connect()
        world.phantom.reachable = False
        refused = await client.ask(join(of(ADA), since=0))

        assert refused["problem"]["status"] == 503
        assert await client.closed() == CloseCode.TRY_LATER


async def test_who_reads_slowly_is_answered_slowly() -> None:
    async with stage(hub=PROMPT) as world:
        client = await world.connect()
        client.stall()
        for number in range(50):
            client.send({"id": str(number), "type": "ping", "data": {"t0": 1}})
        await until(lambda: not world.hub.readers[0].outbox.clear)
        asked = client.asked
        client.resume()
        answers = [(await client.next())["reply"] for _ in range(50)]

    assert asked < 4
    assert answers == [str(number) for number in range(50)]


async def test_who_takes_nothing_is_closed_with_a_code_to_come_back_by() -> None:
    hub = HubSettings(pace=Pace(per_reader=0), patience=0.3)
    settings = SocketSettings(farewell=60, linger=0)
    async with stage(hub=hub, settings=settings) as world:
        slow, brisk = await world.connect("ada"), await world.connect("ada's desk")
        slow.stall()
        await world.tell(progress(ADA), progress(ADA))
        await until(lambda: len(world.hub.readers) == 1)
        slow.resume()

        assert await slow.closed() == CloseCode.STALLED
        assert [(await brisk.next())["seq"] for _ in range(2)] == [1, 2]


async def test_when_the_server_closes_everybody_is_told_to_come_back() -> None:
    async with stage() as world:
        client = await world.connect()
        await world.hub.__aexit__(None, None, None)

        assert await client.closed() == CloseCode.RESTARTING
