"""Sets of music over HTTP: put together by admins, listened to by everybody."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.http.places import OWN_URLS
from tests.http.test_audio import FORM, part
from tests.http.world import Someone, World
from tests.use_cases.media.house import sound

SETS = "/api/media/sets"


async def made(root: Someone, **fields: Any) -> str:
    answer = await root.send("POST", SETS, {"title": "Dawn", "visibility": "public", **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def handed_in(
    root: Someone, set_id: str, *, name: str = "song.wav", data: bytes | None = None, **said: str
) -> httpx.Response:
    files = {"file": (name, sound() if data is None else data, "audio/x-lies")}
    return await root.send("POST", f"{SETS}/{set_id}/tracks", files=files, data=said)


async def heard(world: World, answer: httpx.Response) -> bytes:
    found = await world.http.get(answer.json()["url"])
    assert found.status_code == 200, found.text
    return found.content


@pytest.mark.flow
async def test_a_set_is_made_filled_and_listened_to(world: World) -> None:
    root, eve = await world.admin(), await world.someone("eve")
    set_id = await made(root, description="By the sea.")
    first = (await handed_in(root, set_id, name="one.wav", artist="Ada")).json()
    second = await handed_in(root, set_id, data=sound(1600, INAM=b"Two"))

    assert second.status_code == 201
    assert second.headers["location"] == f"{SETS}/{set_id}"
    shown = await eve.send("GET", f"{SETS}/{set_id}")
    listed = (await eve.send("GET", SETS)).json()["items"]
    assert shown.headers["etag"].startswith('"3-')
    assert shown.json()["tracks"] == [first, second.json()]
    assert (first["title"], first["artist"], first["position"]) == ("one", "Ada", 1)
    assert (second.json()["title"], second.json()["durationMs"]) == ("Two", 200)
    assert listed == [{key: value for key, value in shown.json().items() if key != "tracks"}]
    assert (listed[0]["trackCount"], listed[0]["durationMs"]) == (2, 300)
    played = await eve.send("GET", f"/api/media/tracks/{first['id']}/stream")
    assert await heard(world, played) == sound()


@OWN_URLS
async def test_a_link_leads_there_and_downloads_have_a_name(world: World) -> None:
    root, eve = await world.admin(), await world.someone("eve")
    set_id = await made(root)
    track = (await handed_in(root, set_id, title="Larks", artist="Ada")).json()
    path = f"/api/media/tracks/{track['id']}"

    sent = await eve.send("GET", f"{path}/download?redirect=1")
    saved = await world.http.get(sent.headers["location"])
    some = await world.http.get(
        (await eve.send("GET", f"{path}/stream")).json()["url"], headers={"Range": "bytes=0-1"}
    )

    assert sent.status_code == 307
    assert saved.headers["content-disposition"] == 'attachment; filename="Ada - Larks.wav"'
    assert (some.status_code, some.content) == (206, b"RI")
    await root.send("PATCH", f"{SETS}/{set_id}", {"visibility": "private"})
    assert (await world.http.get(sent.headers["location"])).status_code == 404
    assert (await eve.send("GET", f"{path}/stream")).status_code == 404


async def test_the_order_is_all_of_the_tracks_and_based_on_a_version(world: World) -> None:
    root = await world.admin()
    set_id = await made(root)
    one, two = [(await handed_in(root, set_id)).json()["id"] for _ in range(2)]
    order = f"{SETS}/{set_id}/order"

    turned = await root.send("PUT", order, {"trackIds": [two, one]})
    missing = await root.send("PUT", order, {"trackIds": [two, two]})
    stale = await root.send("PUT", order, {"trackIds": [one, two]}, headers={"If-Match": '"1"'})

    assert [track["id"] for track in turned.json()["tracks"]] == [two, one]
    assert missing.status_code == 400
    assert [fault["path"] for fault in missing.json()["errors"]] == ["trackIds[1]", "trackIds"]
    assert stale.status_code == 412
    body = {"trackIds": [one, two], "version": 1}
    assert (await root.send("PUT", order, body)).status_code == 409


async def test_tracks_and_sets_are_described_otherwise_and_go(world: World) -> None:
    root = await world.admin()
    set_id = await made(root)
    track = f"/api/media/tracks/{(await handed_in(root, set_id, artist='Ada')).json()['id']}"

    named = await root.send("PATCH", track, {"title": "Larks", "artist": None})
    blank = await root.send("PATCH", track, {"title": ""})
    stale = await root.send("DELETE", track, headers={"If-Match": '"1"'})
    gone = await root.send("DELETE", track)
    left = (await root.send("GET", f"{SETS}/{set_id}")).json()

    assert (named.json()["title"], named.json()["artist"]) == ("Larks", None)
    assert (blank.status_code, blank.json()["errors"][0]["path"]) == (400, "title")
    assert (stale.status_code, gone.status_code) == (412, 204)
    assert (left["tracks"], left["version"]) == ([], 4)
    assert (await root.send("DELETE", f"{SETS}/{set_id}")).status_code == 204
    assert (await root.send("GET", f"{SETS}/{set_id}")).status_code == 404


async def test_a_track_comes_in_parts_by_a_plan(world: World) -> None:
    root, eve = await world.admin(), await world.someone("eve")
    set_id, data = await made(root), sound(4000, INAM=b"Long")
    promise = {
        "fileName": "long.wav",
        "sizeBytes": len(data),
        "contentType": "audio/wav",
        "sha256": hashlib.sha256(data).hexdigest(),
        "artist": "Ada",
    }
    key = {"Idempotency-Key": "once"}

    asked = await root.send("POST", f"{SETS}/{set_id}/tracks", promise, headers=key)
    again = await root.send("POST", f"{SETS}/{set_id}/tracks", promise, headers=key)
    plan = asked.json()
    (coming,) = (await root.send("GET", f"{SETS}/{set_id}")).json()["tracks"]
    hidden = (await eve.send("GET", f"{SETS}/{set_id}")).json()["tracks"]
    early = await root.send("GET", f"/api/media/tracks/{plan['id']}/stream")
    (to_come,) = plan["parts"]
    put = await world.http.put(to_come["url"], content=data, headers=to_come["headers"])
    parts = {"parts": [{"number": 1, "etag": put.headers["etag"]}]}
    done = await root.send("POST", f"/api/media/tracks/{plan['id']}/complete", parts)
    repeated = await root.send("POST", f"/api/media/tracks/{plan['id']}/complete", parts)

    assert (asked.status_code, again.json()["id"]) == (201, plan["id"])
    assert (coming["status"], coming["id"], coming["title"]) == ("uploading", plan["id"], "long")
    assert hidden == []
    assert (early.status_code, early.json()["type"]) == (409, "urn:phantom:track-not-ready")
    assert (done.status_code, repeated.json()) == (200, done.json())
    assert (done.json()["status"], done.json()["title"]) == ("ready", "Long")
    played = await eve.send("GET", f"/api/media/tracks/{plan['id']}/stream")
    assert await heard(world, played) == data


async def test_what_is_refused_names_the_fault(world: World) -> None:
    root = await world.admin()
    set_id = await made(root)
    path = f"{SETS}/{set_id}/tracks"
    promise = {"fileName": "x.wav", "sizeBytes": 10, "contentType": "audio/wav"}

    no_audio = await handed_in(root, set_id, data=b"<html>")
    unknown = await handed_in(root, set_id, mood="calm")
    image = await root.send("POST", path, {**promise, "contentType": "image/png"})
    nothing = await root.send("POST", path, {**promise, "sizeBytes": 0})
    form = part('name="title"', b"x") + b"--limit--\r\n"
    fileless = await root.send("POST", path, content=form, headers={"Content-Type": FORM})

    assert (no_audio.status_code, image.status_code) == (415, 415)
    assert (unknown.status_code, unknown.json()["errors"][0]["path"]) == (400, "mood")
    assert (nothing.status_code, nothing.json()["errors"][0]["path"]) == (400, "sizeBytes")
    assert (fileless.status_code, fileless.json()["errors"][0]["path"]) == (400, "file")
    assert (await root.send("GET", f"{SETS}/{set_id}")).json()["tracks"] == []


async def test_a_form_under_a_key_makes_one_track(world: World) -> None:
    root = await world.admin()
    set_id = await made(root)
    path, key = f"{SETS}/{set_id}/tracks", {"Idempotency-Key": "k"}
    files = {"file": ("a.wav", sound(), "audio/wav")}
    other = {"file": ("a.wav", sound(100), "audio/wav")}

    first = await root.send("POST", path, files=files, headers=key)
    again = await root.send("POST", path, files=files, headers=key)
    another = await root.send("POST", path, files=other, headers=key)

    assert (first.status_code, again.json()) == (201, first.json())
    assert another.status_code == 409
    assert len((await root.send("GET", f"{SETS}/{set_id}")).json()["tracks"]) == 1
