"""Versions over HTTP: tags that are told, and conditions that are never passed over."""

import pytest

from tests.http.test_audio import added
from tests.http.world import World


async def test_a_recording_that_has_moved_on_is_not_deleted(world: World) -> None:
    ada = await world.someone("ada")
    path = f"/api/audio/{(await added(ada))['id']}"
    await ada.send("PATCH", path, {"title": "Other"})
    stale = await ada.send("DELETE", path, headers={"If-Match": '"1"'})
    kept = await ada.send("GET", path)
    gone = await ada.send("DELETE", path, headers={"If-Match": kept.headers["etag"]})

    assert (stale.status_code, kept.status_code, gone.status_code) == (412, 200, 204)
    assert stale.json()["current"] == 2


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/audio/{file}/annotation", {}),
        ("POST", "/api/audio/{file}/analyze", None),
        ("PUT", "/api/admin/users/{root}/status", {"status": "active"}),
        ("PUT", "/api/users/{root}/follow", None),
    ],
)
async def test_a_condition_on_what_has_no_version_holds_only_if_it_is_a_star(
    world: World, method: str, path: str, body: object
) -> None:
    root = await world.admin()
    path = path.format(file=(await added(root))["id"], root=root.id)
    named = await root.send(method, path, body, headers={"If-Match": '"1"'})
    star = await root.send(method, path, body, headers={"If-Match": "*"})

    assert named.status_code == 412
    assert star.status_code != 412


async def test_the_profile_has_a_tag_of_its_own(world: World) -> None:
    ada = await world.someone("ada")
    said = await ada.send("PUT", "/api/users/me/profile", {"bio": "Cellist."})
    read = await ada.send("GET", "/api/users/me/profile")
    account = await ada.send("GET", "/api/users/me")

    assert said.headers["etag"] == read.headers["etag"] == '"2"'
    assert said.json() == read.json()
    assert account.headers["etag"] == '"1"'
