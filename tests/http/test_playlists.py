"""Playlists, tags and tastes over HTTP."""

from typing import Any

import pytest

from tests.http.test_catalog import NOBODY, a_song, an_artist, made
from tests.http.world import Someone, World


@pytest.fixture
async def root(world: World) -> Someone:
    """Who looks after the place."""
    return await world.admin()


@pytest.fixture
async def songs(root: Someone) -> list[dict[str, Any]]:
    """Three songs by two artists of one genre."""
    drake = await an_artist(root)
    body = {"name": "Kendrick", "genreId": drake["genreId"]}
    kendrick = (await root.send("POST", "/api/artists", body)).json()
    return [
        await a_song(root, drake, "One"),
        await a_song(root, kendrick, "Two"),
        await a_song(root, drake, "Three"),
    ]


async def test_a_playlist_is_kept_in_its_order(world: World, songs: list[dict[str, Any]]) -> None:
    ada = await world.someone("ada")
    ids = [song["id"] for song in songs]
    mine = await made(ada, "/api/playlists", name="Mine", songIds=ids[:2])
    path = f"/api/playlists/{mine['id']}"
    put = await ada.send("PUT", f"{path}/songs", {"songIds": ids[::-1], "version": 1})
    read = await ada.send("GET", path)
    stale = await ada.send("PUT", f"{path}/songs", {"songIds": [], "version": 1})

    assert (mine["name"], mine["createdBy"], mine["songCount"]) == ("Mine", ada.id, 2)
    assert mine["songs"] == songs[:2]
    assert put.json() == read.json()
    assert put.headers["etag"] == read.headers["etag"]
    assert read.json()["songs"] == songs[::-1]
    assert (stale.status_code, stale.json()["current"]) == (409, 2)


async def test_a_playlists_tag_changes_with_its_songs(
    world: World, root: Someone, songs: list[dict[str, Any]]
) -> None:
    ada = await world.someone("ada")
    mine = await made(ada, "/api/playlists", name="Mine", songIds=[songs[0]["id"]])
    path = f"/api/playlists/{mine['id']}"
    known = {"If-None-Match": (await ada.send("GET", path)).headers["etag"]}
    same = await ada.send("GET", path, headers=known)
    await root.send("DELETE", f"/api/songs/{songs[0]['id']}")
    after = await ada.send("GET", path, headers=known)

    assert (same.status_code, after.status_code) == (304, 200)
    assert after.json()["songs"] == []
    assert after.json()["version"] == 1


