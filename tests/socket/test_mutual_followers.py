"""Who follow each other see each other, each in their own topic, whatever happens between them."""

from typing import Any

import pytest

from tests.http.world import Someone
from tests.socket.site import Site
from tests.socket.stage import Client


async def follow_each_other(*people: Someone) -> None:
    """Everybody follows everybody."""
    for one in people:
        for other in people:
            if one is not other:
                await one.send("PUT", f"/api/users/{other.id}/follow")


async def seen(client: Client, of: Someone) -> Any:
    """How somebody is seen next."""
    while True:
        told = await client.next()
        if told.get("type") == "user.presence" and told["by"] == of.id:
            return told["data"]


async def goes(client: Client, of: Someone) -> None:
    """Wait until somebody is seen to go."""
    while (await seen(client, of))["status"] != "offline":
        pass


async def unseen(client: Client, of: Someone) -> bool:
    """Whether nothing was told of somebody up to now."""
    client.send({"id": "so far", "type": "ping", "data": {"t0": 1}})
    while (told := await client.next()).get("reply") != "so far":
        if told.get("type") == "user.presence" and told["by"] == of.id:
            return False
    return True


async def here(client: Client, me: Someone) -> list[str]:
    """Who the answer to a join says is seen."""
    client.send({"id": "j", "type": "session.join", "topic": f"user:{me.id}"})
    while (told := await client.next()).get("reply") != "j":
        pass
    people = told["data"]["presence"]["people"]
    assert told["data"]["presence"]["count"] == len(people)
    return [person["userId"] for person in people]


@pytest.mark.flow
async def test_a_mutual_follower_is_seen_to_come_to_do_something_and_to_go(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    await follow_each_other(ada, bob)
    hers = await site.admitted(ada)
    his = await site.admitted(bob)
    came = await seen(hers, bob)
    shown = {"status": "busy", "activity": "mixing"}
    his.send({"type": "user.presence", "topic": f"user:{bob.id}", "data": shown})
    busy = await seen(hers, bob)
    at_home = await here(hers, ada)
    his.leave()
    gone = await seen(hers, bob)

    assert came == {"status": "online", "activity": "", "count": 2}
    assert busy == {**shown, "count": 2}
    assert at_home == [ada.id, bob.id]
    assert gone == {"status": "offline", "activity": "", "count": 1}


async def test_a_follower_who_is_not_followed_back_sees_nothing(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    await ada.send("PUT", f"/api/users/{bob.id}/follow")
    hers, his = await site.admitted(ada), await site.admitted(bob)

    assert await here(hers, ada) == [ada.id]
    assert await here(his, bob) == [bob.id]
    assert await unseen(hers, bob)


async def test_following_and_unfollowing_take_effect_at_once(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    hers, his = await site.admitted(ada), await site.admitted(bob)
    await follow_each_other(ada, bob)
    met = (await seen(hers, bob))["status"], (await seen(his, ada))["status"]
    await bob.send("DELETE", f"/api/users/{ada.id}/follow")
    parted = (await seen(hers, bob))["status"], (await seen(his, ada))["status"]

    assert met == ("online", "online")
    assert parted == ("offline", "offline")
    assert await here(hers, ada) == [ada.id]


@pytest.mark.parametrize("blocker", ["ada", "bob"])
async def test_a_block_by_either_ends_it_at_once(site: Site, blocker: str) -> None:
    people = {name: await site.world.someone(name) for name in ("ada", "bob")}
    ada, bob = people.values()
    await follow_each_other(ada, bob)
    hers, his = await site.admitted(ada), await site.admitted(bob)
    await seen(hers, bob)
    other = bob if blocker == "ada" else ada
    await people[blocker].send("PUT", f"/api/users/{other.id}/block")

    await goes(hers, bob)
    await goes(his, ada)
    assert await here(hers, ada) == [ada.id]
    assert await here(his, bob) == [bob.id]


async def test_who_is_suspended_is_seen_to_go_and_who_comes_back_is_seen_again(
    site: Site,
) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    root = await site.world.admin()
    await follow_each_other(ada, bob)
    hers, his = await site.admitted(ada), await site.admitted(bob)
    await seen(hers, bob)
    await root.send("PUT", f"/api/admin/users/{bob.id}/status", {"status": "suspended"})
    gone = await seen(hers, bob)
    await his.closed()
    await root.send("PUT", f"/api/admin/users/{bob.id}/status", {"status": "active"})
    back = await site.admitted(await site.again("bob"))

    assert gone["status"] == "offline"
    assert (await seen(hers, bob))["status"] == "online"
    assert await here(back, bob) == [bob.id, ada.id]


async def test_with_several_devices_one_is_here_until_the_last_goes(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    await follow_each_other(ada, bob)
    hers = await site.admitted(ada)
    phone, desk = await site.admitted(bob), await site.admitted(await site.again("bob"))
    came = await seen(hers, bob)
    phone.leave()
    quiet = await unseen(hers, bob)
    desk.leave()

    assert came["status"] == "online"
    assert quiet
    assert (await seen(hers, bob))["status"] == "offline"
