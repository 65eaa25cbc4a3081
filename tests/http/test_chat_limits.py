"""How much one may say in a chat: a bucket for each person and room."""

import pytest

from tests.http.test_chat import ROOMS, direct, say
from tests.http.world import Someone, World


@pytest.fixture
def environment() -> dict[str, str]:
    """Three at once, one more every ten seconds."""
    return {"PHANTOM_RATE_LIMITS": "chat=3/30,address=9999/1,person=9999/1"}


async def fill(who: Someone, room: str) -> None:
    """Say as much as one may."""
    for number in range(3):
        await say(who, room, f"Message {number}")


async def test_who_says_too_much_waits(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    await fill(ada, room)
    path = f"{ROOMS}/{room}/messages"
    refused = await ada.send("POST", path, {"content": "Too much."})

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert '"chat";r=0' in refused.headers["ratelimit"]
    world.clock.advance(seconds=10)
    await say(ada, room, "In time.")


async def test_others_and_other_rooms_are_counted_apart(world: World) -> None:
    ada, bob, eve = [await world.someone(name) for name in ("ada", "bob", "eve")]
    room, other = await direct(ada, bob), await direct(ada, eve)
    await fill(ada, room)
    await fill(bob, room)
    await fill(ada, other)


async def test_edits_and_reactions_count_in_the_room_of_their_message(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    message = (await say(ada, room, "Helo!"))["id"]
    path = f"/api/messages/{message}"
    calls = [
        await ada.send("PATCH", path, {"content": "Hello!"}),
        await ada.send("PUT", f"{path}/reactions/%F0%9F%91%8D"),
        await ada.send("DELETE", f"{path}/reactions/%F0%9F%91%8D"),
        await ada.send("PATCH", path, {"content": "Hello?"}),
        await ada.send("POST", f"{ROOMS}/{room}/messages", {"content": "Hm."}),
    ]

    assert [call.status_code for call in calls] == [200, 204, 429, 429, 429]
    assert (await ada.send("DELETE", path)).status_code == 204


async def test_reading_costs_nothing(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    room = await direct(ada, bob)
    await fill(ada, room)

    assert (await ada.send("GET", f"{ROOMS}/{room}/messages")).status_code == 200
