"""Calls whose people are at two servers: what they tell each other, and what everybody is told."""

from typing import Any

import attrs
import pytest

from phantom_app.tending import forget_lost_servers
from phantom_core.kernel import Id
from phantom_core.live import BeatServer, RegisterServer
from phantom_core.rooms import AdvanceRoom, RoomId
from tests.http.listeners import a_room, listener, music
from tests.http.world import Someone
from tests.socket.stage import Client
from tests.socket.two_sites import Sites, joined, told
from tests.valkey_server import ValkeyServer

BROKER = pytest.mark.parametrize("sites", ["with a broker"], indirect=True)


@attrs.frozen
class Party:
    """Somebody in a call, with a socket to one of the servers."""

    who: Someone
    client: Client
    call: str

    async def ask(self, kind: str, **data: Any) -> dict[str, Any]:
        """Send a frame about the call, and wait for its answer."""
        frame = {"id": kind, "type": f"call.{kind}", "data": {"callId": self.call, **data}}
        self.client.send(frame)
        while (said := await self.client.next()).get("reply") != kind:
            pass
        return said

    async def tell(self, kind: str, other: "Party", **data: Any) -> None:
        """Tell another something that is passed on."""
        answer = await self.ask(kind, to=other.who.id, **data)
        assert answer["ok"], answer

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next signal of a kind, as it is told."""
        said = await told(self.client, f"call.{kind}")
        assert said["data"]["callId"] == self.call
        return said


@attrs.frozen
class Call:
    """A call of a private room: Ada is at one server, and Bob at the other."""

    room: str
    ada: Party
    bob: Party

    @property
    def topic(self) -> str:
        """Of the room."""
        return f"room:{self.room}"

    @property
    def by_rank(self) -> tuple[Party, Party]:
        """Who has the lesser id, and the other."""
        lesser, greater = sorted((self.ada, self.bob), key=lambda party: party.who.id)
        return lesser, greater


@pytest.fixture
async def call(sites: Sites) -> Call:
    """Both are in it, and listen to the room."""
    heard = await music(sites.here.world, 100, 100)
    ada, bob = [await listener(sites.here.world, name, heard) for name in ("ada", "bob")]
    room = (await a_room(ada, heard, bob))["id"]
    await sites.elsewhere(bob).send("POST", f"/api/rooms/{room}/join")
    for site in (sites.here, sites.there):
        register = RegisterServer(server_id=site.world.services.server_id, alone=False)
        await site.world.do(register)
        site.attend()
    hers = await joined(sites.here, ada, f"room:{room}")
    his = await joined(sites.there, bob, f"room:{room}")
    begun = await ada.send("POST", f"/api/rooms/{room}/voice-call/start")
    entered = await sites.elsewhere(bob).send("POST", f"/api/rooms/{room}/voice-call/join")
    assert (begun.status_code, entered.status_code) == (201, 200)
    for client in (hers, his):
        await told(client, "call.joined")
    for site in (sites.here, sites.there):
        await site.settled()
    name = begun.json()["call"]["id"]
    return Call(room, Party(ada, hers, name), Party(bob, his, name))


@BROKER
async def test_offer_answer_and_candidates_pass_from_one_server_to_the_other_and_back(
    call: Call,
) -> None:
    ada, bob = call.ada, call.bob
    ways = [{"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0}, None]
    await ada.tell("offer", bob, sdp="what Ada offers")
    offered = await bob.hear("offer")
    await bob.tell("answer", ada, sdp="what Bob answers")
    answered = await ada.hear("answer")
    await bob.tell("ice", ada, candidates=ways)
    reached = await ada.hear("ice")

    assert (offered["by"], offered["data"]["sdp"]) == (ada.who.id, "what Ada offers")
    assert (answered["by"], answered["data"]["sdp"]) == (bob.who.id, "what Bob answers")
    assert [each and each["candidate"] for each in reached["data"]["candidates"]] == [
        "candidate:1",
        None,
    ]


@BROKER
async def test_where_both_offer_by_two_servers_the_lesser_ids_offer_stands(call: Call) -> None:
    lesser, greater = call.by_rank
    await greater.tell("offer", lesser, sdp="the greater's")
    await lesser.tell("offer", greater, sdp="the lesser's")
    stands = await greater.hear("offer")
    refused = await greater.ask("offer", to=lesser.who.id, sdp="the greater's, again")
    await greater.tell("answer", lesser, sdp="the greater's answer")
    answered = await lesser.hear("answer")

    assert stands["data"]["sdp"] == "the lesser's"
    assert refused["problem"]["type"] == "urn:phantom:glare"
    assert answered["data"]["sdp"] == "the greater's answer"


async def test_who_hangs_up_at_one_server_has_left_for_who_is_at_the_other(call: Call) -> None:
    hung_up = await call.bob.ask("hangup")
    left = await call.ada.hear("left")
    late = await call.ada.ask("offer", to=call.bob.who.id, sdp="Are you there?")

    assert hung_up["ok"]
    assert (left["data"]["person"]["id"], left["data"]["reason"]) == (call.bob.who.id, "left")
    assert late["problem"]["type"] == "urn:phantom:not-found"


@BROKER
async def test_whose_server_is_lost_is_still_in_the_call_when_they_come_back_by_the_other(
    call: Call, sites: Sites
) -> None:
    await _seconds_pass(call, sites, 16)
    back = attrs.evolve(call.bob, client=await joined(sites.here, call.bob.who, call.topic))
    await sites.here.settled()
    await _seconds_pass(call, sites, 21)
    await back.tell("offer", call.ada, sdp="Here I am again")
    offered = await call.ada.hear("offer")

    assert offered["by"] == call.bob.who.id


async def test_whose_server_is_lost_is_out_of_the_call_unless_they_come_back(
    call: Call, sites: Sites
) -> None:
    await _seconds_pass(call, sites, 16)
    await _seconds_pass(call, sites, 21)
    left = await call.ada.hear("left")

    assert (left["data"]["person"]["id"], left["data"]["reason"]) == (call.bob.who.id, "gone")


@BROKER
async def test_without_the_broker_callers_at_one_server_go_on_and_others_once_it_is_back(
    call: Call, sites: Sites, broker: ValkeyServer
) -> None:
    ada, bob = call.ada, call.bob
    broker.kill()
    await sites.connected(expected=False)
    await ada.tell("offer", bob, sdp="lost")
    near = attrs.evolve(bob, client=await joined(sites.here, bob.who, call.topic))
    await near.tell("answer", ada, sdp="by the same server")
    answered = await ada.hear("answer")
    broker.start()
    await sites.connected()
    await ada.tell("offer", bob, sdp="found")
    offered = await bob.hear("offer")

    assert answered["data"]["sdp"] == "by the same server"
    assert offered["data"]["sdp"] == "found"


@BROKER
async def test_who_leaves_without_the_broker_has_left_for_all(
    call: Call, sites: Sites, broker: ValkeyServer
) -> None:
    broker.kill()
    await sites.connected(expected=False)
    await call.bob.ask("hangup")
    left = await call.ada.hear("left")

    assert left["data"]["person"]["id"] == call.bob.who.id


async def _seconds_pass(call: Call, sites: Sites, seconds: int) -> None:
    """Time passes, in which Bob's server says nothing and the other looks after the rooms."""
    world = sites.here.world
    world.clock.advance(seconds=seconds)
    await world.do(BeatServer(server_id=world.services.server_id))
    await forget_lost_servers(world.services.phantom)
    await world.do(AdvanceRoom(room_id=RoomId(Id(call.room))))
