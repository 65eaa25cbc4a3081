"""Sweeps over HTTP: asked for by those in office, done by a worker, read again."""

from collections.abc import AsyncIterator
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.kernel import Access, ByteCount, Command
from tests.http.test_audio import added
from tests.http.world import Someone, World

STRAY = blob_key("audio/stray")


@attrs.frozen(kw_only=True)
class LoseRecording(Command[None]):
    """Have a recording, and a line that says that its blob is kept."""

    access = Access.SYSTEM

    def run(self, work: Any) -> None:
        line = LedgerLine(key=audio_file(1).blob, state=BlobState.KEPT, due_at=None)
        work.audio_files.add(audio_file(1))
        work.blob_ledger.add(line)


async def put(world: World, key: BlobKey) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"bytes"

    await world.services.audio.store.put(key, chunks(), limit=ByteCount(10))


async def plant(world: World) -> None:
    """A stray of some age, and a recording that has lost its object."""
    await put(world, STRAY)
    await world.do(LoseRecording())
    world.clock.advance(days=4)


async def swept(world: World, root: Someone, **asked: Any) -> dict[str, Any]:
    """A sweep that a worker has done."""
    answer = await root.send("POST", "/api/admin/sweep", asked)
    assert answer.status_code == 202
    assert "endedAt" not in answer.json()
    await world.work()
    return dict((await root.send("GET", answer.headers["Location"])).json())


async def test_a_sweep_only_looks_unless_it_is_told_otherwise(world: World) -> None:
    await plant(world)
    root = await world.admin()

    first, second = await swept(world, root), await swept(world, root, dryRun=True)

    assert first["dryRun"]
    assert first["outcome"]["report"]["severity"] == "loss"
    found = {each["kind"]: each for each in first["outcome"]["report"]["found"]}
    assert (found["stray"]["count"], found["stray"]["sizeBytes"]) == (1, 5)
    assert [each["name"] for each in found["stray"]["examples"]] == [STRAY]
    assert found["missing"]["examples"][0]["uses"] == [
        {"kind": "recording", "id": audio_file(1).id}
    ]
    assert second["outcome"]["report"]["found"] == first["outcome"]["report"]["found"]


async def test_a_sweep_that_is_told_to_quarantines_strays(world: World) -> None:
    await plant(world)
    root = await world.admin()

    acted = await swept(world, root, dryRun=False)
    later = await swept(world, root)

    assert (acted["dryRun"], acted["outcome"]["quarantined"]) == (False, 1)
    kinds = {each["kind"] for each in later["outcome"]["report"]["found"]}
    assert kinds == {"missing", "quarantined"}


async def test_a_sweep_that_must_not_act_says_why(world: World) -> None:
    await added(await world.someone("ada"))
    await plant(world)
    for number in range(20):
        await put(world, blob_key(f"strays/{number}"))
    world.clock.advance(days=4)
    root = await world.admin()

    refused = await swept(world, root, dryRun=False)

    assert "21 of 22 blobs" in refused["refusal"]
    assert "endedAt" in refused
    assert "outcome" not in refused


@pytest.mark.parametrize("said", ["false", "no", 0, 1, None, [], "tRue"])
async def test_what_is_neither_true_nor_false_is_refused_and_nothing_is_done(
    world: World, said: Any
) -> None:
    root = await world.admin()

    answer = await root.send("POST", "/api/admin/sweep", {"dryRun": said})

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == ["dryRun"]
    assert (await root.send("GET", "/api/admin/sweep")).json()["items"] == []


async def test_what_is_mistyped_is_refused(world: World) -> None:
    root = await world.admin()

    answer = await root.send("POST", "/api/admin/sweep", {"dryrun": False})

    assert answer.status_code == 400


async def test_the_latest_come_first_and_fifty_are_kept(world: World) -> None:
    root = await world.admin()
    ids = []
    for _ in range(52):
        ids.append((await root.send("POST", "/api/admin/sweep", {})).json()["id"])
        world.clock.advance(seconds=1)

    first = (await root.send("GET", "/api/admin/sweep?limit=40")).json()
    rest = (await root.send("GET", f"/api/admin/sweep?cursor={first['next']}")).json()

    assert [each["id"] for each in first["items"] + rest["items"]] == ids[:1:-1]
    assert (await root.send("GET", f"/api/admin/sweep/{ids[0]}")).status_code == 404
