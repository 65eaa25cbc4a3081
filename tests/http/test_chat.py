"""Chat over HTTP."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.http.world import Someone, World

NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
ROOMS = "/api/messages/rooms"


async def direct(one: Someone, other: Someone) -> str:
    """The chat of two."""
    body = {"kind": "direct", "memberIds": [other.id]}
    return str((await one.send("POST", ROOMS, body)).json()["id"])


async def group(admin: Someone, *guests: Someone, title: str = "Band") -> str:
    """A group."""
    body = {"kind": "group", "memberIds": [guest.id for guest in guests], "title": title}
    return str((await admin.send("POST", ROOMS, body)).json()["id"])


async def say(who: Someone, room: str, content: str, **fields: Any) -> dict[str, Any]:
    """Say something."""
    path = f"{ROOMS}/{room}/messages"
    answer = await who.send("POST", path, {"content": content, **fields})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_direct_chat_is_made_once_and_found_again(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob", displayName="Bob D.")
    made = await ada.send("POST", ROOMS, {"kind": "direct", "memberIds": [bob.id]})
    found = await bob.send("POST", ROOMS, {"kind": "direct", "memberIds": [ada.id]})
    chat = made.json()

    assert (made.status_code, found.status_code) == (201, 200)
    assert found.json()["id"] == chat["id"]
    assert (chat["kind"], chat["lastSeq"], chat["memberCount"], chat["unread"]) == (
        "direct",
        1,
        2,
        0,
    )
    assert chat["peer"] == {"id": bob.id, "username": "bob", "displayName": "Bob D."}
    assert (chat["me"]["role"], chat["me"]["lastSeenSeq"]) == ("guest", 1)


async def test_a_group_has_a_title_and_an_admin(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    chat = (await bob.send("GET", f"{ROOMS}/{await group(ada, bob)}")).json()
    roles = {each["user"]["username"]: each["role"] for each in chat["members"]}

    assert (chat["kind"], chat["title"], chat["me"]["role"]) == ("group", "Band", "guest")
    assert roles == {"ada": "admin", "bob": "guest"}
    assert "peer" not in chat


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"kind": "direct", "memberIds": []}, "memberIds"),
        ({"kind": "direct", "memberIds": [NOBODY, NOBODY]}, "memberIds"),
        ({"kind": "direct", "memberIds": [NOBODY], "title": "Us"}, "title"),
        ({"kind": "group", "memberIds": [], "title": ""}, "title"),
        ({"kind": "room", "memberIds": []}, "kind"),
        ({"kind": "group"}, "memberIds"),
    ],
)
async def test_what_is_no_chat_is_refused(world: World, body: Any, path: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("POST", ROOMS, body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == path


async def test_with_oneself_there_is_no_chat(world: World) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("POST", ROOMS, {"kind": "direct", "memberIds": [ada.id]})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "memberIds"


async def test_a_message_names_the_people_it_is_about(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    first = await say(ada, room, "Hello!")
    message = await say(bob, room, "Hi @ada!", replyToId=first["id"], clientId="c1")
    again = await say(bob, room, "Hi @ada!", clientId="c1")

    assert again == message
    assert message == {
        "id": message["id"],
        "chatRoomId": room,
        "seq": 3,
        "sender": {"id": bob.id, "username": "bob", "displayName": "bob"},
        "type": "text",
        "content": "Hi @ada!",
        "replyToId": first["id"],
        "seenBy": [],
        "reactions": {},
        "mentions": [{"id": ada.id, "username": "ada", "displayName": "ada"}],
        "sentAt": message["sentAt"],
        "clientId": "c1",
    }


async def test_history_is_read_from_either_end_and_on_from_a_cursor(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    for number in range(2, 6):
        await say(ada, room, f"Message {number}")

    async def seqs(query: str) -> tuple[list[int], str | None]:
        page = (await bob.send("GET", f"{ROOMS}/{room}/messages?{query}")).json()
        return [each["seq"] for each in page["items"]], page["next"]

    newest, cursor = await seqs("limit=2")
    assert newest == [5, 4]
    assert await seqs(f"limit=2&cursor={cursor}") == ([3, 2], (await seqs("before=4&limit=2"))[1])
    assert (await seqs("after=3"))[0] == [4, 5]
    assert (await seqs("before=3"))[0] == [2, 1]
    assert (await bob.send("GET", f"{ROOMS}/{room}/messages?after=-1")).status_code == 400


async def test_what_the_room_says_is_told_to_programs_too(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await group(ada, bob)
    path = f"{ROOMS}/{room}/members/{bob.id}"
    until = "2999-01-01T00:00:00.000Z"
    muted = await ada.send("PUT", path, {"mutedUntil": "2999-01-01T01:00:00+01:00"})
    said = (await bob.send("GET", f"{ROOMS}/{room}/messages?limit=1")).json()["items"][0]
    place = (await bob.send("GET", path)).json()

    assert muted.status_code == 204
    assert said["type"] == "system"
    assert said["content"] == "bob was muted until 2999-01-01 00:00 UTC."
    assert said["notice"] == {
        "kind": "muted",
        "user": {"id": bob.id, "username": "bob", "displayName": "bob"},
        "until": until,
    }
    assert place["mutedUntil"] == until
    refused = await bob.send("POST", f"{ROOMS}/{room}/messages", {"content": "But!"})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:phantom:muted")
    assert (await ada.send("PUT", path, {"mutedUntil": None})).status_code == 204
    await say(bob, room, "At last.")


@pytest.mark.parametrize(
    "until",
    ["2999-01-01T00:00:00", "tomorrow", "0001-01-01T00:00:00+23:59", "1999-01-01T00:00:00Z"],
)
async def test_a_time_has_a_zone_and_is_to_come(world: World, until: str) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    path = f"{ROOMS}/{await group(ada, bob)}/members/{bob.id}"
    answer = await ada.send("PUT", path, {"bannedUntil": until})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "bannedUntil"


async def test_who_is_banned_is_told_so(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await group(ada, bob)
    path = f"{ROOMS}/{room}/members/{bob.id}"
    await ada.send("PUT", path, {"bannedUntil": "2999-01-01T00:00:00Z"})
    refused = await bob.send("GET", f"{ROOMS}/{room}/messages")

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:phantom:banned")
    assert (await bob.send("GET", ROOMS)).json()["items"] == []


async def test_the_last_admin_hands_over_first(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await group(ada, bob)
    own = f"{ROOMS}/{room}/members/{ada.id}"
    refused = await ada.send("PUT", own, {"role": "guest"})
    handed = await ada.send("PUT", f"{ROOMS}/{room}/members/{bob.id}", {"role": "admin"})

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:phantom:last-admin")
    assert handed.status_code == 204
    assert (await ada.send("DELETE", own)).status_code == 204


async def test_a_message_is_edited_deleted_and_reacted_to(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    message = (await say(ada, room, "Helo!"))["id"]
    path = f"/api/messages/{message}"
    edited = await ada.send("PATCH", path, {"content": "Hello!"})
    for emoji in ("👍", "❤️"):
        given = await bob.send("PUT", f"{path}/reactions/{quote(emoji)}")
        assert given.status_code == 204
    await bob.send("DELETE", f"{path}/reactions/{quote('❤️')}")
    shown = (await ada.send("GET", f"{ROOMS}/{room}/messages?limit=1")).json()["items"][0]
    deleted = await ada.send("DELETE", path)
    left = (await bob.send("GET", f"{ROOMS}/{room}/messages?limit=1")).json()["items"][0]
    gone = await ada.send("PATCH", path, {"content": "Hello?"})

    assert (edited.status_code, edited.json()["content"]) == (200, "Hello!")
    assert "editedAt" in edited.json()
    assert {emoji: [one["username"] for one in who] for emoji, who in shown["reactions"].items()}
    assert shown["reactions"]["👍"][0]["id"] == bob.id
    assert [*shown["reactions"]] == ["👍"]
    assert deleted.status_code == 204
    assert (left["content"], left["reactions"], "deletedAt" in left) == ("", {}, True)
    assert gone.status_code == 410


async def test_a_reaction_is_one_emoji(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    message = (await say(ada, await direct(ada, bob), "Hello!"))["id"]
    answer = await bob.send("PUT", f"/api/messages/{message}/reactions/ok")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "emoji"


async def test_what_is_seen_is_shown_to_who_said_it(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    await say(ada, room, "Hello!")
    unread = (await bob.send("GET", ROOMS)).json()["items"][0]["unread"]
    seen = await bob.send("PUT", f"{ROOMS}/{room}/seen", {"seq": 2})
    mine = (await bob.send("GET", f"{ROOMS}/{room}")).json()
    shown = (await ada.send("GET", f"{ROOMS}/{room}/messages?limit=1")).json()["items"][0]

    assert (unread, seen.status_code) == (1, 204)
    assert (mine["unread"], mine["me"]["lastSeenSeq"]) == (0, 2)
    assert [one["username"] for one in shown["seenBy"]] == ["bob"]


async def test_who_wishes_keeps_private_what_they_have_seen(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    wish = {"preferences": {"privateReceipts": True}}
    preferences = (await bob.send("PATCH", "/api/users/me", wish)).json()["preferences"]
    await say(ada, room, "Hello!")
    await bob.send("PUT", f"{ROOMS}/{room}/seen", {"seq": 2})
    shown = (await ada.send("GET", f"{ROOMS}/{room}/messages?limit=1")).json()["items"][0]

    assert preferences["privateReceipts"] is True
    assert shown["seenBy"] == []


async def test_messages_are_searched_in_one_chat(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    for content in ("Beyoncé at dawn", "dusk"):
        await say(ada, room, content)
    found = (await bob.send("GET", f"{ROOMS}/{room}/search?q=BEYONCE%20da")).json()["items"]

    assert [each["content"] for each in found] == ["Beyoncé at dawn"]
    assert (await bob.send("GET", f"{ROOMS}/{room}/search")).status_code == 400


async def test_a_message_is_reported_and_deleted_by_those_in_office(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    root = await world.admin()
    room = await direct(ada, bob)
    message = (await say(ada, room, "Rude!"))["id"]
    body = {"kind": "message", "id": message, "reason": "Rude."}
    filed = await bob.send("POST", "/api/reports", body)
    path = f"/api/admin/reports/{filed.json()['id']}"
    acted = await root.send("POST", path, {"action": "delete"})
    left = (await bob.send("GET", f"{ROOMS}/{room}/messages?limit=1")).json()["items"][0]

    assert (filed.status_code, acted.status_code) == (201, 200)
    assert "deletedAt" in left


async def test_an_idempotency_key_sends_a_message_once(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    path = f"{ROOMS}/{await direct(ada, bob)}/messages"
    key = {"Idempotency-Key": "k1"}
    sent = [await ada.send("POST", path, {"content": "Hello!"}, headers=key) for _ in range(2)]

    assert sent[0].json() == sent[1].json()
    assert [each.status_code for each in sent] == [201, 201]
