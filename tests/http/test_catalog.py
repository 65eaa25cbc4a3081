"""The catalogue over HTTP: finding music, and tending it."""

from typing import Any

import pytest

from tests.http.test_audio import added
from tests.http.world import Someone, World

NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


async def made(who: Someone, path: str, **body: Any) -> dict[str, Any]:
    """Add something, and answer it."""
    answer = await who.send("POST", path, body)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def an_artist(root: Someone, name: str = "Drake", genre: str = "Rap") -> dict[str, Any]:
    genre_id = (await made(root, "/api/genres", name=genre))["id"]
    return await made(root, "/api/artists", name=name, genreId=genre_id)


async def a_song(root: Someone, artist: dict[str, Any], title: str, **more: Any) -> dict[str, Any]:
    body = {"title": title, "artistId": artist["id"], "durationMs": 173_987, **more}
    return await made(root, "/api/songs", **body)


async def test_a_genre_is_added_renamed_listed_and_deleted(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    genre = await made(root, "/api/genres", name="Rap")
    path = f"/api/genres/{genre['id']}"
    renamed = await root.send("PATCH", path, {"name": "Hip-Hop", "version": 1})
    taken = await root.send("POST", "/api/genres", {"name": "HIP-HOP"})
    listed = (await ada.send("GET", "/api/genres")).json()
    stale = await root.send("DELETE", path, headers={"If-Match": '"1"'})
    gone = await root.send("DELETE", path, headers={"If-Match": renamed.headers["etag"]})

    assert (renamed.status_code, renamed.headers["etag"]) == (200, '"2"')
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:phantom:genre-taken")
    assert listed == {"items": [renamed.json()], "next": None}
    assert (stale.status_code, gone.status_code) == (412, 204)
    assert (await ada.send("GET", "/api/genres")).json()["items"] == []


async def test_an_artist_is_told_as_the_domain_names_it(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    genre = await made(root, "/api/genres", name="Rap")
    body = {"genreId": genre["id"], "spotifyArtistId": "3TV", "imageUrl": "https://example.org/x"}
    artist = await made(root, "/api/artists", name="Drake", **body)
    read = await ada.send("GET", f"/api/artists/{artist['id']}")

    assert read.json() == artist
    assert {**artist, **body, "name": "Drake", "version": 1} == artist
    assert read.headers["etag"] == '"1"'
    default = await ada.send("GET", f"/api/playlists/{artist['defaultPlaylistId']}")
    assert default.json()["isDefault"]
    assert default.json()["artistId"] == artist["id"]
    assert "createdBy" not in default.json()


async def test_what_is_left_out_stays_and_null_takes_away(world: World) -> None:
    root = await world.admin()
    genre = await made(root, "/api/genres", name="Rap")
    body = {"genreId": genre["id"], "spotifyArtistId": "3TV", "imageUrl": "https://example.org/x"}
    artist = await made(root, "/api/artists", name="Drake", **body)
    path = f"/api/artists/{artist['id']}"
    changed = (await root.send("PATCH", path, {"imageUrl": None})).json()
    nameless = await root.send("PATCH", path, {"name": None})

    assert "imageUrl" not in changed
    assert (changed["spotifyArtistId"], changed["name"]) == ("3TV", "Drake")
    assert nameless.status_code == 400


async def test_artists_are_found_best_first_page_by_page(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    genre = await made(root, "/api/genres", name="Any")
    for name in ("Nick Drake", "Drake Bell", "Drake", "Beyoncé"):
        await made(root, "/api/artists", name=name, genreId=genre["id"])
    first = (await ada.send("GET", "/api/artists?q=drake&limit=2")).json()
    rest = (await ada.send("GET", f"/api/artists?q=drake&cursor={first['next']}")).json()
    folded = (await ada.send("GET", "/api/artists?q=beyonce")).json()
    narrowed = (await ada.send("GET", f"/api/artists?genreId={NOBODY}")).json()
    bad = await ada.send("GET", f"/api/artists?q={'x' * 101}")

    assert [each["name"] for each in first["items"]] == ["Drake", "Drake Bell"]
    assert [each["name"] for each in rest["items"]] == ["Nick Drake"]
    assert [each["name"] for each in folded["items"]] == ["Beyoncé"]
    assert narrowed == {"items": [], "next": None}
    assert (bad.status_code, bad.json()["errors"][0]["path"]) == (400, "q")


async def test_a_song_has_its_artist_in_it(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    artist = await an_artist(root)
    song = await a_song(root, artist, "One Dance", albumName="Views", spotifyTrackId="1zi")
    read = await ada.send("GET", f"/api/songs/{song['id']}")
    listed = (await ada.send("GET", f"/api/artists/{artist['id']}/songs")).json()

    assert read.json() == song
    assert song["artist"] == {"id": artist["id"], "name": "Drake"}
    assert (song["durationMs"], song["albumName"], song["streamable"]) == (173_987, "Views", False)
    assert listed == {"items": [song], "next": None}


async def test_songs_are_found_with_words_of_their_artists(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    artist = await an_artist(root)
    song = await a_song(root, artist, "One Dance")
    await a_song(root, artist, "Hotline Bling")
    found = (await ada.send("GET", "/api/songs?q=drake one dance")).json()
    of_genre = await ada.send("GET", f"/api/songs?q=one&genreId={artist['genreId']}")

    assert found["items"] == of_genre.json()["items"] == [song]


async def test_a_songs_tag_changes_with_its_artist_and_still_names_its_version(
    world: World,
) -> None:
    root = await world.admin()
    artist = await an_artist(root)
    path = f"/api/songs/{(await a_song(root, artist, 'One Dance'))['id']}"
    before = await root.send("GET", path)
    known = {"If-None-Match": before.headers["etag"]}
    same = await root.send("GET", path, headers=known)
    await root.send("PATCH", f"/api/artists/{artist['id']}", {"name": "Drizzy"})
    after = await root.send("GET", path, headers=known)
    tag = {"If-Match": before.headers["etag"]}
    changed = await root.send("PATCH", path, {"title": "Two Dances"}, headers=tag)
    again = await root.send("PATCH", path, {"title": "Three"}, headers=tag)

    assert (same.status_code, after.status_code) == (304, 200)
    assert after.json()["artist"]["name"] == "Drizzy"
    assert (changed.status_code, again.status_code) == (200, 412)


async def test_a_deleted_song_is_found_no_more_and_can_still_be_named(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    artist = await an_artist(root)
    song = await a_song(root, artist, "One Dance")
    refused = await root.send("DELETE", f"/api/artists/{artist['id']}")
    gone = await root.send("DELETE", f"/api/songs/{song['id']}")
    read = await ada.send("GET", f"/api/songs/{song['id']}")

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:phantom:artist-in-use")
    assert gone.status_code == 204
    assert read.status_code == 200
    assert "deletedAt" in read.json()
    assert (await ada.send("GET", "/api/songs?q=one")).json()["items"] == []
    assert (await root.send("DELETE", f"/api/songs/{song['id']}")).status_code == 404


async def test_a_song_is_heard_from_its_recording(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    artist = await an_artist(root)
    silent = await a_song(root, artist, "Silence")
    recording = await added(root, data={"visibility": "public"})
    song = await a_song(root, artist, "One Dance", audioFileId=recording["id"])
    told = await ada.send("GET", f"/api/songs/{song['id']}/stream")
    sent_on = await ada.send("GET", f"/api/songs/{song['id']}/stream?redirect=1")
    heard = await world.http.get(told.json()["url"])
    nothing = await ada.send("GET", f"/api/songs/{silent['id']}/stream")

    assert song["streamable"]
    assert (told.status_code, heard.status_code) == (200, 200)
    assert heard.headers["content-type"] == "audio/wav"
    assert (sent_on.status_code, sent_on.headers["location"]) == (307, sent_on.json()["url"])
    assert (nothing.status_code, nothing.json()["type"]) == (404, "urn:phantom:no-audio")


async def test_a_private_recording_is_heard_by_nobody_else(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    recording = await added(root)
    artist = await an_artist(root)
    song = await a_song(root, artist, "One Dance", audioFileId=recording["id"])
    theirs = await added(ada)
    refused = await root.send("PATCH", f"/api/songs/{song['id']}", {"audioFileId": theirs["id"]})

    assert (await root.send("GET", f"/api/songs/{song['id']}/stream")).status_code == 200
    assert (await ada.send("GET", f"/api/songs/{song['id']}/stream")).status_code == 404
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "audioFileId")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"title": "x" * 201}, "title"),
        ({"durationMs": 0}, "durationMs"),
        ({"durationMs": 10**20}, "durationMs"),
        ({"albumCoverUrl": "javascript:alert(1)"}, "albumCoverUrl"),
        ({"artistId": NOBODY}, "artistId"),
        ({"artistId": "nobody"}, "artistId"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_faults_of_a_song_are_told_with_their_paths(
    world: World, body: dict[str, Any], path: str
) -> None:
    root = await world.admin()
    artist = await an_artist(root)
    whole = {"title": "X", "artistId": artist["id"], "durationMs": 1000, **body}
    song = await a_song(root, artist, "X")
    answers = [
        await root.send("POST", "/api/songs", whole),
        await root.send("PATCH", f"/api/songs/{song['id']}", body),
    ]

    for answer in answers:
        assert answer.status_code == 400, answer.text
        assert [fault["path"] for fault in answer.json()["errors"]] == [path]
