"""Images over HTTP: handing in, looking, loading, changing, deleting."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image as Pictures

from phantom_adapters.contracts.image_files import GOOD, REFUSED, encoded, marked, with_place
from tests.http.places import OWN_URLS
from tests.http.world import Someone, World

PNG = encoded(marked())
IMAGES = "/api/media/images"


async def sent(who: Someone, *files: bytes, key: str | None = None, **fields: str) -> Any:
    """Hand images in, and answer the answer."""
    parts = [("file", (f"{place}.png", data, "image/png")) for place, data in enumerate(files)]
    headers = {"Idempotency-Key": key} if key else {}
    return await who.send("POST", IMAGES, files=parts, data=fields, headers=headers)


async def added(who: Someone, data: bytes = PNG, **fields: str) -> dict[str, Any]:
    """Hand one image in."""
    answer = await sent(who, data, **fields)
    assert answer.status_code == 201, answer.text
    image: dict[str, Any] = answer.json()
    return image


async def loaded(world: World, url: str) -> httpx.Response:
    """Load what a URL of ours leads to, as a browser does: without a token."""
    return await world.http.get(url)


@pytest.mark.flow
async def test_an_image_is_taken_in_and_loaded_in_every_size(world: World) -> None:
    ada = await world.someone("ada")

    answer = await sent(ada, with_place(), usageType="other", title="Dawn", description="A sea")

    image = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{IMAGES}/{image['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (image["width"], image["height"], image["contentType"]) == (60, 40, "image/webp")
    assert (image["visibility"], image["title"], image["description"]) == (
        "private",
        "Dawn",
        "A sea",
    )
    assert "linkedEntityType" not in image
    assert [*image["variants"]] == ["thumbnail", "medium", "full"]
    assert image["url"] == image["variants"]["full"]
    for url in image["variants"].values():
        file = await loaded(world, url)
        assert file.status_code == 200
        assert file.headers["content-type"] == "image/webp"
        assert b"Secret" not in file.content
        assert Pictures.open(io.BytesIO(file.content)).size == (60, 40)


async def test_several_images_are_taken_or_refused_each_for_itself(world: World) -> None:
    ada = await world.someone("ada")

    answer = await sent(ada, PNG, REFUSED["png and page"], GOOD["gif"]())

    items = answer.json()["items"]
    assert answer.status_code == 207
    assert [item["fileName"] for item in items] == ["0.png", "1.png", "2.png"]
    assert [item.get("problem", {}).get("status") for item in items] == [None, 415, None]
    listed = await ada.send("GET", f"{IMAGES}?mine=1")
    assert {each["id"] for each in listed.json()["items"]} == {
        items[0]["image"]["id"],
        items[2]["image"]["id"],
    }


async def test_nothing_is_left_of_what_was_refused(world: World) -> None:
    ada = await world.someone("ada")

    answer = await sent(ada, REFUSED["svg"])

    assert (answer.status_code, answer.json()["type"]) == (415, "urn:phantom:not-an-image")
    assert [entry async for entry in world.services.images.store.list()] == []


async def test_the_same_upload_again_is_the_same_image(world: World) -> None:
    ada = await world.someone("ada")
    first = await sent(ada, PNG, GOOD["gif"](), key="k")

    again = await sent(ada, PNG, GOOD["gif"](), key="k")
    other = await sent(ada, GOOD["jpeg"](), key="k")

    ids = [item["image"]["id"] for item in first.json()["items"]]
    assert [item["image"]["id"] for item in again.json()["items"]] == ids
    assert other.status_code == 409
    assert len((await ada.send("GET", f"{IMAGES}?mine=true")).json()["items"]) == 2


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"usageType": "poster"}, "usageType"),
        ({"visibility": "friends"}, "visibility"),
        ({"colour": "red"}, "colour"),
        ({"title": "x" * 201}, "title"),
        ({"linkedEntityType": "Project"}, "linkedEntityId"),
        ({"linkedEntityId": "x"}, "linkedEntityId"),
        ({"linkedEntityType": "Project", "linkedEntityId": "0" * 26}, "linkedEntityId"),
    ],
)
async def test_what_is_wrong_with_the_form_is_named(
    world: World, fields: dict[str, str], path: str
) -> None:
    ada = await world.someone("ada")

    answer = await sent(ada, PNG, **fields)

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == [path]


async def test_a_file_under_another_name_is_told_so(world: World) -> None:
    ada = await world.someone("ada")

    answer = await ada.send("POST", IMAGES, files={"files": ("a.png", PNG, "image/png")})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"path": "files", "message": "is not a field that is known here"}
    ]


async def test_a_link_of_none_is_no_link(world: World) -> None:
    ada = await world.someone("ada")
    image = await added(ada, linkedEntityType="None", linkedEntityId="")
    linked = await added(ada, linkedEntityType="Profile", linkedEntityId=ada.id)
    path = f"{IMAGES}/{linked['id']}"

    changed = await ada.send("PATCH", path, {"linkedEntityType": "None"})

    assert "linkedEntityType" not in image
    assert linked["linkedEntityId"] == ada.id
    assert "linkedEntityId" not in changed.json()


async def test_a_file_that_is_too_large_is_refused(world: World) -> None:
    ada = await world.someone("ada")

    answer = await sent(ada, b"x" * (21 * 1024 * 1024))

    assert answer.status_code == 413


async def test_only_admins_fill_the_gallery_and_all_see_it(world: World) -> None:
    ada, root = await world.someone("ada"), await world.admin()

    refused = await sent(ada, PNG, usageType="gallery")
    image = await added(root, usageType="gallery", visibility="public")
    listed = await ada.send("GET", f"{IMAGES}?usageType=gallery")

    assert refused.status_code == 403
    assert [each["id"] for each in listed.json()["items"]] == [image["id"]]


async def test_a_private_image_is_its_uploaders_and_the_admins(world: World) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    image = await added(ada)
    path = f"{IMAGES}/{image['id']}"

    assert (await bob.send("GET", path)).status_code == 404
    assert (await bob.send("GET", f"{path}/url")).status_code == 404
    assert (await bob.send("GET", IMAGES)).json()["items"] == []
    assert len((await root.send("GET", IMAGES)).json()["items"]) == 1
    assert (await root.send("PATCH", path, {"visibility": "public"})).status_code == 200
    assert (await bob.send("GET", path)).status_code == 200
    acts = (await root.send("GET", "/api/admin/audit")).json()["items"]
    assert "image.changed" in {act["action"] for act in acts}


@OWN_URLS
async def test_a_url_is_no_longer_good_once_its_reader_may_not_see_the_image(
    world: World,
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    image = await added(ada, visibility="public")
    path = f"{IMAGES}/{image['id']}"
    told = (await bob.send("GET", f"{path}/url?variant=medium")).json()
    assert (await loaded(world, told["url"])).status_code == 200
    followed = await bob.send("GET", f"{path}/url?variant=medium&redirect=1")
    assert (followed.status_code, followed.headers["location"]) == (307, told["url"])

    await ada.send("PATCH", path, {"visibility": "private"})

    assert (await loaded(world, told["url"])).status_code == 404


async def test_a_change_names_the_version_it_is_based_on(world: World) -> None:
    ada = await world.someone("ada")
    path = f"{IMAGES}/{(await added(ada))['id']}"

    changed = await ada.send("PATCH", path, {"title": "Dusk"}, headers={"If-Match": '"1"'})
    stale = await ada.send("PATCH", path, {"title": "Night"}, headers={"If-Match": '"1"'})
    cleared = await ada.send("PATCH", path, {"title": None, "version": 2})

    assert (changed.json()["title"], changed.headers["etag"]) == ("Dusk", '"2"')
    assert stale.status_code == 412
    assert "title" not in cleared.json()


async def test_what_is_deleted_is_gone_in_every_size(world: World) -> None:
    ada = await world.someone("ada")
    image = await added(ada)
    path = f"{IMAGES}/{image['id']}"

    assert (await ada.send("DELETE", path)).status_code == 204
    await world.work()

    assert (await ada.send("GET", path)).status_code == 404
    assert (await loaded(world, image["url"])).status_code == 404
    assert [entry async for entry in world.services.images.store.list()] == []


async def test_who_is_in_a_project_sees_its_private_images_and_who_may_edit_it_adds_them(
    world: World,
) -> None:
    ada, bob, eve = [await world.someone(name) for name in ("ada", "bob", "eve")]
    project = (await ada.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    place = f"/api/projects/{project}/collaborators"
    await ada.send("POST", place, {"userId": bob.id, "role": "viewer"})
    await bob.send("POST", f"{place}/accept")
    link = {"linkedEntityType": "Project", "linkedEntityId": project}

    image = await added(ada, usageType="project", **link)
    by_bob = await sent(bob, PNG, **link)
    by_eve = await sent(eve, PNG, **link)

    path, query = f"{IMAGES}/{image['id']}", f"{IMAGES}?linkedEntityType=Project"
    listed = f"{query}&linkedEntityId={project}"
    assert (by_bob.status_code, by_eve.status_code) == (400, 400)
    assert [(await who.send("GET", path)).status_code for who in (bob, eve)] == [200, 404]
    assert [each["id"] for each in (await bob.send("GET", listed)).json()["items"]] == [image["id"]]
    assert (await eve.send("GET", listed)).json()["items"] == []
    assert (await bob.send("PATCH", path, {"title": "Mine"})).status_code == 403

    await ada.send("DELETE", f"/api/projects/{project}")
    assert "linkedEntityId" not in (await ada.send("GET", path)).json()
    assert (await bob.send("GET", path)).status_code == 404
