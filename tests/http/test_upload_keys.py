"""Uploads under idempotency keys: one recording, and one answer."""

from tests.http.test_audio import add
from tests.http.world import World
from tests.use_cases.audio.studio import tone


async def test_a_key_makes_an_upload_happen_once(world: World) -> None:
    ada = await world.someone("ada")
    key = {"Idempotency-Key": "k1"}
    first = await add(ada, headers=key)

    again = await add(ada, headers=key)
    other = await add(ada, tone(level=3), headers=key)

    assert (again.status_code, again.json()) == (201, first.json())
    assert (other.status_code, other.json()["type"]) == (
        409,
        "urn:phantom:idempotency-key-reused",
    )
    assert len((await ada.send("GET", "/api/audio")).json()["items"]) == 1


async def test_an_upload_that_is_repeated_under_its_key_is_answered_as_at_first(
    world: World,
) -> None:
    ada = await world.someone("ada")
    key = {"Idempotency-Key": "k1"}
    first = await add(ada, headers=key)
    address = f"/api/audio/{first.json()['id']}"
    await ada.send("PATCH", address, {"title": "New"})
    changed = await add(ada, headers=key)
    await ada.send("DELETE", address)
    deleted = await add(ada, headers=key)

    for again in (changed, deleted):
        assert (again.status_code, again.json()) == (201, first.json())
        assert again.headers["etag"] == first.headers["etag"]
    assert (await ada.send("GET", address)).status_code == 404


async def test_uploads_share_their_keys_with_all_other_calls(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    report = {"kind": "user", "id": bob.id, "reason": "He shouts."}
    one, other = {"Idempotency-Key": "k1"}, {"Idempotency-Key": "k2"}
    await add(ada, headers=one)
    await ada.send("POST", "/api/reports", report, headers=other)
    refused = [
        await ada.send("POST", "/api/reports", report, headers=one),
        await add(ada, headers=other),
    ]

    assert [answer.status_code for answer in refused] == [409, 409]
    assert {answer.json()["type"] for answer in refused} == {"urn:phantom:idempotency-key-reused"}


async def test_a_key_that_cannot_be_one_is_refused_by_its_name(world: World) -> None:
    ada = await world.someone("ada")

    answer = await add(ada, headers={"Idempotency-Key": "k" * 256})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "Idempotency-Key"
