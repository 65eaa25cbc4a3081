"""Calls over HTTP: beginning, joining and leaving them, muting, and what ends them."""

from typing import Any

import pytest

from tests.http.listeners import a_room, listener, music
from tests.http.world import Someone, World

_IDS = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.fixture
async def pair(world: World) -> tuple[Someone, Someone, str]:
    """Two people who are in a private room together."""
    heard = await music(world, 100, 100)
    ada, bob = [await listener(world, name, heard) for name in ("ada", "bob")]
    room = (await a_room(ada, heard, bob))["id"]
    await bob.send("POST", f"/api/rooms/{room}/join")
    return ada, bob, room


async def act(who: Someone, room: str, act: str, kind: str = "voice") -> Any:
    """Do something with a call of the room."""
    answer = await who.send("POST", f"/api/rooms/{room}/{kind}-call/{act}")
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


@pytest.mark.flow
async def test_who_begins_a_call_is_in_it(pair: tuple[Someone, Someone, str]) -> None:
    ada, _, room = pair

    answer = await ada.send("POST", f"/api/rooms/{room}/voice-call/start")

    call = answer.json()["call"]
    assert answer.status_code == 201
    assert (call["kind"], call["roomId"], call["startedBy"]["id"]) == ("voice", room, ada.id)
    assert [each["user"]["id"] for each in call["participants"]] == [ada.id]
    assert call["participants"][0]["party"] == answer.json()["party"]
    assert answer.json()["iceServers"] == []


async def test_beginning_the_call_that_lasts_is_joining_it(
    pair: tuple[Someone, Someone, str],
) -> None:
    ada, bob, room = pair
    begun = await act(ada, room, "start")

    answer = await bob.send("POST", f"/api/rooms/{room}/voice-call/start")

    assert (answer.status_code, answer.json()["call"]["id"]) == (200, begun["call"]["id"])
    assert len(answer.json()["call"]["participants"]) == 2


async def test_a_second_device_takes_the_part_over(pair: tuple[Someone, Someone, str]) -> None:
    ada, _, room = pair
    first = await act(ada, room, "start")

    second = await act(ada, room, "join")

    assert second["party"] != first["party"]
    assert [each["party"] for each in second["call"]["participants"]] == [second["party"]]


async def test_without_a_call_there_is_nothing_to_join(pair: tuple[Someone, Someone, str]) -> None:
    ada, _, room = pair

    answer = await ada.send("POST", f"/api/rooms/{room}/voice-call/join")

    assert (answer.status_code, answer.json()["type"]) == (410, "urn:phantom:call-over")


async def test_a_call_is_over_when_the_last_one_leaves(pair: tuple[Someone, Someone, str]) -> None:
    ada, bob, room = pair
    first = await act(ada, room, "start")
    await act(bob, room, "join")

    await act(ada, room, "leave")
    await act(ada, room, "leave")
    await act(bob, room, "leave")

    assert (await act(bob, room, "start"))["call"]["id"] != first["call"]["id"]


async def test_one_is_in_one_call_of_a_room_at_a_time(pair: tuple[Someone, Someone, str]) -> None:
    ada, bob, room = pair
    await act(ada, room, "start")
    await act(bob, room, "join")

    await act(bob, room, "start", "video")

    voice = await act(ada, room, "join")
    assert [each["user"]["id"] for each in voice["call"]["participants"]] == [ada.id]


@pytest.mark.parametrize(("kind", "allowed"), [("voice", True), ("voice", False), ("video", True)])
async def test_a_public_room_has_voice_calls_where_its_host_allows(
    world: World, kind: str, *, allowed: bool
) -> None:
    heard = await music(world, 100, 100)
    ada = await listener(world, "ada", heard)
    room = await a_room(ada, heard, allowVoiceChat=allowed)

    answer = await ada.send("POST", f"/api/rooms/{room['id']}/{kind}-call/start")

    if kind == "voice" and allowed:
        assert answer.status_code == 201
    else:
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:phantom:no-call-here")


