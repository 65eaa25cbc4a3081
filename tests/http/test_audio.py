"""Recordings over HTTP: handed in as a form, heard by link, described, deleted."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.http.world import Someone, World
from tests.use_cases.audio.studio import tone

FORM = "multipart/form-data; boundary=limit"


async def consent(ada: Someone) -> None:
    body = {"purpose": "audio_analysis", "granted": True}
    assert (await ada.send("PUT", "/api/users/me/consents", body)).status_code == 204


async def add(
    ada: Someone, sound: bytes | None = None, *, name: str = "song.wav", **options: Any
) -> httpx.Response:
    content = tone() if sound is None else sound
    files = {"file": (name, content, "application/x-lies")}
    return await ada.send("POST", "/api/audio", files=files, **options)


async def added(ada: Someone, **options: Any) -> dict[str, Any]:
    answer = await add(ada, **options)
    assert answer.status_code == 201, answer.text
    file: dict[str, Any] = answer.json()
    return file


def part(disposition: str, value: bytes) -> bytes:
    return b"--limit\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (
        disposition.encode(),
        value,
    )


async def post_form(ada: Someone, *parts: bytes, end: bytes = b"--limit--\r\n") -> httpx.Response:
    return await ada.send(
        "POST", "/api/audio", content=b"".join(parts) + end, headers={"Content-Type": FORM}
    )


THE_FILE = part('name="file"; filename="a.wav"', tone())


async def test_a_recording_is_handed_in_and_shown(world: World) -> None:
    ada = await world.someone("ada")
    data = tone(frames=8000)

    answer = await add(ada, data, name="Dawn_chorus.wav", data={"tags": ["sea", "sky"]})

    file = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/audio/{file['id']}"
    assert answer.headers["etag"] == '"1"'
    assert {name: file[name] for name in file if name not in {"id", "createdAt", "updatedAt"}} == {
        "ownerId": ada.id,
        "title": "Dawn chorus",
        "originalFileName": "Dawn_chorus.wav",
        "format": "wav",
        "sizeBytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "durationMs": 1000,
        "sampleRate": 8000,
        "channels": 1,
        "tags": ["sea", "sky"],
        "visibility": "private",
        "analysisStatus": "none",
        "renditions": [],
        "version": 1,
    }
    shown = await ada.send("GET", f"/api/audio/{file['id']}")
    assert (shown.json(), shown.headers["etag"]) == (file, '"1"')
    listed = await ada.send("GET", "/api/audio")
    assert listed.json() == {"items": [file], "next": None}


async def test_fields_may_stand_on_both_sides_of_the_file(world: World) -> None:
    ada = await world.someone("ada")

    answer = await post_form(
        ada,
        part('name="tags"', b"one"),
        THE_FILE,
        part('name="title"', "Über".encode()),
        part('name="tags"', b"two"),
        part('name="visibility"', b"public"),
    )

    file = answer.json()
    assert (file["title"], file["tags"], file["visibility"]) == ("Über", ["one", "two"], "public")


@pytest.mark.parametrize(
    ("parts", "end", "path"),
    [
        ([], b"--limit--\r\n", "file"),
        ([part('name="title"', b"x")], b"--limit--\r\n", "file"),
        ([THE_FILE, THE_FILE], b"--limit--\r\n", "file"),
        ([THE_FILE, part('name="colour"', b"red")], b"--limit--\r\n", "colour"),
        ([part('name="title"', b"x") * 2, THE_FILE], b"--limit--\r\n", "title"),
        ([part('name="title"', b"\xff"), THE_FILE], b"--limit--\r\n", "title"),
        ([part('name="title"', b" "), THE_FILE], b"--limit--\r\n", "title"),
        ([THE_FILE, part('name="title"', b"x" * 20_000)], b"--limit--\r\n", "title"),
        ([THE_FILE, part('name="visibility"', b"secret")], b"--limit--\r\n", "visibility"),
        ([THE_FILE, part('name="tags"', b"a\0b")], b"--limit--\r\n", "tags[0]"),
        ([THE_FILE, part('name="tags"', b"a") * 2], b"--limit--\r\n", "tags"),
        ([THE_FILE], b"", ""),
        ([THE_FILE], b"--limi", ""),
        ([b"nothing that is a form"], b"", ""),
        ([b"--limit\r\nNonsense\r\n\r\n"], b"--limit--\r\n", ""),
        ([b"--limit\r\nContent-Disposition: attachment\r\n\r\nx\r\n"], b"--limit--\r\n", ""),
        ([part('name="tags"', b"x") * 100, THE_FILE], b"--limit--\r\n", ""),
    ],
)
async def test_a_form_that_is_wrong_is_refused_with_the_field(
    world: World, parts: list[bytes], end: bytes, path: str
) -> None:
    ada = await world.someone("ada")

    answer = await post_form(ada, *parts, end=end)

    assert answer.status_code == 400, answer.text
    assert path in [fault["path"] for fault in answer.json()["errors"]]
    assert (await ada.send("GET", "/api/audio")).json()["items"] == []
    await world.work()
    assert [entry.key async for entry in world.services.audio.store.list()] == []


async def test_what_is_wrong_with_a_form_is_said_in_words(world: World) -> None:
    garbled = part('name="\xff"', b"x").replace("\xff".encode(), b"\xff")

    answer = await post_form(await world.someone("ada"), garbled)

    [fault] = answer.json()["errors"]
    assert fault["message"].endswith("and is not: Segment header failed to decode")


@pytest.mark.parametrize("kind", ["text/plain", "multipart/mixed; boundary=limit", ""])
async def test_what_is_no_form_is_415(world: World, kind: str) -> None:
    ada = await world.someone("ada")

    answer = await ada.send(
        "POST", "/api/audio", content=b'{"fileName": "a.wav"}', headers={"Content-Type": kind}
    )

    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
async def test_a_form_without_a_boundary_is_400(world: World, kind: str) -> None:
    ada = await world.someone("ada")

    answer = await ada.send("POST", "/api/audio", content=b"x", headers={"Content-Type": kind})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"<svg onload=alert(1)>", "not-audio"),
        (b"\x89PNG\r\n\x1a\n", "not-audio"),
        (tone()[:30], "not-decodable"),
    ],
)
async def test_what_is_no_sound_is_415_by_name(world: World, data: bytes, rule: str) -> None:
    ada = await world.someone("ada")

    answer = await add(ada, data)

    assert (answer.status_code, answer.json()["type"]) == (415, f"urn:phantom:{rule}")


async def test_a_recording_without_a_file_name_has_one(world: World) -> None:
    ada = await world.someone("ada")

    answer = await post_form(ada, part('name="file"', tone()))

    assert answer.json()["originalFileName"] == "recording"


class TestALimit:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_UPLOAD_LIMIT": "5000"}

    async def test_a_file_that_is_larger_than_allowed_is_413(self, world: World) -> None:
        ada = await world.someone("ada")

        answer = await add(ada, tone(frames=5000))

        assert answer.status_code == 413
        await world.work()
        assert [entry.key async for entry in world.services.audio.store.list()] == []

    async def test_bytes_are_counted_around_the_file_too(self, world: World) -> None:
        ada = await world.someone("ada")
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while sent < 100 * 2**20:
                yield b"x" * 65536
                sent += 65536

        answer = await ada.send(
            "POST", "/api/audio", content=endless(), headers={"Content-Type": FORM}
        )

        assert answer.status_code == 413
        assert sent < 2 * 2**20

    async def test_a_file_of_exactly_the_limit_is_accepted(self, world: World) -> None:
        ada = await world.someone("ada")

        assert len(tone(frames=2478)) == 5000
        assert (await add(ada, tone(frames=2478))).status_code == 201


async def test_nobody_hands_in_without_signing_in(world: World) -> None:
    answer = await world.http.post("/api/audio", files={"file": ("a.wav", tone())})

    assert answer.status_code == 401


async def test_a_recording_is_played_from_anywhere_and_saved_under_its_title(
    world: World,
) -> None:
    ada = await world.someone("ada")
    file = await added(ada, sound=tone(), name="Dawn.wav")
    path = f"/api/audio/{file['id']}"

    play = (await ada.send("GET", f"{path}/stream")).json()
    save = (await ada.send("GET", f"{path}/download")).json()

    part_of_it = await world.http.get(play["url"], headers={"Range": "bytes=100-199"})
    assert (part_of_it.status_code, part_of_it.content) == (206, tone()[100:200])
    assert part_of_it.headers["content-type"] == "audio/wav"
    whole = await world.http.get(save["url"])
    assert whole.content == tone()
    assert whole.headers["content-disposition"] == 'attachment; filename="Dawn.wav"'
    assert save["expiresAt"] == play["expiresAt"]


@pytest.mark.parametrize("kind", ["stream", "download"])
async def test_a_link_may_be_followed_at_once(world: World, kind: str) -> None:
    ada = await world.someone("ada")
    file = await added(ada)

    answer = await ada.send("GET", f"/api/audio/{file['id']}/{kind}?redirect=1")

    assert answer.status_code == 307
    assert (await world.http.get(answer.headers["location"])).content == tone()


async def test_a_change_says_which_version_it_is_based_on(world: World) -> None:
    ada = await world.someone("ada")
    path = f"/api/audio/{(await added(ada))['id']}"

    changed = await ada.send("PATCH", path, {"title": "Two", "tags": ["x"], "version": 1})
    stale = await ada.send("PATCH", path, {"title": "Three", "version": 1})
    strict = await ada.send("PATCH", path, {"title": "Three"}, headers={"If-Match": '"1"'})

    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (changed.json()["title"], changed.json()["tags"]) == ("Two", ["x"])
    assert (stale.status_code, stale.json()["current"], stale.json()["expectedVersion"]) == (
        409,
        2,
        1,
    )
    assert strict.status_code == 412


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"title": "x\0"}, "title"),
        ({"tags": ["a", "a"]}, "tags"),
        ({"visibility": "secret"}, "visibility"),
        ({"version": 0}, "version"),
        ({"owner": "me"}, "owner"),
    ],
)
async def test_a_change_that_is_wrong_names_the_field(
    world: World, body: dict[str, Any], path: str
) -> None:
    ada = await world.someone("ada")
    file = await added(ada)

    answer = await ada.send("PATCH", f"/api/audio/{file['id']}", body)

    assert answer.status_code == 400
    assert path in [fault["path"] for fault in answer.json()["errors"]]


async def test_a_recording_that_is_deleted_is_gone_with_its_bytes(world: World) -> None:
    ada = await world.someone("ada")
    file = await added(ada)
    path = f"/api/audio/{file['id']}"
    url = (await ada.send("GET", f"{path}/stream")).json()["url"]

    assert (await ada.send("DELETE", path)).status_code == 204
    await world.work()

    assert (await ada.send("GET", path)).status_code == 404
    assert (await ada.send("DELETE", path)).status_code == 404
    assert (await world.http.get(url)).status_code == 404


async def test_others_see_what_is_public_and_nothing_else(world: World) -> None:
    ada, eve = await world.someone("ada"), await world.someone("eve")
    private = await added(ada)
    public = await added(ada, sound=tone(), name="b.wav")
    await ada.send("PATCH", f"/api/audio/{public['id']}", {"visibility": "public"})

    listed = (await eve.send("GET", f"/api/audio?ownerId={ada.id}")).json()["items"]

    assert [file["id"] for file in listed] == [public["id"]]
    assert (await eve.send("GET", f"/api/audio/{public['id']}")).status_code == 200
    assert (await eve.send("DELETE", f"/api/audio/{public['id']}")).status_code == 403
    for name in ("", "/stream", "/download", "/report", "/reports", "/waveform", "/annotation"):
        answer = await eve.send("GET", f"/api/audio/{private['id']}{name}")
        assert answer.status_code == 404
    assert (await eve.send("POST", f"/api/audio/{private['id']}/analyze")).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["ownerId=x", "limit=0", "cursor=x", "owner_id=x", "who=me", "sort=best", "format=exe"],
)
async def test_a_list_refuses_what_it_does_not_know(world: World, query: str) -> None:
    ada = await world.someone("ada")

    assert (await ada.send("GET", f"/api/audio?{query}")).status_code == 400


async def test_recordings_of_who_is_suspended_are_found_by_admins_only(world: World) -> None:
    ada, eve, root = await world.someone("ada"), await world.someone("eve"), await world.admin()
    await consent(ada)
    file = await added(ada, data={"visibility": "public"})
    await world.work()
    paths = ["", "/stream", "/download", "/report", "/reports", "/waveform", "/waveform.png"]
    before = [(await eve.send("GET", f"/api/audio/{file['id']}{path}")) for path in paths]
    await root.send("PUT", f"/api/admin/users/{ada.id}/status", {"status": "suspended"})
    hidden = [(await eve.send("GET", f"/api/audio/{file['id']}{path}")) for path in paths]
    shown = [(await root.send("GET", f"/api/audio/{file['id']}{path}")) for path in paths]
    theirs = await eve.send("GET", f"/api/audio?ownerId={ada.id}")
    audit = (await root.send("GET", "/api/admin/audit")).json()["items"]

    assert {answer.status_code for answer in before} == {200}
    assert {answer.status_code for answer in hidden} == {404}
    assert {answer.status_code for answer in shown} == {200}
    assert theirs.json() == {"items": [], "next": None}
    opened = [act for act in audit if act["action"] == "audio.opened"]
    assert [act["targetId"] for act in opened] == [file["id"]] * 2
