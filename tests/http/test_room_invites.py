"""Private rooms: invites, and who may know of them."""

import pytest

from tests.http.listeners import a_room, listener, music
from tests.http.world import World

NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


async def test_an_invite_says_who_and_where_to(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = await a_room(ada, heard, bob, name="Den")
    mine = (await bob.send("GET", "/api/rooms/invites")).json()
    invite = mine["items"][0]

    assert mine["next"] is None
    assert invite["roomId"] == invite["room"]["id"] == room["id"]
    assert invite["room"]["name"] == "Den"
    assert invite["invitedBy"]["username"] == "ada"
    assert invite["invitedUserId"] == invite["invitedUser"]["id"] == bob.id
    assert invite["status"] == "pending"
    assert (await ada.send("GET", "/api/rooms/invites")).json()["items"] == []


async def test_who_is_invited_sees_the_card_and_comes_in(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = await a_room(ada, heard, bob)
    path = f"/api/rooms/{room['id']}"
    card = (await bob.send("GET", path)).json()
    inside = await bob.send("GET", f"{path}/members")
    invite = (await bob.send("GET", "/api/rooms/invites")).json()["items"][0]
    accepted = await bob.send("POST", f"/api/rooms/invites/{invite['id']}/accept")
    again = await bob.send("POST", f"/api/rooms/invites/{invite['id']}/accept")

    assert card["name"] == room["name"]
    assert "members" not in card
    assert "playback" not in card
    assert inside.status_code == 404
    assert accepted.status_code == 200
    assert accepted.json()["peoplePresent"] == 2
    assert len(accepted.json()["members"]) == 2
    assert again.status_code == 409
    assert again.json()["type"] == "urn:phantom:invite-answered"


async def test_who_declines_stays_outside(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = await a_room(ada, heard, bob)
    invite = (await bob.send("GET", "/api/rooms/invites")).json()["items"][0]
    declined = await bob.send("POST", f"/api/rooms/invites/{invite['id']}/decline")
    after = await bob.send("GET", f"/api/rooms/{room['id']}")

    assert declined.json()["status"] == "rejected"
    assert after.status_code == 404


async def test_members_invite_and_the_host_takes_back(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    eve = await listener(world, "eve", heard)
    room = await a_room(ada, heard, bob)
    await bob.send("POST", f"/api/rooms/{room['id']}/join")
    path = f"/api/rooms/{room['id']}/invite"
    first = await bob.send("POST", path, {"userId": eve.id})
    second = await ada.send("POST", path, {"userId": eve.id})
    revoked = await ada.send("DELETE", f"/api/rooms/invites/{first.json()['id']}")
    late = await eve.send("POST", f"/api/rooms/invites/{first.json()['id']}/accept")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["invitedBy"]["username"] == "bob"
    assert revoked.status_code == 204
    assert late.status_code in {404, 409}
    assert (await eve.send("GET", "/api/rooms/invites")).json()["items"] == []


async def test_a_private_room_is_nowhere_for_others(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    eve = await listener(world, "eve", heard)
    room = await a_room(ada, heard, bob)
    path = f"/api/rooms/{room['id']}"
    reads = ["", "/members", "/playback", "/history", "/vote-results"]
    posts = ["/join", "/leave", "/play", "/close"]
    answers = [await eve.send("GET", path + each) for each in reads]
    answers += [await eve.send("POST", path + each) for each in posts]
    unknown = await eve.send("GET", f"/api/rooms/{NOBODY}")

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["type"] for answer in answers} == {unknown.json()["type"]}


async def test_a_private_room_needs_somebody_else(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    await bob.send("PUT", f"/api/users/{ada.id}/block")
    room = {"name": "Den", "isPublic": False}
    bodies = [
        room,
        {**room, "invites": [ada.id]},
        {**room, "invites": [NOBODY]},
        {**room, "invites": [bob.id]},
    ]
    answers = [await ada.send("POST", "/api/rooms", body) for body in bodies]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert [answer.json()["errors"][0]["path"] for answer in answers] == [
        "invites",
        *["invites[0]"] * 3,
    ]


async def test_who_was_put_out_comes_back_by_an_invite_alone(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = await a_room(ada, heard, bob)
    path = f"/api/rooms/{room['id']}"
    await bob.send("POST", f"{path}/join")
    await ada.send("POST", f"{path}/kick", {"userId": bob.id})
    refused = await bob.send("POST", f"{path}/join")
    await ada.send("POST", f"{path}/invite", {"userId": bob.id})
    back = await bob.send("POST", f"{path}/join")

    assert refused.status_code == 404
    assert back.status_code == 200


async def test_the_host_ends_it_for_everybody(world: World) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = await a_room(ada, heard, bob)
    path = f"/api/rooms/{room['id']}"
    await bob.send("POST", f"{path}/join")
    by_guest = await bob.send("POST", f"{path}/close")
    by_host = await ada.send("POST", f"{path}/close")
    after = [await each.send("GET", f"{path}/playback") for each in (ada, bob)]

    assert by_guest.json()["type"] == "urn:phantom:hosts-only"
    assert by_host.status_code == 200
    assert not by_host.json()["isActive"]
    assert [answer.status_code for answer in after] == [410, 410]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_other_peoples_invites_are_nowhere(world: World, method: str) -> None:
    heard = await music(world, 200)
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    eve = await listener(world, "eve", heard)
    await a_room(ada, heard, bob)
    invite = (await bob.send("GET", "/api/rooms/invites")).json()["items"][0]
    path = f"/api/rooms/invites/{invite['id']}"
    answer = await eve.send(method, f"{path}/accept" if method == "POST" else path)

    assert answer.status_code == 404