async def test_a_call_ends_when_calls_are_allowed_no_longer(world: World) -> None:
    heard = await music(world, 100, 100)
    ada = await listener(world, "ada", heard)
    room = (await a_room(ada, heard, allowVoiceChat=True))["id"]
    await act(ada, room, "start")

    await ada.send("PATCH", f"/api/rooms/{room}", {"allowVoiceChat": False})
    await ada.send("PATCH", f"/api/rooms/{room}", {"allowVoiceChat": True})

    assert (await ada.send("POST", f"/api/rooms/{room}/voice-call/join")).status_code == 410


@pytest.mark.flow
@pytest.mark.parametrize("way", ["leave", "kick"])
async def test_who_is_out_of_the_room_is_out_of_its_calls(
    pair: tuple[Someone, Someone, str], way: str
) -> None:
    ada, bob, room = pair
    await act(ada, room, "start")
    await act(bob, room, "join")

    if way == "leave":
        await bob.send("POST", f"/api/rooms/{room}/leave")
    else:
        await ada.send("POST", f"/api/rooms/{room}/kick", {"userId": bob.id})

    call = (await act(ada, room, "start"))["call"]
    assert [each["user"]["id"] for each in call["participants"]] == [ada.id]


async def test_whom_one_has_blocked_one_does_not_see_in_calls(
    pair: tuple[Someone, Someone, str],
) -> None:
    ada, bob, room = pair
    await act(ada, room, "start")
    await ada.send("PUT", f"/api/users/{bob.id}/block")

    theirs = (await act(bob, room, "join"))["call"]
    mine = (await act(ada, room, "join"))["call"]

    assert [each["user"]["id"] for each in mine["participants"]] == [ada.id]
    assert {each["user"]["id"] for each in theirs["participants"]} == {ada.id, bob.id}


async def test_members_see_who_is_muted_and_deafened(pair: tuple[Someone, Someone, str]) -> None:
    ada, bob, room = pair

    muted = await bob.send("PUT", f"/api/rooms/{room}/mute", {"muted": True})
    deafened = await bob.send("PUT", f"/api/rooms/{room}/deafen", {"deafened": True})

    assert (muted.status_code, deafened.status_code) == (204, 204)
    members = (await ada.send("GET", f"/api/rooms/{room}/members")).json()["items"]
    (mine,) = [each for each in members if each["user"]["id"] == bob.id]
    assert (mine["isMuted"], mine["isDeafened"]) == (True, True)


async def test_nobody_else_is_told_whom_one_does_not_want_to_hear(
    pair: tuple[Someone, Someone, str],
) -> None:
    ada, bob, room = pair

    answer = await ada.send("PUT", f"/api/rooms/{room}/mute", {"muted": True, "userId": bob.id})

    assert answer.status_code == 204
    members = (await bob.send("GET", f"/api/rooms/{room}/members")).json()["items"]
    assert not any(each["isMuted"] for each in members)


@pytest.mark.parametrize(("whom", "status"), [("oneself", 400), ("nobody", 404)])
async def test_only_others_are_muted_for_oneself(
    pair: tuple[Someone, Someone, str], whom: str, status: int
) -> None:
    ada, _, room = pair
    body = {"muted": True, "userId": ada.id if whom == "oneself" else _IDS}

    assert (await ada.send("PUT", f"/api/rooms/{room}/mute", body)).status_code == status


@pytest.fixture
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    """Servers that help callers, for the one test that asks for them."""
    if "turn" not in request.node.name:
        return {}
    return {
        "PHANTOM_STUN_URLS": "stun:stun.example:3478",
        "PHANTOM_TURN_URLS": "turn:turn.example?transport=udp",
        "PHANTOM_TURN_SECRET": "north",
    }


async def test_callers_are_told_of_stun_and_turn_servers(
    pair: tuple[Someone, Someone, str],
) -> None:
    ada, _, room = pair

    stun, turn = (await act(ada, room, "start"))["iceServers"]

    assert stun == {"urls": ["stun:stun.example:3478"]}
    assert turn["urls"] == ["turn:turn.example?transport=udp"]
    assert turn["username"].endswith(f":{ada.id}")
    assert turn["credential"]
