"""Versions over HTTP: tags that are told, and conditions that are never passed over."""

import pytest

from tests.http.test_audio import added
from tests.http.world import PASSWORD, World


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
    assert account.headers["etag"] == '"1-2"'


async def test_an_accounts_tag_changes_with_the_profile_and_still_names_the_version(
    world: World,
) -> None:
    ada = await world.someone("ada")
    before = await ada.send("GET", "/api/users/me")
    await ada.send("PUT", "/api/users/me/profile", {"bio": "Cellist."})
    after = await ada.send("GET", "/api/users/me")
    conditions = [{"If-Match": answer.headers["etag"]} for answer in (before, after)]
    changed = [
        await ada.send("PATCH", "/api/users/me", {"displayName": name}, headers=condition)
        for name, condition in zip(("Ada", "Ada"), conditions, strict=True)
    ]

    assert before.headers["etag"] != after.headers["etag"]
    assert [answer.status_code for answer in changed] == [200, 412]


async def test_a_recordings_tag_changes_with_its_analysis_which_is_in_nobodys_way(
    world: World,
) -> None:
    ada = await world.someone("ada")
    await ada.send("PUT", "/api/users/me/consents", {"purpose": "audio_analysis", "granted": True})
    path = f"/api/audio/{(await added(ada))['id']}"
    queued = await ada.send("GET", path)
    await world.work()
    done = await ada.send("GET", path)
    again = await ada.send("GET", path, headers={"If-None-Match": queued.headers["etag"]})
    tag = {"If-Match": queued.headers["etag"]}
    changed = await ada.send("PATCH", path, {"title": "Other"}, headers=tag)

    assert (queued.headers["etag"], done.headers["etag"]) == ('"1-queued"', '"1-done"')
    assert (again.status_code, again.json()["analysisStatus"]) == (200, "done")
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2-done"')


@pytest.mark.parametrize("path", ["/api/users/me", "/api/users/me/profile", "/api/auth/me"])
async def test_what_the_client_has_already_is_not_sent_again(world: World, path: str) -> None:
    ada = await world.someone("ada")
    first = await ada.send("GET", path)
    tag = first.headers["etag"]
    named = [tag, f"W/{tag}", f'"other", {tag}', "*"]
    known = [await ada.send("GET", path, headers={"If-None-Match": each}) for each in named]
    other = await ada.send("GET", path, headers={"If-None-Match": '"other"'})

    assert first.headers["cache-control"] == "no-store"  # the next to sign in has the same tag
    assert {(answer.status_code, answer.content) for answer in known} == {(304, b"")}
    assert {answer.headers["etag"] for answer in known} == {tag}
    assert not any(name.startswith("content-l") for name in known[0].headers)
    assert (other.status_code, other.json()) == (200, first.json())


@pytest.mark.parametrize("tag", ["*", '"1"', '"other"'])
async def test_nothing_is_changed_under_a_condition_that_is_for_reading(
    world: World, tag: str
) -> None:
    ada = await world.someone("ada")
    answer = await ada.send(
        "PATCH", "/api/users/me", {"displayName": "Other"}, headers={"If-None-Match": tag}
    )
    me = (await ada.send("GET", "/api/users/me")).json()

    assert answer.status_code == 412
    assert answer.json()["title"] == "Precondition failed"
    assert me["displayName"] == "ada"


async def test_another_address_is_answered_with_the_accounts_next_tag(world: World) -> None:
    ada = await world.someone("ada")
    body = {"email": "ada@example.net", "password": PASSWORD}
    changed = await ada.send("POST", "/api/auth/email", body)
    read = await ada.send("GET", "/api/auth/me")

    assert changed.headers["etag"] == read.headers["etag"] == '"2"'
