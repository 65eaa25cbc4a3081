"""What somebody shows everybody, and finding people by it."""

from typing import Any, Final

import pytest

from tests.http.places import OWN_URLS
from tests.http.test_audio import added as recorded
from tests.http.test_images import IMAGES, loaded
from tests.http.test_images import added as pictured
from tests.http.world import Someone, World

PROFILE: Final = "/api/users/me/profile"


async def shown(user: Someone, seen_by: Someone) -> dict[str, Any]:
    answer = await seen_by.send("GET", f"/api/users/{user.id}")
    assert answer.status_code == 200, answer.text
    profile: dict[str, Any] = answer.json()
    return profile


async def found(ada: Someone, query: str) -> list[str]:
    answer = await ada.send("GET", f"/api/users?{query}")
    assert answer.status_code == 200, answer.text
    return [person["username"] for person in answer.json()["items"]]


@OWN_URLS
async def test_a_profile_has_samples_that_play_and_a_banner_and_images_that_load(
    world: World,
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    heard, hidden = await recorded(ada), await recorded(ada)
    await ada.send("PATCH", f"/api/audio/{heard['id']}", {"visibility": "public"})
    banner = await pictured(ada, usageType="banner")
    link: Any = {"linkedEntityType": "Profile", "linkedEntityId": ada.id}
    image = await pictured(ada, usageType="other", visibility="public", **link)
    await pictured(ada, usageType="other", visibility="private", **link)
    says = {"samples": [heard["id"], hidden["id"]], "bannerImageId": banner["id"]}
    await ada.send("PUT", PROFILE, says)

    profile = await shown(ada, bob)
    (sample,) = profile["audio"]

    assert profile["samples"] == [heard["id"]]
    assert (sample["id"], sample["title"]) == (heard["id"], heard["title"])
    assert sample["durationMs"] == heard["durationMs"] > 0
    assert [each["id"] for each in profile["images"]] == [image["id"]]
    for url in (sample["url"], profile["bannerUrl"], profile["images"][0]["url"]):
        assert (await loaded(world, url)).status_code == 200

    await ada.send("DELETE", f"{IMAGES}/{banner['id']}")
    await ada.send("PATCH", f"/api/audio/{heard['id']}", {"visibility": "private"})
    profile = await shown(ada, bob)

    assert "bannerUrl" not in profile
    assert profile["audio"] == profile["samples"] == []
    assert (await loaded(world, sample["url"])).status_code == 404


async def test_a_profile_tells_both_directions_of_following(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    relation = ("followed", "followsYou", "mutual")
    await bob.send("PUT", f"/api/users/{ada.id}/follow")

    assert [(await shown(bob, ada))[name] for name in relation] == [False, True, False]

    await ada.send("PUT", f"/api/users/{bob.id}/follow")

    assert [(await shown(bob, ada))[name] for name in relation] == [True, True, True]


async def test_people_are_found_by_what_they_say_of_themselves(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    says = {"roles": ["Drummer"], "instruments": ["drums"], "tags": ["jazz"], "region": "Köln"}
    await bob.send("PUT", PROFILE, says)

    assert await found(ada, "role=drummer&instrument=DRUMS&tag=jazz&region=koln") == ["bob"]
    assert await found(ada, "q=bo&role=drummer") == ["bob"]
    assert await found(ada, "q=ada&role=drummer") == []
    assert await found(ada, "role=singer") == []

    await bob.send("PUT", PROFILE, {**says, "discoverable": False})

    assert await found(ada, "role=drummer") == []


async def test_public_projects_and_playlists_of_somebody_are_listed_to_who_sees_them(
    world: World,
) -> None:
    ada, bob, eve = [await world.someone(name) for name in ("ada", "bob", "eve")]
    await bob.send("POST", "/api/playlists", {"name": "Mixed"})
    for public in (True, False):
        await bob.send("POST", "/api/projects", {"name": f"Public: {public}", "isPublic": public})
    await eve.send("PUT", f"/api/users/{bob.id}/block")

    for path, name in (("projects", "Public: True"), ("playlists", "Mixed")):
        answers = {
            each.id: (await each.send("GET", f"/api/{path}?userId={bob.id}")).json()["items"]
            for each in (ada, eve)
        }

        assert [item["name"] for item in answers[ada.id]] == [name]
        assert answers[eve.id] == []


@pytest.mark.parametrize("name", ["role", "instrument", "tag", "region"])
async def test_a_filter_that_nothing_can_fit_is_told(world: World, name: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", f"/api/users?{name}={'x' * 81}")

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == [name]
