"""Chat on the socket: saying, typing, receipts, and the end of it for who is put out."""

from typing import Any

import attrs
import pytest

from tests.http.test_chat import ROOMS, direct, group, say
from tests.http.world import Someone
from tests.socket.site import Site
from tests.socket.stage import Client
from tests.socket.test_events import check


@attrs.frozen
class Line:
    """Somebody's connection, which has joined a chat."""

    who: Someone
    client: Client
    topic: str

    async def ask(self, kind: str, data: Any = None) -> dict[str, Any]:
        """Send a frame about the chat, and wait for its answer."""
        frame = {"id": "f", "type": kind, "topic": self.topic, "data": data or {}}
        check(f"{kind}.frame", frame)
        self.client.send(frame)
        while (told := await self.client.next()).get("reply") != "f":
            pass
        return told

    async def hear(self, kind: str) -> dict[str, Any]:
        """Wait for what is told of a kind."""
        while (told := await self.client.next()).get("type") != kind:
            pass
        return told


async def line(site: Site, who: Someone, chat_room_id: str) -> Line:
    """Have somebody join a chat."""
    joined = Line(who, await site.admitted(who), f"chat:{chat_room_id}")
    answer = await joined.ask("session.join")
    assert answer["ok"], answer
    return joined


@attrs.frozen
class Pair:
    """Two who have joined their chat."""

    ada: Line
    bob: Line
    room: str


@pytest.fixture
async def pair(site: Site) -> Pair:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    room = await direct(ada, bob)
    return Pair(await line(site, ada, room), await line(site, bob, room), room)


