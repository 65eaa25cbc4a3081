"""Rooms over the socket: who listens to them, voting and playing, and who is there."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from phantom_app.socket import CloseCode
from phantom_app.tending import forget_lost_servers, tend_rooms
from phantom_core.kernel import Id, UserId
from phantom_core.rooms import AttachMember, RoomId
from tests.http.listeners import Music, a_room, listener, music
from tests.http.world import Someone
from tests.socket.site import Site
from tests.socket.stage import Client

LOST = Id("01ARZ3NDEKTSV4RRFFQ69G5FAV")


async def _said(client: Client, *types: str) -> dict[str, Any]:
    """The next of some types that a client is told."""
    while True:
        told = await client.next()
        if told.get("type") in types:
            return told


async def _answer(client: Client, frame: str, room: dict[str, Any], **data: Any) -> dict[str, Any]:
    """Send a frame about a room, and answer its answer."""
    topic = f"room:{room['id']}"
    client.send({"id": "f", "type": frame, "topic": topic, "data": data})
    while True:
        told = await client.next()
        if told.get("reply") == "f":
            return told


async def _pair(site: Site, heard: Music) -> tuple[Someone, Someone, dict[str, Any]]:
    """Ada and Bob, in a private room of hers."""
    ada, bob = await listener(site.world, "ada", heard), await listener(site.world, "bob", heard)
    room = await a_room(ada, heard, bob)
    await bob.send("POST", f"/api/rooms/{room['id']}/join")
    return ada, bob, room


class TestListening:
    async def test_its_state_is_the_room_with_its_music_and_its_people(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada = await listener(site.world, "ada", heard)
        room = await a_room(ada, heard)
        client = await site.admitted(ada)
        joined = await _answer(client, "session.join", room)

        assert joined["data"]["state"] == {**room, "calls": []}
        assert joined["data"]["presence"]["count"] == 1

    async def test_only_those_listen_who_are_in_it(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, bob, private = await _pair(site, heard)
        eve = await listener(site.world, "eve", heard)
        public = await a_room(ada, heard)
        client = await site.admitted(eve)
        answers = [await _answer(client, "session.join", room) for room in (public, private)]
        friend = await site.admitted(bob)

        assert [answer["problem"]["type"] for answer in answers] == [
            "urn:phantom:not-present",
            "urn:phantom:not-found",
        ]
        assert (await _answer(friend, "session.join", private))["ok"]

    @pytest.mark.flow
    async def test_who_is_put_out_hears_that_and_no_more(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, bob, room = await _pair(site, heard)
        client = await site.admitted(bob)
        await _answer(client, "session.join", room)
        await ada.send("POST", f"/api/rooms/{room['id']}/kick", {"userId": bob.id})
        left = await _said(client, "room.member.left", "removed")
        removed = await _said(client, "room.member.left", "removed")

        assert left["data"]["reason"] == "kicked"
        assert left["data"]["user"]["id"] == bob.id
        assert left["by"] == ada.id
        assert removed == {"type": "removed", "topic": f"room:{room['id']}", "seq": left["seq"]}

    async def test_nobody_listens_to_a_room_that_is_over(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, bob, room = await _pair(site, heard)
        clients = [await site.admitted(each) for each in (ada, bob)]
        for client in clients:
            await _answer(client, "session.join", room)
        await ada.send("POST", f"/api/rooms/{room['id']}/close")
        ended = [await _said(client, "room.state") for client in clients]
        removed = [await _said(client, "removed") for client in clients]

        assert [event["data"]["reason"] for event in ended] == ["ended", "ended"]
        assert not ended[0]["data"]["room"]["isActive"]
        assert len(removed) == 2

    async def test_the_path_of_a_room_leads_to_its_topic_and_its_chats(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, bob, room = await _pair(site, heard)
        eve = await listener(site.world, "eve", heard)
        path = f"/ws/rooms/{room['id']}/chat"
        friend = site.connect(bob.signed_in["accessToken"], path=path)
        welcome, joined = await friend.next(), await friend.next()
        while "data" not in (chat := await friend.next()) or "state" not in chat["data"]:
            pass
        stranger = site.connect(eve.signed_in["accessToken"], path=path)
        chats = (await bob.send("GET", "/api/messages/rooms")).json()["items"]

        assert welcome["data"] == {"userId": bob.id}
        assert joined["data"]["topic"] == f"room:{room['id']}"
        assert joined["data"]["state"]["host"]["id"] == ada.id
        assert [each["linkedId"] for each in chats] == [room["id"]]
        assert chat["data"]["topic"] == f"chat:{chats[0]['id']}"
        assert await stranger.closed() == CloseCode.NOT_WELCOME

    async def test_nobody_is_said_to_have_done_what_the_time_has_brought(self, site: Site) -> None:
        heard = await music(site.world, 40, 40)
        ada = await listener(site.world, "ada", heard)
        bob = await listener(site.world, "bob", heard)
        room = await a_room(ada, heard)
        client = await site.admitted(ada)
        await _answer(client, "session.join", room)
        site.world.clock.advance(seconds=41)
        await bob.send("POST", f"/api/rooms/{room['id']}/join")
        changed = await _said(client, "song.changed")
        joined = await _said(client, "room.member.joined")

        assert (changed["by"], joined["by"]) == (None, bob.id)

    async def test_nobody_is_told_who_has_voted(self, site: Site) -> None:
        heard = await music(site.world, 12, 12, 12, 12)
        ada = await listener(site.world, "ada", heard)
        room = await a_room(ada, heard)
        client = await site.admitted(ada)
        await _answer(client, "session.join", room)
        vote = {"songId": heard.song_ids[2]}
        await ada.send("POST", f"/api/rooms/{room['id']}/vote", vote)
        tally = await _said(client, "vote.tally")

        assert tally["by"] is None
        assert sum(each["votes"] for each in tally["data"]["candidates"]) == 1


class TestFrames:
    @pytest.mark.flow
    async def test_a_vote_counts_as_the_rest_call_does(self, site: Site) -> None:
        heard = await music(site.world, 12, 12, 12, 12)
        ada = await listener(site.world, "ada", heard)
        room = await a_room(ada, heard)
        client = await site.admitted(ada)
        voted = await _answer(client, "room.vote", room, songId=heard.song_ids[2])
        refused = await _answer(client, "room.vote", room, songId=heard.song_ids[0])
        told = (await ada.send("GET", f"/api/rooms/{room['id']}/vote-results")).json()

        assert voted["data"] == told
        assert told["myVote"] == heard.song_ids[2]
        assert refused["problem"]["type"] == "urn:phantom:not-a-candidate"
        assert refused["problem"]["errors"][0]["path"] == "data.songId"

    @pytest.mark.flow
    async def test_the_player_is_everybodys(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, bob, room = await _pair(site, heard)
        mine, theirs = await site.admitted(ada), await site.admitted(bob)
        await _answer(theirs, "session.join", room)
        played = await _answer(mine, "playback.sync", room, action="play")
        sought = await _answer(mine, "playback.sync", room, action="seek", positionMs=30_000)
        paused = await _answer(mine, "playback.sync", room, action="pause", positionMs=40_000)
        heard_of = [(await _said(theirs, "playback.changed"))["data"]["playback"] for _ in range(4)]

        assert played["data"]["status"] == "playing"
        assert sought["data"]["positionMs"] == 30_000
        assert (paused["data"]["status"], paused["data"]["positionMs"]) == ("paused", 40_000)
        assert heard_of[-1] == paused["data"]

    async def test_what_makes_no_sense_is_refused(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, _, private = await _pair(site, heard)
        public = await a_room(ada, heard)
        client = await site.admitted(ada)
        nowhere = await _answer(client, "playback.sync", private, action="seek")
        unknown = await _answer(client, "playback.sync", private, action="dance")
        forbidden = await _answer(client, "playback.sync", public, action="play")
        elsewhere = await client.ask(
            {"type": "room.vote", "topic": f"user:{ada.id}", "data": {"songId": ada.id}}
        )

        assert nowhere["problem"]["errors"][0]["path"] == "data.positionMs"
        assert unknown["problem"]["errors"][0]["path"] == "data.action"
        assert forbidden["problem"]["type"] == "urn:phantom:public-room-control"
        assert elsewhere["problem"]["type"] == "urn:phantom:not-found"
        assert elsewhere["problem"]["detail"].startswith("There is no room topic user:")

    async def test_who_names_what_is_over_changes_nothing(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, _, room = await _pair(site, heard)
        entry = (await ada.send("GET", f"/api/rooms/{room['id']}/playback")).json()["entryId"]
        await ada.send("POST", f"/api/rooms/{room['id']}/skip")
        client = await site.admitted(ada)
        late = await _answer(client, "playback.sync", room, action="play", entryId=entry)

        assert late["problem"]["type"] == "urn:phantom:already-advanced"


@pytest.mark.usefixtures("tended")
class TestBeingThere:
    @pytest.fixture
    def tended(self, site: Site) -> None:
        """Have the rooms of the site looked after, as they are beside a server."""
        site.attend()
        for services in site.world.servers:
            site.tasks.create_task(tend_rooms(services))

    async def test_who_drops_out_has_left_after_a_while(self, site: Site) -> None:
        heard = await music(site.world, 200, 200)
        ada, bob, room = await _pair(site, heard)
        mine, theirs = await site.admitted(ada), await site.admitted(bob)
        for client in (mine, theirs):
            await _answer(client, "session.join", room)
        await site.settled()
        theirs.leave()
        while (await _said(mine, "user.presence"))["data"]["status"] != "offline":
            pass
        await site.settled()
        site.world.clock.advance(seconds=20)
        left = await _said(mine, "room.member.left")

        assert left["data"]["user"]["id"] == bob.id
        assert left["data"]["reason"] == "dropped"
        assert left["by"] is None

    async def test_music_goes_on_by_itself(self, site: Site) -> None:
        heard = await music(site.world, 40, 40)
        ada = await listener(site.world, "ada", heard)
        room = await a_room(ada, heard)
        client = await site.admitted(ada)
        await _answer(client, "session.join", room)
        now = site.world.clock.advance(seconds=41)
        changed = await _said(client, "song.changed")
        started_at = datetime.fromisoformat(changed["data"]["startedAt"])

        assert changed["data"]["song"]["id"] == heard.song_ids[1]
        assert now - started_at == timedelta(seconds=1)
        assert changed["data"]["entryId"] == changed["data"]["playback"]["entryId"]
        assert changed["data"]["reason"] == "playlist"


async def test_those_are_missed_whom_a_lost_server_had(site: Site) -> None:
    heard = await music(site.world, 200, 200)
    ada, bob = await listener(site.world, "ada", heard), await listener(site.world, "bob", heard)
    room = await a_room(ada, heard)
    room_id, bobs = RoomId(Id(room["id"])), UserId(Id(bob.id))
    await bob.send("POST", f"/api/rooms/{room_id}/join")
    await site.world.do(AttachMember(room_id=room_id, user_id=bobs, server_id=LOST))
    await forget_lost_servers(site.world.services.phantom)
    site.world.clock.advance(seconds=20)
    seen = (await ada.send("GET", f"/api/rooms/{room_id}")).json()

    assert [each["user"]["id"] for each in seen["members"]] == [ada.id]
