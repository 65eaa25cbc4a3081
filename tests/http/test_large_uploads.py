"""Recordings that come in parts, by plan: promised, sent, resumed, completed, cancelled."""

import hashlib
import io
import random
import wave
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from phantom_core.uploads import SweepUploads
from tests.http.places import OWN_URLS
from tests.http.world import PASSWORD, Someone, World
from tests.use_cases.audio.studio import tone

TONE = tone()
PROMISE = {"fileName": "song.wav", "sizeBytes": len(TONE), "contentType": "audio/wav"}
MIB = 1024**2


def large(size: int = 10 * MIB) -> bytes:
    """A WAV file of so many bytes: two parts of 8 MiB."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(random.Random(size).randbytes(size - 44))
    return file.getvalue()


async def plan(ada: Someone, **promised: Any) -> httpx.Response:
    return await ada.send("POST", "/api/audio", {**PROMISE, **promised})


async def send(
    world: World, parts: Sequence[dict[str, Any]], data: bytes, part_size: int
) -> list[dict[str, Any]]:
    """Send parts as a stranger who has the URLs; answer their tags."""
    tags = []
    for part in parts:
        start = (part["number"] - 1) * part_size
        body = data[start : start + part["size"]]
        sent = await world.http.put(part["url"], content=body, headers=part["headers"])
        assert (sent.status_code, sent.content) == (200, b""), sent.text
        tags.append({"number": part["number"], "etag": sent.headers["etag"]})
    return tags


async def sent(world: World, ada: Someone, data: bytes, **promised: Any) -> tuple[str, list[Any]]:
    """Ask for a plan, and send all its parts; answer the address to complete, and the tags."""
    told = (await plan(ada, sizeBytes=len(data), **promised)).json()
    tags = await send(world, told["parts"], data, told["partSize"])
    return f"/api/audio/{told['id']}/complete", tags


async def signed_in_again(world: World) -> Someone:
    told = {"login": "ada", "password": PASSWORD}
    return Someone(world.http, (await world.http.post("/api/auth/login", json=told)).json())


@pytest.mark.flow
async def test_a_recording_comes_in_parts(world: World) -> None:
    ada = await world.someone("ada")
    data = large()
    asked = await plan(
        ada,
        sizeBytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        title="Dawn",
        tags=["sea"],
        visibility="public",
    )
    told = asked.json()
    tags = await send(world, told["parts"], data, told["partSize"])
    done = await ada.send("POST", f"/api/audio/{told['id']}/complete", {"parts": tags})

    assert asked.status_code == 201
    assert asked.headers["location"] == f"/api/uploads/{told['id']}"
    assert [(part["number"], part["size"]) for part in told["parts"]] == [
        (1, 8 * MIB),
        (2, len(data) - 8 * MIB),
    ]
    assert (done.status_code, done.json()["id"]) == (200, told["id"])
    file = (await ada.send("GET", f"/api/audio/{told['id']}")).json()
    assert (file["title"], file["tags"], file["visibility"]) == ("Dawn", ["sea"], "public")
    assert file["sizeBytes"] == len(data)
    assert file["sha256"] == hashlib.sha256(data).hexdigest()
    url = (await ada.send("GET", f"/api/audio/{told['id']}/stream")).json()["url"]
    assert (await world.http.get(url)).content == data


async def test_a_completion_may_be_repeated_and_answers_the_same(world: World) -> None:
    ada = await world.someone("ada")
    address, tags = await sent(world, ada, TONE)
    first = await ada.send("POST", address, {"parts": tags})
    again = await ada.send("POST", address, {"parts": tags})

    assert (again.status_code, again.json()) == (200, first.json())
    assert (await ada.send("GET", "/api/uploads")).json()["items"] == []


@OWN_URLS
async def test_an_upload_is_resumed_with_what_is_missing(world: World) -> None:
    ada = await world.someone("ada")
    data = large()
    told = (await plan(ada, sizeBytes=len(data))).json()
    [second] = await send(world, told["parts"][1:], data, told["partSize"])
    world.clock.advance(hours=2)
    late = await world.http.put(told["parts"][0]["url"], content=data[: 8 * MIB])
    ada = await signed_in_again(world)
    listed = (await ada.send("GET", "/api/uploads")).json()["items"]
    again = (await ada.send("GET", f"/api/uploads/{told['id']}")).json()
    [first] = await send(world, again["parts"], data, again["partSize"])
    done = await ada.send("POST", f"/api/audio/{told['id']}/complete", {"parts": [first, second]})

    assert late.status_code == 403
    assert [(each["id"], each["partCount"]) for each in listed] == [(told["id"], 2)]
    assert [part["number"] for part in again["parts"]] == [1]
    assert again["received"] == [{**second, "size": len(data) - 8 * MIB}]
    assert done.status_code == 200


async def test_a_plan_that_is_asked_for_again_under_its_key_is_the_same(world: World) -> None:
    ada = await world.someone("ada")
    key = {"Idempotency-Key": "k1"}
    first = await ada.send("POST", "/api/audio", PROMISE, headers=key)
    again = await ada.send("POST", "/api/audio", PROMISE, headers=key)
    other = await ada.send("POST", "/api/audio", {**PROMISE, "sizeBytes": 7}, headers=key)

    assert first.json()["id"] == again.json()["id"]
    assert (other.status_code, other.json()["type"]) == (
        409,
        "urn:phantom:idempotency-key-reused",
    )
    assert len((await ada.send("GET", "/api/uploads")).json()["items"]) == 1


async def test_what_is_given_up_is_gone_and_its_room_is_free(world: World) -> None:
    ada = await world.someone("ada")
    told = (await plan(ada)).json()
    tags = await send(world, told["parts"], TONE, told["partSize"])
    before = (await ada.send("GET", "/api/users/me/storage")).json()
    gone = await ada.send("DELETE", f"/api/uploads/{told['id']}")
    await world.work()
    after = (await ada.send("GET", "/api/users/me/storage")).json()
    late = await world.http.put(told["parts"][0]["url"], content=TONE)
    done = await ada.send("POST", f"/api/audio/{told['id']}/complete", {"parts": tags})

    assert gone.status_code == 204
    assert (before["pendingBytes"], before["openUploads"]) == (len(TONE), 1)
    assert (after["pendingBytes"], after["openUploads"], after["storedBytes"]) == (0, 0, 0)
    assert (late.status_code, done.status_code) == (404, 404)


async def test_what_is_kept_is_counted_and_given_back(world: World) -> None:
    ada = await world.someone("ada")
    address, tags = await sent(world, ada, TONE)
    file = (await ada.send("POST", address, {"parts": tags})).json()
    kept = (await ada.send("GET", "/api/users/me/storage")).json()
    await ada.send("DELETE", f"/api/audio/{file['id']}")
    freed = (await ada.send("GET", "/api/users/me/storage")).json()

    assert (kept["storedBytes"], kept["pendingBytes"], kept["openUploads"]) == (len(TONE), 0, 0)
    assert freed["storedBytes"] == 0


@pytest.mark.parametrize(
    ("promised", "data", "status", "rule"),
    [
        ({"sha256": "0" * 64}, TONE, 409, "digest-mismatch"),
        ({"contentType": "audio/flac"}, TONE, 400, "type-mismatch"),
        ({}, b"<html>" * 100, 415, "not-audio"),
    ],
    ids=["digest", "type", "no audio"],
)
async def test_what_is_not_as_promised_is_refused_and_not_kept(
    world: World, promised: dict[str, Any], data: bytes, status: int, rule: str
) -> None:
    ada = await world.someone("ada")
    address, tags = await sent(world, ada, data, **promised)
    refused = await ada.send("POST", address, {"parts": tags})
    again = await ada.send("POST", address, {"parts": tags})
    await world.work()

    assert (refused.status_code, refused.json()["type"]) == (status, f"urn:phantom:{rule}")
    assert again.status_code == 404
    store = world.services.audio.store
    assert [entry async for entry in store.list()] == []
    account = (await ada.send("GET", "/api/users/me/storage")).json()
    assert (account["storedBytes"], account["pendingBytes"], account["openUploads"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "status", "path"),
    [
        ({"sizeBytes": 0}, 400, "sizeBytes"),
        ({"sizeBytes": -1}, 400, "sizeBytes"),
        ({"sizeBytes": 2**60}, 400, "sizeBytes"),
        ({"sizeBytes": 4 * 1024**3 + 1}, 413, None),
        ({"fileName": ""}, 400, "fileName"),
        ({"sha256": "abc"}, 400, "sha256"),
        ({"contentType": "text/html"}, 415, None),
        ({"title": ""}, 400, "title"),
        ({"tags": ["a", "a"]}, 400, "tags"),
        ({"visibility": "all"}, 400, "visibility"),
        ({"color": "red"}, 400, "color"),
    ],
    ids=str,
)
async def test_a_promise_that_cannot_be_kept_is_refused_by_name(
    world: World, changed: dict[str, Any], status: int, path: str | None
) -> None:
    ada = await world.someone("ada")
    refused = await plan(ada, **changed)

    assert refused.status_code == status
    assert [fault["path"] for fault in refused.json().get("errors", [])] == ([path] if path else [])
    assert (await ada.send("GET", "/api/uploads")).json()["items"] == []


async def test_all_parts_are_named_or_the_upload_stays_open(world: World) -> None:
    ada = await world.someone("ada")
    data = large()
    address, tags = await sent(world, ada, data)
    wrong = [
        tags[:1],
        [tags[0], tags[0]],
        [tags[0], {"number": 2, "etag": tags[0]["etag"]}],
        [*tags, {"number": 3, "etag": '"x"'}],
    ]
    refused = [await ada.send("POST", address, {"parts": parts}) for parts in wrong]
    done = await ada.send("POST", address, {"parts": tags})

    assert [answer.status_code for answer in refused] == [409] * 4
    assert {answer.json()["type"] for answer in refused} == {"urn:phantom:parts-mismatch"}
    assert done.status_code == 200


async def test_parts_may_be_named_in_the_order_in_which_they_came(world: World) -> None:
    ada = await world.someone("ada")
    data = large()
    address, tags = await sent(world, ada, data)

    done = await ada.send("POST", address, {"parts": tags[::-1]})

    assert len(tags) > 1
    assert (done.status_code, done.json()["sha256"]) == (200, hashlib.sha256(data).hexdigest())


async def test_uploads_are_their_owners_own(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    address, tags = await sent(world, ada, TONE)
    mine = address.replace("/api/audio", "/api/uploads").removesuffix("/complete")

    assert (await bob.send("GET", mine)).status_code == 404
    assert (await bob.send("DELETE", mine)).status_code == 404
    assert (await bob.send("POST", address, {"parts": tags})).status_code == 404
    assert (await bob.send("GET", "/api/uploads")).json()["items"] == []
    assert (await ada.send("POST", address, {"parts": tags})).status_code == 200
    assert (await bob.send("POST", address, {"parts": tags})).status_code == 404


@OWN_URLS
async def test_a_part_of_another_size_is_refused_by_name(world: World) -> None:
    ada = await world.someone("ada")
    part = (await plan(ada)).json()["parts"][0]
    for body in (TONE[:-1], TONE + b"x", b""):
        refused = await world.http.put(part["url"], content=body)
        assert (refused.status_code, refused.json()["type"]) == (
            400,
            "urn:phantom:part-size-mismatch",
        )


async def test_quotas_are_told_with_what_is_used_and_left(world: World) -> None:
    ada = await world.someone("ada")
    size = 4 * 1024**3
    for _ in range(4):
        assert (await plan(ada, sizeBytes=size)).status_code == 201
    refused = await plan(ada, sizeBytes=size)

    assert (refused.status_code, refused.json()["type"]) == (413, "urn:phantom:pending-quota")
    assert (
        f"{4 * size} are on their way, 0 are left, and this takes {size}"
        in (refused.json()["detail"])
    )


async def test_an_upload_that_nobody_is_at_is_given_up(world: World) -> None:
    ada = await world.someone("ada")
    told = (await plan(ada)).json()
    world.clock.advance(hours=25)
    await world.do(SweepUploads())
    await world.work()

    multipart = world.services.uploads.multipart
    assert [found async for found in multipart.list_open()] == []
    assert told["parts"]


async def test_what_is_neither_a_form_nor_a_plan_is_told_of_both(world: World) -> None:
    ada = await world.someone("ada")
    refused = await world.http.post(
        "/api/audio", content=TONE, headers={**ada.headers, "Content-Type": "audio/wav"}
    )

    assert refused.status_code == 415
    assert "multipart/form-data" in refused.json()["detail"]
    assert "application/json" in refused.json()["detail"]
