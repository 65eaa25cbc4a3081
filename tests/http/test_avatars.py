"""Avatars and banners: images that stand for somebody, wherever they are named."""

from typing import Any

import pytest

from tests.http.test_images import IMAGES, added, loaded
from tests.http.world import Someone, World


async def faced(ada: Someone) -> dict[str, Any]:
    """Give somebody an avatar, and answer the image."""
    image = await added(ada, usageType="avatar")
    answer = await ada.send("PATCH", "/api/users/me", {"avatarImageId": image["id"]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["avatarImageId"] == image["id"]
    return image


async def test_an_avatar_is_told_wherever_a_person_is_and_loads_without_a_token(
    world: World,
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    image = await faced(ada)

    (person,) = (await bob.send("GET", "/api/users?q=ada")).json()["items"]
    sent_on = await loaded(world, person["avatarUrl"])
    file = await loaded(world, sent_on.headers["location"])

    assert image["visibility"] == "public"
    assert sent_on.status_code == 307
    assert (file.status_code, file.headers["content-type"]) == (200, "image/webp")
    profile = (await bob.send("GET", f"/api/users/{ada.id}")).json()
    me = (await ada.send("GET", "/api/users/me")).json()
    assert person["avatarUrl"] == profile["avatarUrl"] == me["avatarUrl"]


@pytest.mark.parametrize("end", ["delete", "private", "other"])
async def test_who_may_be_shown_by_an_image_no_longer_has_no_avatar(world: World, end: str) -> None:
    ada = await world.someone("ada")
    image = await faced(ada)
    url = (await ada.send("GET", "/api/users/me")).json()["avatarUrl"]
    path = f"{IMAGES}/{image['id']}"

    if end == "delete":
        await ada.send("DELETE", path)
    else:
        field = "visibility" if end == "private" else "usageType"
        await ada.send("PATCH", path, {field: end})

    me = (await ada.send("GET", "/api/users/me")).json()
    assert not {"avatarUrl", "avatarImageId"} & me.keys()
    assert (await loaded(world, url)).status_code == 404


async def test_a_change_that_leaves_an_avatar_fit_leaves_it(world: World) -> None:
    ada = await world.someone("ada")
    image = await faced(ada)

    await ada.send("PATCH", f"{IMAGES}/{image['id']}", {"description": "Me"})

    assert (await ada.send("GET", "/api/users/me")).json()["avatarImageId"] == image["id"]


async def test_nobody_takes_anothers_face_nor_a_hidden_or_unfit_image(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    unfit = [
        await added(bob, usageType="avatar"),
        await added(ada, usageType="avatar", visibility="private"),
        await added(ada, usageType="banner"),
        {"id": "0" * 26},
    ]

    for image in unfit:
        answer = await ada.send("PATCH", "/api/users/me", {"avatarImageId": image["id"]})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["path"] == "avatarImageId"


async def test_a_banner_stays_when_the_profile_is_told_without_it(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    image = await added(ada, usageType="banner")
    path = "/api/users/me/profile"

    wrong = await ada.send("PUT", path, {"bannerImageId": "0" * 26})
    await ada.send("PUT", path, {"bannerImageId": image["id"]})
    kept = await ada.send("PUT", path, {"bio": "Hello"})
    seen = (await bob.send("GET", f"/api/users/{ada.id}")).json()
    await ada.send("DELETE", f"{IMAGES}/{image['id']}")

    assert wrong.json()["errors"][0]["path"] == "bannerImageId"
    assert kept.json()["bannerImageId"] == seen["bannerImageId"] == image["id"]
    assert "bannerImageId" not in (await ada.send("GET", path)).json()


async def test_an_avatar_of_somebody_suspended_is_not_served(world: World) -> None:
    ada, root = await world.someone("ada"), await world.admin()
    await faced(ada)
    url = (await ada.send("GET", "/api/users/me")).json()["avatarUrl"]

    await root.send("PUT", f"/api/admin/users/{ada.id}/status", {"status": "suspended"})

    assert (await loaded(world, url)).status_code == 404


async def test_a_reported_image_is_deleted_by_those_in_office(world: World) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    image = await faced(ada)
    told = {"kind": "image", "id": image["id"], "reason": "Rude."}

    report = (await bob.send("POST", "/api/reports", told)).json()
    acted = await root.send("POST", f"/api/admin/reports/{report['id']}", {"action": "delete"})

    assert acted.status_code == 200
    assert (await ada.send("GET", f"{IMAGES}/{image['id']}")).status_code == 404
    assert "avatarUrl" not in (await ada.send("GET", "/api/users/me")).json()