async def test_joining_a_chat_tells_how_it_stands(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    room = await group(ada, bob)
    client = await site.admitted(bob)
    joined = Line(bob, client, f"chat:{room}")
    answer = await joined.ask("session.join")
    check("session.join.answer", answer)
    state = answer["data"]["state"]

    assert (state["chat"]["title"], state["chat"]["me"]["role"]) == ("Band", "guest")
    assert {each["user"]["username"] for each in state["chat"]["members"]} == {"ada", "bob"}
    assert [each["content"] for each in state["messages"]["items"]] == ["Room created. Say hi!"]


@pytest.mark.parametrize("topic", ["chat:01ARZ3NDEKTSV4RRFFQ69G5FAV", None])
async def test_who_is_not_in_a_chat_does_not_hear_it(
    site: Site, pair: Pair, topic: str | None
) -> None:
    eve = await site.world.someone("eve")
    outside = Line(eve, await site.admitted(eve), topic or pair.ada.topic)
    for kind, data in (
        ("session.join", {}),
        ("chat.message", {"content": "Hello!"}),
        ("chat.seen", {"seq": 1}),
        ("chat.typing", {}),
    ):
        answer = await outside.ask(kind, data)

        assert (answer["ok"], answer["problem"]["status"]) == (False, 404)


@pytest.mark.flow
async def test_what_is_said_is_answered_and_told_to_all(pair: Pair) -> None:
    answer = await pair.ada.ask("chat.message", {"clientId": "c1", "content": "Hello!"})
    check("chat.message.answer", answer)
    heard = await pair.bob.hear("chat.message")
    again = await pair.ada.ask("chat.message", {"clientId": "c1", "content": "Hello!"})

    assert answer["data"]["seq"] == 2
    assert heard["data"]["message"] == answer["data"] == again["data"]
    assert (heard["by"], heard["seq"]) == (pair.ada.who.id, 2)


async def test_what_is_said_over_http_is_told_as_well(pair: Pair) -> None:
    message = await say(pair.ada.who, pair.room, "Hello!")

    assert (await pair.bob.hear("chat.message"))["data"]["message"] == message


async def test_faults_of_a_message_are_named_by_where_they_stand(pair: Pair) -> None:
    answer = await pair.ada.ask("chat.message", {"content": " "})
    odd = await pair.ada.ask("chat.message", {"type": "system", "content": "Hi."})

    assert answer["problem"]["errors"][0]["path"] == "data.content"
    assert odd["problem"]["errors"][0]["path"] == "data.type"


async def test_a_frame_about_something_else_is_about_no_chat(pair: Pair) -> None:
    elsewhere = Line(pair.ada.who, pair.ada.client, f"user:{pair.ada.who.id}")
    for kind, data in (("chat.message", {"content": "Hello!"}), ("chat.typing", {})):
        answer = await elsewhere.ask(kind, data)

        assert answer["problem"]["status"] == 404


async def test_receipts_are_answered_and_told(pair: Pair) -> None:
    await pair.ada.ask("chat.message", {"content": "Hello!"})
    delivered = await pair.bob.ask("chat.delivered", {"seq": 2})
    check("chat.delivered.answer", delivered)
    seen = await pair.bob.ask("chat.seen", {"seq": 2})
    told = [(await pair.ada.hear("chat.receipt"))["data"] for _ in range(2)]

    assert (delivered["data"]["lastDeliveredSeq"], delivered["data"]["lastSeenSeq"]) == (2, 1)
    assert seen["data"]["lastSeenSeq"] == 2
    assert [(each["deliveredSeq"], each["seenSeq"]) for each in told] == [(2, 1), (2, 2)]
    assert told[0]["person"]["username"] == "bob"


@pytest.mark.flow
async def test_typing_is_shown_to_the_others_and_not_kept(site: Site, pair: Pair) -> None:
    answer = await pair.bob.ask("chat.typing")
    told = await pair.ada.hear("chat.typing")
    check("chat.typing", told)
    later = await line(site, pair.ada.who, pair.room)

    assert answer["ok"]
    assert (told["by"], told["data"]) == (pair.bob.who.id, {})
    assert "seq" not in told
    await pair.bob.ask("chat.message", {"content": "Hello!"})
    assert (await later.hear("chat.message"))["seq"] == 2


@pytest.mark.flow
async def test_who_is_banned_hears_it_and_nothing_more(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    room = await group(ada, bob)
    here, there = await line(site, bob, room), await line(site, bob, room)
    path = f"{ROOMS}/{room}/members/{bob.id}"
    await ada.send("PUT", path, {"bannedUntil": "2999-01-01T00:00:00Z"})
    for each in (here, there):
        assert (await each.hear("chat.member.left"))["data"]["userId"] == bob.id
        assert (await each.hear("removed"))["topic"] == f"chat:{room}"
    answer = await here.ask("session.join")
    await say(ada, room, "He is gone.")
    said = await here.ask("chat.message", {"content": "I am not."})

    assert answer["problem"]["type"] == "urn:phantom:banned"
    assert said["problem"]["type"] == "urn:phantom:banned"


async def test_the_words_of_whom_one_has_blocked_are_withheld(site: Site) -> None:
    ada, bob, cyd = [await site.world.someone(name) for name in ("ada", "bob", "cyd")]
    room = await group(ada, bob, cyd)
    await ada.send("PUT", f"/api/users/{bob.id}/block")
    hers = await line(site, ada, room)
    await say(bob, room, "Can you hear me?")
    await say(cyd, room, "I can.")
    withheld, heard = await hers.hear("withheld"), await hers.hear("chat.message")

    assert (withheld["seq"], heard["seq"]) == (2, 3)
    assert heard["data"]["message"]["content"] == "I can."


async def test_what_a_room_says_of_whom_one_has_blocked_is_withheld(site: Site) -> None:
    ada, bob, cyd = [await site.world.someone(name) for name in ("ada", "bob", "cyd")]
    room = await group(cyd, ada, bob)
    await ada.send("PUT", f"/api/users/{bob.id}/block")
    hers, his = await line(site, ada, room), await line(site, bob, room)
    path = f"/api/messages/rooms/{room}/members/{bob.id}"
    assert (await cyd.send("PUT", path, {"role": "admin"})).is_success
    told = await his.hear("chat.message")

    assert told["data"]["message"]["notice"]["user"]["id"] == bob.id
    assert [(await hers.hear("withheld"))["seq"] for _ in range(2)] == [
        told["seq"] - 1,
        told["seq"],
    ]


async def test_who_is_brought_and_put_out_is_withheld_from_whoever_has_blocked_them(
    site: Site,
) -> None:
    ada, bob, cyd = [await site.world.someone(name) for name in ("ada", "bob", "cyd")]
    room = await group(cyd, ada)
    await ada.send("PUT", f"/api/users/{bob.id}/block")
    hers = await line(site, ada, room)
    place = f"/api/messages/rooms/{room}/members/{bob.id}"
    assert (await cyd.send("PUT", place, {})).is_success
    assert (await cyd.send("DELETE", place)).is_success
    await say(cyd, room, "Gone.")

    heard = [await hers.client.next()]
    while heard[-1].get("type") != "chat.message":
        heard.append(await hers.client.next())
    assert bob.id not in str(heard)
    assert heard[-1]["data"]["message"]["content"] == "Gone."
    assert [each["type"] for each in heard if "seq" in each] == [*["withheld"] * 4, "chat.message"]


class TestLimited:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_RATE_LIMITS": "chat=3/30"}

    async def test_the_bucket_is_the_same_over_http_and_on_the_socket(self, pair: Pair) -> None:
        await say(pair.ada.who, pair.room, "One")
        for content in ("Two", "Three"):
            assert (await pair.ada.ask("chat.message", {"content": content}))["ok"]
        refused = await pair.ada.ask("chat.message", {"content": "Four"})
        path = f"{ROOMS}/{pair.room}/messages"
        over_http = await pair.ada.who.send("POST", path, {"content": "Four"})

        assert (refused["problem"]["status"], refused["problem"]["retryAfter"]) == (429, 10)
        assert over_http.status_code == 429
        assert (await pair.ada.ask("chat.seen", {"seq": 4}))["ok"]