async def test_playlists_are_listed_renamed_and_deleted(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    mine = await made(ada, "/api/playlists", name="Mine")
    path = f"/api/playlists/{mine['id']}"
    listed = (await ada.send("GET", "/api/playlists")).json()
    renamed = await ada.send("PATCH", path, {"name": "Ours"})
    seen, refused = await bob.send("GET", path), await bob.send("DELETE", path)
    gone = await ada.send("DELETE", path, headers={"If-Match": renamed.headers["etag"]})
    whole = {name: value for name, value in mine.items() if name != "songs"}

    assert listed == {"items": [whole], "next": None}
    assert (renamed.json()["name"], seen.json()["name"]) == ("Ours", "Ours")
    assert (refused.status_code, gone.status_code) == (403, 204)
    assert (await bob.send("GET", path)).status_code == 404
    assert (await ada.send("GET", "/api/playlists")).json()["items"] == []


async def test_a_default_playlist_is_listed_by_its_artist_and_stays(
    world: World, root: Someone, songs: list[dict[str, Any]]
) -> None:
    ada = await world.someone("ada")
    artist = songs[0]["artistId"]
    (default,) = (await ada.send("GET", f"/api/playlists?artistId={artist}")).json()["items"]
    refused = await root.send("DELETE", f"/api/playlists/{default['id']}")

    assert (default["isDefault"], default["songCount"]) == (True, 2)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:phantom:default-playlist")


async def test_songs_that_are_not_there_are_told_by_their_paths(
    world: World, songs: list[dict[str, Any]]
) -> None:
    ada = await world.someone("ada")
    body = {"name": "Mine", "songIds": [songs[0]["id"], NOBODY]}
    refused = await ada.send("POST", "/api/playlists", body)
    twice = await ada.send("POST", "/api/playlists", {**body, "songIds": [NOBODY, NOBODY]})

    assert [fault["path"] for fault in refused.json()["errors"]] == ["songIds[1]"]
    assert [fault["path"] for fault in twice.json()["errors"]] == ["songIds"]


async def test_a_playlist_is_made_with_reasons_and_kept(
    world: World, songs: list[dict[str, Any]]
) -> None:
    ada = await world.someone("ada")
    body = {"artistId": songs[0]["artistId"], "length": 3, "seed": 7}
    one = await made(ada, "/api/playlists/generate", **body)
    other = await made(ada, "/api/playlists/generate", **body)
    kept = (await ada.send("GET", f"/api/playlists/{one['id']}")).json()

    assert one["songs"] == other["songs"] == kept["songs"]
    assert (one["seed"], one["createdBy"], one["name"]) == (7, ada.id, "Around Drake")
    assert [each["songId"] for each in one["reasons"]] == [song["id"] for song in one["songs"]]
    assert {each["text"] for each in one["reasons"]} == {
        "By Drake, whom you named.",
        "Rap, as Drake is.",
    }
    assert {each["kind"] for each in one["reasons"]} == {"artist", "genre"}


async def test_nothing_named_and_nothing_liked_makes_no_playlist(world: World) -> None:
    ada = await world.someone("ada")
    refused = await ada.send("POST", "/api/playlists/generate", {})

    assert (refused.status_code, refused.json()["type"]) == (400, "urn:phantom:nothing-to-draw")


async def test_a_key_makes_one_playlist(world: World) -> None:
    ada = await world.someone("ada")
    key = {"Idempotency-Key": "one"}
    answers = [
        await ada.send("POST", "/api/playlists", {"name": "Mine"}, headers=key) for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert len((await ada.send("GET", "/api/playlists")).json()["items"]) == 1


async def test_a_taste_is_said_and_read(world: World, songs: list[dict[str, Any]]) -> None:
    ada = await world.someone("ada")
    artist = (await ada.send("GET", f"/api/artists/{songs[0]['artistId']}")).json()
    genre = (await ada.send("GET", "/api/genres")).json()["items"][0]
    empty = (await ada.send("GET", "/api/users/me/taste")).json()
    said = [
        await ada.send("PUT", "/api/users/me/genres", {"ids": [genre["id"]]}),
        await ada.send("PUT", "/api/users/me/artists", {"ids": [artist["id"]]}),
    ]
    refused = await ada.send("PUT", "/api/users/me/artists", {"ids": [artist["id"], NOBODY]})
    read = (await ada.send("GET", "/api/users/me/taste")).json()

    assert empty == {"genres": [], "artists": []}
    assert [answer.status_code for answer in said] == [204, 204]
    assert [fault["path"] for fault in refused.json()["errors"]] == ["ids[1]"]
    assert read == {"genres": [genre], "artists": [artist]}


async def test_tags_are_added_once_and_listed(world: World, root: Someone) -> None:
    ada = await world.someone("ada")
    free = await made(ada, "/api/tags", name="Sunday")
    same = await made(ada, "/api/tags", name="SUNDAY", kind="free")
    calm = await made(root, "/api/tags", name="calm", kind="mood")
    refused = await ada.send("POST", "/api/tags", {"name": "loud", "kind": "mood"})
    listed = (await ada.send("GET", "/api/tags")).json()
    moods = (await ada.send("GET", "/api/tags?kind=mood")).json()

    assert same == free
    assert refused.status_code == 403
    assert listed == {"items": [calm, free], "next": None}
    assert moods["items"] == [calm]
    assert (await ada.send("GET", "/api/tags?kind=colour")).status_code == 400
