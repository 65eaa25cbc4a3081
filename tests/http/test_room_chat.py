"""A listening room and its chat: who is in the one is in the other, and a ban holds for both."""

from typing import Any

import pytest

from tests.http.listeners import Music, a_room, listener, music
from tests.http.test_chat import ROOMS
from tests.http.world import Someone, World


@pytest.fixture
async def heard(world: World) -> Music:
    """An artist whom everybody likes."""
    return await music(world, 300, 300)


async def texts(who: Someone, room: str) -> list[str]:
    """What somebody reads in a room's chat."""
    answer = await who.send("GET", f"/api/rooms/{room}/messages?limit=50")
    assert answer.status_code == 200, answer.text
    return [each["content"] for each in answer.json()["items"]]


async def place(who: Someone, whom: Someone) -> dict[str, Any]:
    """Somebody's place in the one chat that another is in."""
    chat = (await who.send("GET", ROOMS)).json()["items"][0]["id"]
    found: dict[str, Any] = (await who.send("GET", f"{ROOMS}/{chat}/members/{whom.id}")).json()
    return found


async def test_who_is_in_a_room_talks_in_its_chat(world: World, heard: Music) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard))["id"]
    path = f"/api/rooms/{room}/messages"
    outside = await bob.send("GET", path)
    await bob.send("POST", f"/api/rooms/{room}/join")
    said = await bob.send("POST", path, {"content": "Hello!"})
    listed = (await bob.send("GET", ROOMS)).json()["items"][0]

    assert outside.status_code == 404
    assert outside.json()["detail"] == f"There is no chat of yours in room {room}."
    assert said.status_code == 201
    assert await texts(ada, room) == ["Hello!", "bob joined.", "Room created. Say hi!"]
    assert (listed["kind"], listed["linkedId"], listed["title"]) == ("room", room, "The den")
    await bob.send("POST", f"/api/rooms/{room}/leave")
    assert (await bob.send("GET", path)).status_code == 404
    assert (await texts(ada, room))[0] == "bob left."


async def test_the_host_looks_after_the_chat_and_hands_it_over(world: World, heard: Music) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard))["id"]
    await bob.send("POST", f"/api/rooms/{room}/join")
    before = (await place(bob, ada))["role"]
    await ada.send("POST", f"/api/rooms/{room}/leave")

    assert before == "admin"
    assert (await place(bob, bob))["role"] == "admin"
    assert (await texts(bob, room))[0] == "bob is in charge now."


async def test_a_host_who_comes_back_into_an_empty_room_looks_after_its_chat(
    world: World, heard: Music
) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard))["id"]
    await ada.send("POST", f"/api/rooms/{room}/leave")
    again = await ada.send("POST", f"/api/rooms/{room}/join")
    await bob.send("POST", f"/api/rooms/{room}/join")

    assert again.json()["host"]["id"] == ada.id
    assert [(await place(bob, who))["role"] for who in (ada, bob)] == ["admin", "guest"]


async def test_a_new_name_of_the_room_is_the_chats(world: World, heard: Music) -> None:
    ada = await listener(world, "ada", heard)
    room = (await a_room(ada, heard))["id"]
    await ada.send("PATCH", f"/api/rooms/{room}", {"name": "The attic"})

    assert (await ada.send("GET", ROOMS)).json()["items"][0]["title"] == "The attic"


async def test_a_ban_in_the_chat_puts_out_of_the_room_and_keeps_out(
    world: World, heard: Music
) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard))["id"]
    await bob.send("POST", f"/api/rooms/{room}/join")
    chat = (await ada.send("GET", ROOMS)).json()["items"][0]["id"]
    path = f"{ROOMS}/{chat}/members/{bob.id}"
    banned = await ada.send("PUT", path, {"bannedUntil": "2999-01-01T00:00:00Z"})
    members = (await ada.send("GET", f"/api/rooms/{room}/members")).json()["items"]
    again = await bob.send("POST", f"/api/rooms/{room}/join")

    assert banned.status_code == 204
    assert len(members) == 1
    assert (again.status_code, again.json()["type"]) == (403, "urn:phantom:banned")
    await ada.send("PUT", path, {"bannedUntil": None})
    assert (await bob.send("POST", f"/api/rooms/{room}/join")).status_code == 200
    assert (await texts(bob, room))[0] == "bob joined."


async def test_who_is_banned_cannot_be_invited_until_then(world: World, heard: Music) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard, bob))["id"]
    await bob.send("POST", f"/api/rooms/{room}/join")
    chat = (await ada.send("GET", ROOMS)).json()["items"][0]["id"]
    path = f"{ROOMS}/{chat}/members/{bob.id}"
    await ada.send("PUT", path, {"bannedUntil": "2999-01-01T00:00:00Z"})
    invited = await ada.send("POST", f"/api/rooms/{room}/invite", {"userId": bob.id})
    await ada.send("PUT", path, {"bannedUntil": None})
    later = await ada.send("POST", f"/api/rooms/{room}/invite", {"userId": bob.id})

    assert (invited.status_code, later.status_code) == (400, 201)
    assert invited.json()["errors"][0]["path"] == "userId"


async def test_of_who_is_put_out_of_a_room_its_chat_says_so(world: World, heard: Music) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard))["id"]
    await bob.send("POST", f"/api/rooms/{room}/join")
    await ada.send("POST", f"/api/rooms/{room}/kick", {"userId": bob.id})

    assert (await texts(ada, room))[0] == "bob was removed."


async def test_the_chat_of_a_room_that_is_over_can_be_read_by_who_was_in_it(
    world: World, heard: Music
) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = (await a_room(ada, heard, bob))["id"]
    await ada.send("POST", f"/api/rooms/{room}/close")
    said = await ada.send("POST", f"/api/rooms/{room}/messages", {"content": "Hello?"})

    assert (said.status_code, said.json()["type"]) == (403, "urn:phantom:chat-closed")
    assert (await texts(ada, room))[0] == "The room is closed."
    assert (await bob.send("GET", f"/api/rooms/{room}/messages")).status_code == 404


async def test_a_private_room_is_to_others_as_if_it_were_not(world: World, heard: Music) -> None:
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    eve = await listener(world, "eve", heard)
    room = (await a_room(ada, heard, bob))["id"]
    path = "/api/rooms/{}/messages"
    hidden, missing = [await eve.send("GET", path.format(each)) for each in (room, eve.id)]

    assert hidden.json()["detail"].replace(room, "") == missing.json()["detail"].replace(eve.id, "")
