"""Documents that are kept: as they stand, without what nobody needs, on any number of servers."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_core.kernel import SYSTEM, Storage
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    ArrangementView,
    ChangeStem,
    CompactDocument,
    GetArrangement,
    GetSync,
    KeepCheckpoint,
    Kind,
    ListConflicts,
    Op,
)
from phantom_core.sync import ReplicaId
from tests.use_cases.studio.band import Band, Device, an_id, refused


@pytest.fixture
def band(storage: Storage, clock: ManualClock) -> Band:
    return Band(clock, storage, Phantom(storage))


@pytest.fixture
async def servers(
    emptied_postgres_url: str, clock: ManualClock
) -> AsyncIterator[tuple[Band, Band]]:
    """Two servers on one PostgreSQL."""
    storages = [open_storage(emptied_postgres_url, clock=clock) for _ in range(2)]
    one, other = (Band(clock, storage, Phantom(storage)) for storage in storages)
    yield one, other
    for storage in storages:
        await storage.close()


async def seen_by(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


async def test_who_knows_a_vector_gets_what_they_have_missed(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    first = await ada.push(ada.stem(stem))
    await band.do(KeepCheckpoint(project_id=ada.project), SYSTEM)
    await bob.set(Kind.STEM, stem, volume=0.5)
    await ada.set(Kind.STEM, stem, pan=0.5)

    missed = await band.ask(GetSync(project_id=ada.project, vector=first.vector), ada.who)
    nothing = await band.ask(GetSync(project_id=ada.project, vector=missed.vector), ada.who)
    everything = await band.ask(GetSync(project_id=ada.project), ada.who)

    assert [each.version for each in missed.changes] == [2, 3]
    assert (nothing.whole, nothing.changes) == (None, ())
    assert everything.whole == await seen_by(ada)


async def test_a_document_goes_on_after_it_was_compacted(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, gone = an_id(), an_id()
    await ada.push(ada.stem(stem), ada.stem(gone))
    for volume in (0.1, 0.2, 0.3):
        await ada.set(Kind.STEM, stem, volume=volume)
    await ada.push(ada.draft(Kind.STEM, gone, Op.DELETE))
    old = {ReplicaId(ada.replica): 1}
    band.clock.advance(days=60)
    before = await seen_by(ada)

    await band.do(CompactDocument(project_id=ada.project), SYSTEM)
    await band.do(KeepCheckpoint(project_id=ada.project), SYSTEM)
    after = await seen_by(ada)
    late = await bob.push(
        bob.draft(Kind.STEM, stem, fields={"volume": 0.9}, base_version=2),
        bob.draft(Kind.STEM, gone, fields={"pan": 1}, base_version=1),
        bob.stem(an_id()),
    )

    assert after == before
    assert list(refused(late).values()) == ["not-found"]
    (conflict,) = (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items
    assert (conflict.winner.value, conflict.losers[0].value) == (0.9, 0.3)
    behind = await band.ask(GetSync(project_id=ada.project, vector=old), ada.who)
    assert behind.whole == await seen_by(ada)


async def test_two_servers_on_one_database_change_one_project(
    servers: tuple[Band, Band],
) -> None:
    one, other = servers
    ada, bob = await one.form("ada", "bob")
    bob.workshop = other
    stems = [an_id() for _ in range(20)]

    async def make(device: Device, mine: list[object]) -> None:
        for stem in mine:
            await device.push(device.stem(stem))  # type: ignore[arg-type]

    await asyncio.gather(make(ada, [*stems[:10]]), make(bob, [*stems[10:]]))

    assert await seen_by(ada) == await seen_by(bob)
    assert {each.id for each in (await seen_by(ada)).stems} == {*stems}


async def test_a_server_that_starts_goes_on_from_what_was_kept(
    sqlite_url: str, clock: ManualClock
) -> None:
    storages = [open_storage(sqlite_url, clock=clock) for _ in range(2)]
    before, after = (Band(clock, storage, Phantom(storage)) for storage in storages)
    (ada,) = await before.form("ada")
    stem = an_id()
    await ada.push(ada.stem(stem), ada.segment(an_id(), stem))
    await before.do(KeepCheckpoint(project_id=ada.project), SYSTEM)
    await ada.set(Kind.STEM, stem, volume=0.5)
    stood = await seen_by(ada)

    ada.workshop = after
    assert await seen_by(ada) == stood
    assert refused(await ada.set(Kind.STEM, stem, volume=0.25)) == {}
    ada.workshop = before
    assert [each.fields["volume"] for each in (await seen_by(ada)).stems] == [0.25]
    for storage in storages:
        await storage.close()


async def test_many_who_write_at_once_all_succeed(band: Band) -> None:
    devices = await band.form("ada", "bob", "cyd", "dee")
    ada = devices[0]
    stem = an_id()
    await ada.push(ada.stem(stem))

    pushed = await asyncio.gather(
        *(
            device.push(device.draft(Kind.STEM, stem, fields={"volume": number / 40}))
            for number in range(5)
            for device in devices
        )
    )

    assert all(refused(each) == {} for each in pushed)
    view = await seen_by(ada)
    assert view.stems[0].version == 21


async def test_what_failed_leaves_no_trace(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()
    await ada.push(ada.stem(stem))

    attempts = [
        band.do(ChangeStem(stem_id=stem, fields=fields, expected=expected), ada.who)
        for fields, expected in (
            ({"volume": 0.3}, None),
            ({"volume": 7}, None),
            ({"volume": 0.2}, 9),
            ({"name": "Bass"}, None),
        )
    ]
    results = await asyncio.gather(*attempts, return_exceptions=True)

    assert [isinstance(each, Exception) for each in results] == [False, True, True, False]
    fields = (await seen_by(ada)).stems[0].fields
    assert (fields["volume"], fields["name"]) == (0.3, "Bass")
    assert (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items == []
