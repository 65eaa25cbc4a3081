"""Exports whose worker was killed, whose person went, and whose files are gone."""

import json
from datetime import timedelta
from typing import Any

import pytest

from phantom_core.blobs import BlobKey
from phantom_core.jobs import ClaimJobs, FailJob
from phantom_core.kernel import SYSTEM, ByteCount, Committed, Id, Lease, LeaseLost, UserId
from phantom_core.privacy.flows import run_export
from phantom_core.privacy.use_cases.export_run import BeginDataExport, CompleteDataExport
from phantom_core.privacy.use_cases.exports import ExportData
from tests.http import test_audio
from tests.http.test_data_exports import EXPORT, exported, unpacked
from tests.http.world import World

LEASE = timedelta(seconds=30)


async def claimed(world: World) -> tuple[Lease, ExportData]:
    """Lease the export that is due, as a worker that will be killed."""
    claim = ClaimJobs(owner="doomed", limit=9, life=LEASE, names={ExportData.name})
    (job,) = (await world.services.phantom.do(claim, actor=SYSTEM)).value
    assert isinstance(job.deferred, ExportData)
    return job.lease, job.deferred


async def zips(world: World) -> list[BlobKey]:
    """The zips that are there."""
    return [entry.key async for entry in world.services.audio.store.list("exports/")]


def listening(world: World) -> list[Any]:
    """What is told of exports from now on, as it comes."""
    told: list[Any] = []

    def hear(committed: Committed) -> None:
        events = [each.event for each in committed.events]
        told.extend(event for event in events if event.name.startswith("export."))

    for services in world.processes:
        services.phantom.observe(hear)
    return told


async def test_an_export_whose_worker_was_killed_is_begun_anew_and_handed_over_once(
    world: World,
) -> None:
    ada, told = await world.someone("ada"), listening(world)
    asked = (await ada.send("POST", EXPORT)).json()
    lease, task = await claimed(world)
    phantom = world.services.phantom
    attempt = (await phantom.do(BeginDataExport(lease=lease, task=task), actor=SYSTEM)).value
    assert attempt is not None
    running = (await ada.send("GET", f"{EXPORT}/{asked['id']}")).json()

    world.clock.advance(seconds=31)
    await world.work()
    late = CompleteDataExport(attempt=attempt, size_bytes=ByteCount(1), records=1, files=0)

    with pytest.raises(LeaseLost):
        await phantom.do(late, actor=SYSTEM)
    done = (await ada.send("GET", f"{EXPORT}/{asked['id']}")).json()
    assert (running["state"], done["state"]) == ("running", "done")
    (kept,) = await zips(world)
    assert kept != attempt.blob
    assert [each.name for each in told].count("export.done") == 1
    assert [each.fraction for each in told[:2]] == [0.0, 0.0]


async def test_an_export_that_breaks_off_again_and_again_is_given_up(world: World) -> None:
    ada, told = await world.someone("ada"), listening(world)
    asked = (await ada.send("POST", EXPORT)).json()
    lease, _ = await claimed(world)
    fail = FailJob(lease=lease, error="no luck", final=True)

    await world.services.phantom.do(fail, actor=SYSTEM)
    await world.work()

    over = (await ada.send("GET", f"{EXPORT}/{asked['id']}")).json()
    assert over["state"] == "failed"
    assert over["reason"] == "The export broke off again and again. Ask for another one later."
    assert [each.name for each in told] == ["export.failed"]
    assert (await exported(world, ada)).json()["state"] == "done"


async def test_with_somebody_who_is_erased_their_exports_go(world: World) -> None:
    ada, root = await world.someone("ada"), await world.admin()
    await exported(world, ada)
    await ada.send("POST", EXPORT)
    lease, task = await claimed(world)

    assert (await root.send("DELETE", f"/api/admin/users/{ada.id}")).status_code < 300
    await world.work()
    await run_export(world.services.exports, lease, task)
    await world.work()

    assert await zips(world) == []


async def test_a_file_that_is_gone_is_named_as_missing(world: World) -> None:
    ada = await world.someone("ada")
    file = await test_audio.added(ada)
    key = f"audio/{UserId(Id(ada.id))}/{file['id']}.wav"
    await world.services.audio.store.delete(BlobKey(key))

    zipped = await unpacked(world, ada)

    path = f"media/recordings/{file['id']}.wav"
    assert json.loads(zipped.read("export.json"))["missing"] == [path]
    assert path not in zipped.namelist()
    assert path in zipped.read("index.html").decode()
