"""Links to recordings: no longer good than their reader may hear what they lead to."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.http.places import OWN_URLS
from tests.http.test_audio import added
from tests.http.world import Someone, World


async def linked(reader: Someone, file_id: str) -> str:
    answer = await reader.send("GET", f"/api/audio/{file_id}/stream")
    return str(answer.json()["url"])


async def published(owner: Someone) -> str:
    file_id = str((await added(owner))["id"])
    await owner.send("PATCH", f"/api/audio/{file_id}", {"visibility": "public"})
    return file_id


async def status_of(world: World, url: str) -> int:
    return (await world.http.get(url, headers={"Range": "bytes=0-9"})).status_code


async def test_a_link_is_good_for_whoever_holds_it(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    url = await linked(bob, await published(ada))

    assert await status_of(world, url) == 206


@OWN_URLS
async def test_a_link_ends_when_the_recording_is_no_longer_public_but_not_its_owners(
    world: World,
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    file_id = await published(ada)
    foreign, own = await linked(bob, file_id), await linked(ada, file_id)
    await ada.send("PATCH", f"/api/audio/{file_id}", {"visibility": "private"})
    private = [await status_of(world, url) for url in (foreign, own)]
    await ada.send("PATCH", f"/api/audio/{file_id}", {"visibility": "public"})

    assert private == [404, 206]
    assert await status_of(world, foreign) == 206


@OWN_URLS
async def test_a_link_ends_when_owner_and_reader_do_not_see_each_other_any_more(
    world: World,
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    url = await linked(bob, await published(ada))
    await ada.send("PUT", f"/api/users/{bob.id}/block")

    assert await status_of(world, url) == 404


@OWN_URLS
@pytest.mark.parametrize("who", ["owner", "reader"])
async def test_a_link_ends_when_its_owner_or_its_reader_is_suspended(
    world: World, who: str
) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    url = await linked(bob, await published(ada))
    suspended = ada if who == "owner" else bob
    await root.send("PUT", f"/api/admin/users/{suspended.id}/status", {"status": "suspended"})

    assert await status_of(world, url) == 404


@OWN_URLS
async def test_a_link_ends_with_the_recording(world: World) -> None:
    ada = await world.someone("ada")
    file_id = await published(ada)
    url = await linked(ada, file_id)
    await ada.send("DELETE", f"/api/audio/{file_id}")

    assert await status_of(world, url) == 404


async def test_those_in_office_keep_their_links(world: World) -> None:
    ada, root = await world.someone("ada"), await world.admin()
    url = await linked(root, str((await added(ada))["id"]))

    assert await status_of(world, url) == 206


async def test_what_a_suspended_person_made_public_is_not_to_be_found(world: World) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    file_id = await published(ada)
    await root.send("PUT", f"/api/admin/users/{ada.id}/status", {"status": "suspended"})
    shown = await bob.send("GET", f"/api/audio/{file_id}")
    listed = await bob.send("GET", f"/api/audio?ownerId={ada.id}")
    office = await root.send("GET", f"/api/audio/{file_id}")

    assert (shown.status_code, listed.json()["items"], office.status_code) == (404, [], 200)


@OWN_URLS
async def test_a_link_lives_as_long_as_it_says_and_no_longer_than_is_set(world: World) -> None:
    ada = await world.someone("ada")
    path = f"/api/audio/{(await added(ada))['id']}/stream"
    world.clock.advance(seconds=17)
    link = (await ada.send("GET", path)).json()
    expires_at = datetime.fromisoformat(link["expiresAt"]).astimezone(UTC)
    life = expires_at - world.clock()
    world.clock.advance(milliseconds=life / timedelta(milliseconds=1) - 1)
    until_then = await status_of(world, link["url"])
    world.clock.advance(milliseconds=1)

    assert timedelta(seconds=240) < life <= timedelta(seconds=300)
    assert (until_then, await status_of(world, link["url"])) == (206, 403)


@OWN_URLS
async def test_links_that_are_asked_for_together_are_the_same(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    file_id = await published(ada)
    urls = [await linked(ada, file_id), await linked(ada, file_id)]

    assert urls[0] == urls[1]
    assert urls[0] != await linked(bob, file_id)
