"""Exports of what is held about people, over HTTP: asked for, written, fetched, forgotten."""

import hashlib
import io
import json
import zipfile
from typing import Any

import httpx
import jsonschema_rs
import pytest

from phantom_core.privacy.use_cases.exports import ForgetDataExports
from tests.http.world import PASSWORD, Someone, World

EXPORT = "/api/users/me/export"


async def exported(world: World, someone: Someone) -> httpx.Response:
    """Somebody's export, once it is written."""
    asked = await someone.send("POST", EXPORT)
    assert asked.status_code == 202, asked.text
    await world.work()
    return await someone.send("GET", f"{EXPORT}/{asked.json()['id']}")


async def unpacked(world: World, someone: Someone) -> zipfile.ZipFile:
    """The zip of somebody's export."""
    done = (await exported(world, someone)).json()
    fetched = await world.http.get(done["url"])
    assert fetched.status_code == 200, fetched.text
    assert fetched.headers["content-type"] == "application/zip"
    assert len(fetched.content) == done["sizeBytes"]
    return zipfile.ZipFile(io.BytesIO(fetched.content))


def records(zipped: zipfile.ZipFile, kind: str) -> list[dict[str, Any]]:
    """The records of a kind."""
    found: list[dict[str, Any]] = json.loads(zipped.read(f"data/{kind}.json"))["records"]
    return found


async def returned(world: World, name: str) -> Someone:
    """Somebody who has signed in again."""
    login = {"login": name, "password": PASSWORD}
    return Someone(world.http, (await world.http.post("/api/auth/login", json=login)).json())


@pytest.mark.flow
async def test_an_export_is_whole_and_as_its_schema_says(world: World) -> None:
    ada = await world.someone("ada", displayName='<script>alert("x")</script>')
    await ada.send("PUT", "/api/users/me/consents", {"purpose": "matching", "granted": True})

    zipped = await unpacked(world, ada)

    schema = json.loads(zipped.read("schema.json"))
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    names = [name for name in zipped.namelist() if name.endswith(".json")]
    for name in names:
        if name != "schema.json":
            validator.validate(json.loads(zipped.read(name)))
    lines = zipped.read("checksums.sha256").decode().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert set(sums) == {*zipped.namelist()} - {"checksums.sha256"}
    assert all(hashlib.sha256(zipped.read(name)).hexdigest() == sums[name] for name in sums)
    page = zipped.read("index.html").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert all(f'href="{name}"' in page for name in names)
    (account,) = records(zipped, "account")
    assert (account["email"], account["id"]) == ("ada@example.org", ada.id)
    assert [each["purpose"] for each in records(zipped, "consents")] == ["matching"]


async def test_who_asks_again_meanwhile_is_answered_with_the_same_export(world: World) -> None:
    ada, eve = await world.someone("ada"), await world.someone("eve")

    first, second = await ada.send("POST", EXPORT), await ada.send("POST", EXPORT)
    hers = await eve.send("POST", EXPORT)

    assert first.json() == second.json()
    assert first.json()["state"] == "waiting"
    assert first.headers["location"] == f"{EXPORT}/{first.json()['id']}"
    assert hers.json()["id"] != first.json()["id"]


async def test_an_export_is_its_owners_alone(world: World) -> None:
    ada, eve, root = await world.someone("ada"), await world.someone("eve"), await world.admin()
    done = (await exported(world, ada)).json()

    for other in (eve, root):
        assert (await other.send("GET", f"{EXPORT}/{done['id']}")).status_code == 404
        assert (await other.send("GET", EXPORT)).json()["items"] == []
    assert [each["id"] for each in (await ada.send("GET", EXPORT)).json()["items"]] == [done["id"]]


async def test_an_export_expires_and_its_zip_goes(world: World) -> None:
    ada = await world.someone("ada")
    done = (await exported(world, ada)).json()
    store = world.services.audio.store
    assert [entry.key async for entry in store.list("exports/")]

    world.clock.advance(days=7)
    ada = await returned(world, "ada")
    gone = await ada.send("GET", f"{EXPORT}/{done['id']}")
    await world.do(ForgetDataExports())
    await world.work()

    assert gone.status_code == 404
    assert [entry.key async for entry in store.list("exports/")] == []


class TestPace:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_EXPORTS_A_DAY": "2"}

    async def test_so_many_exports_may_be_asked_for_in_a_day(self, world: World) -> None:
        ada = await world.someone("ada")
        await exported(world, ada)
        world.clock.advance(hours=1)
        ada = await returned(world, "ada")
        await exported(world, ada)

        refused = await ada.send("POST", EXPORT)

        assert (refused.status_code, refused.headers["retry-after"]) == (429, str(23 * 3600))
        world.clock.advance(hours=23)
        ada = await returned(world, "ada")
        assert (await ada.send("POST", EXPORT)).status_code == 202
