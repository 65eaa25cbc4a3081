"""A sweep finds whatever store, ledger and rows differ in, and acts on no more than it may."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.blobs.signed_parts import SignedPartUrls
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import audio_file, report
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.multipart import MemoryMultipartUploads
from phantom_core.blobs import (
    BlobEntry,
    BlobKey,
    BlobNotFound,
    KeyRing,
    SigningKey,
    blob_key,
)
from phantom_core.blobs.drift import EXAMPLES, Drift, Severity
from phantom_core.blobs.ledger import BlobNotQuarantined, BlobState
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.sweep_flows import inspect, restore, sweep_all
from phantom_core.blobs.sweeping import (
    EmptyLedger,
    TooManyStrays,
    WrongStore,
)
from phantom_core.kernel import ByteCount, NotFound, Unavailable
from tests.use_cases.blobs.tampering import HOUR, STRAY, House, add_rows, send_part


@pytest.fixture
def house() -> House:
    clock = ManualClock()
    return House(clock, MemoryStorage(clock=clock), MemoryBlobStore(clock=clock))


async def test_where_all_is_right_nothing_is_found(house: House) -> None:
    for number in range(3):
        await house.recording(number)
    house.clock.advance(days=9)

    found = (await house.look()).report

    assert (found.objects, found.size, found.kept, found.found) == (3, 15, 3, ())
    assert found.severity is Severity.EXPLAINED


async def test_a_look_changes_nothing(house: House) -> None:
    await house.recording()
    await house.put(STRAY)
    await house.line(blob_key("audio/late"), state=BlobState.EXPECTED)
    house.clock.advance(days=9)

    first = await house.look()

    assert first.dry_run
    assert (await house.look()).report == first.report
    assert await house.keys() == ["audio/1.wav", STRAY]


async def test_a_stray_is_found_when_it_is_older_than_the_grace(house: House) -> None:
    await house.recording()
    await house.put(STRAY)
    house.clock.advance(hours=23)
    assert await house.found() == {Drift.YOUNG: [STRAY]}

    house.clock.advance(hours=2)
    found = (await house.look()).report.of(Drift.STRAY)

    assert (found.count, found.size) == (1, 5)
    (prefix,) = found.prefixes
    assert prefix.prefix == "audio"
    assert prefix.oldest_at == prefix.newest_at == found.examples[0].at


async def test_a_stray_is_quarantined_where_it_is_and_deleted_in_the_end(house: House) -> None:
    await house.recording()
    await house.put(STRAY)
    house.clock.advance(days=2)

    outcome = await house.sweep()

    assert (outcome.dry_run, outcome.quarantined, outcome.deleted) == (False, 1, 0)
    assert await house.found() == {Drift.QUARANTINED: [STRAY]}
    house.clock.advance(days=9)
    assert (await house.sweep()).deleted == 0
    assert STRAY in await house.keys()
    house.clock.advance(days=1)
    assert (await house.sweep()).deleted == 1
    assert await house.keys() == ["audio/1.wav"]
    assert await house.found() == {}


async def test_what_is_restored_stays(house: House) -> None:
    await house.recording()
    await house.put(STRAY)
    house.clock.advance(days=2)
    await house.sweep()

    await restore(house.sweeper, STRAY)

    house.clock.advance(days=400)
    assert (await house.sweep()).deleted == 0
    assert await house.found() == {Drift.UNUSED: [STRAY]}


async def test_only_what_is_in_quarantine_can_be_restored(house: House) -> None:
    kept = await house.recording()
    await house.put(STRAY)

    with pytest.raises(BlobNotQuarantined):
        await restore(house.sweeper, kept)
    with pytest.raises(NotFound):
        await restore(house.sweeper, STRAY)
    with pytest.raises(BlobNotFound):
        await restore(house.sweeper, blob_key("audio/nothing"))


async def test_what_a_row_turns_out_to_name_leaves_quarantine_for_good(house: House) -> None:
    await house.recording()
    sound = audio_file(2).blob
    await house.put(sound)
    house.clock.advance(days=2)
    await house.sweep()
    await write(house.storage, add_rows(audio_files=audio_file(2)))
    assert await house.found() == {Drift.UNKEPT: [sound], Drift.QUARANTINED: [sound]}

    house.clock.advance(days=11)

    assert (await house.sweep()).deleted == 0
    assert sound in await house.keys()
    assert await house.found() == {}


async def test_what_a_row_names_is_never_a_stray(house: House) -> None:
    await house.recording()
    await write(house.storage, add_rows(audio_files=audio_file(2)))
    await house.put(audio_file(2).blob)
    house.clock.advance(days=9)

    outcome = await house.sweep()

    assert outcome.quarantined == 0
    assert outcome.report.severity is Severity.LOSS
    (found,) = outcome.report.of(Drift.UNKEPT).examples
    assert [(use.kind, use.id) for use in found.uses] == [("recording", audio_file(2).id)]


async def test_what_is_missing_is_told_with_those_whose_it_is(house: House) -> None:
    sound = await house.recording()
    await write(house.storage, add_rows(audio_reports=report(1)))
    await house.line(report(1).waveform, report(1).picture)
    await house.put(report(1).waveform)
    await house.store.delete(sound)

    outcome = await house.sweep()

    missing = outcome.report.of(Drift.MISSING)
    assert {each.name: each.uses[0].kind for each in missing.examples} == {
        sound: "recording",
        report(1).picture: "report",
    }
    assert outcome.report.severity is Severity.LOSS
    assert await house.found() == {Drift.MISSING: sorted([sound, report(1).picture])}


async def test_what_waits_for_its_time_is_told_apart(house: House) -> None:
    names = ["coming", "forsaken", "doomed", "overdue"]
    coming, forsaken, doomed, overdue = (blob_key(f"audio/{name}") for name in names)
    await house.line(coming, state=BlobState.EXPECTED, after=3 * HOUR)
    await house.line(forsaken, state=BlobState.EXPECTED)
    await house.line(doomed, state=BlobState.DOOMED, after=3 * HOUR)
    await house.line(overdue, state=BlobState.DOOMED)
    await house.put(forsaken, overdue)
    house.clock.advance(hours=2)

    assert await house.found() == {
        Drift.EXPECTED: [coming],
        Drift.FORSAKEN: [forsaken],
        Drift.DOOMED: [doomed, overdue],
    }
    assert (await house.sweep()).deleted == 2
    assert await house.found() == {Drift.EXPECTED: [coming], Drift.DOOMED: [doomed]}
    assert await house.keys() == []


async def test_with_an_empty_ledger_nothing_is_a_stray_even_by_force(house: House) -> None:
    await house.put(STRAY)
    house.clock.advance(days=9)

    for force in (False, True):
        with pytest.raises(EmptyLedger):
            await house.sweep(force=force)
    assert await house.found() == {Drift.STRAY: [STRAY]}


async def test_most_of_a_store_is_no_stray_but_by_force(house: House) -> None:
    await house.recording()
    strays = [blob_key(f"audio/stray/{number:02}") for number in range(20)]
    await house.put(*strays)
    house.clock.advance(days=9)

    with pytest.raises(TooManyStrays, match="20 of 21"):
        await house.sweep()

    assert await house.found() == {Drift.STRAY: [*strays]}
    assert (await house.sweep(force=True)).quarantined == 20


async def test_where_most_of_what_is_kept_is_missing_nothing_is_a_stray_but_by_force(
    house: House,
) -> None:
    keys = [blob_key(f"audio/kept/{number:02}") for number in range(30)]
    await house.line(*keys)
    await house.put(*keys[:10], STRAY)
    house.clock.advance(days=9)

    with pytest.raises(WrongStore, match="20 of 30"):
        await house.sweep()

    assert (await house.sweep(force=True)).quarantined == 1


async def test_a_few_strays_in_a_small_store_are_no_reason_to_refuse(house: House) -> None:
    await house.recording()
    await house.put(*[blob_key(f"audio/stray/{number}") for number in range(10)])
    house.clock.advance(days=9)

    assert (await house.sweep()).quarantined == 10


async def test_any_number_is_compared_and_counted_and_some_are_named(house: House) -> None:
    kept = [blob_key(f"kept/{number:04}") for number in range(1300)]
    strays = [blob_key(f"{'ab'[number % 2]}/{number:04}") for number in range(700)]
    await house.line(*kept)
    await house.put(*kept, *strays)
    house.clock.advance(days=9)

    outcome = await house.sweep()

    found = outcome.report.of(Drift.STRAY)
    assert (outcome.report.objects, outcome.report.kept) == (2000, 1300)
    assert (found.count, found.size, len(found.examples)) == (700, 3500, EXAMPLES)
    assert [(each.prefix, each.count) for each in found.prefixes] == [("a", 350), ("b", 350)]
    assert outcome.quarantined == 700
    assert (await house.look()).report.of(Drift.QUARANTINED).count == 700


async def test_a_store_of_any_number_of_prefixes_is_counted_in_few(house: House) -> None:
    await house.put(*[blob_key(f"{number:04}/a") for number in range(500)])
    house.clock.advance(days=9)

    found = (await house.look()).report.of(Drift.STRAY)

    assert found.count == 500
    assert len(found.prefixes) < 250


async def test_what_comes_and_goes_while_listings_are_read_is_not_told(house: House) -> None:
    late, gone = blob_key("audio/late"), blob_key("audio/zz")
    await house.recording()
    await house.put(gone)

    class Moving(MemoryBlobStore):
        async def list(self, prefix: str = "") -> Any:
            entries = [entry async for entry in house.store.list(prefix)]
            await house.line(late)
            await house.put(late)
            await house.store.delete(gone)
            for entry in entries:
                yield entry

        async def stat(self, key: BlobKey) -> Any:
            return await house.store.stat(key)

    house.clock.advance(days=9)
    found = (await inspect(attrs.evolve(house.sweeper, store=Moving()))).report

    assert [each.kind for each in found.found] == [Drift.UNUSED]


async def test_what_came_in_parts_and_nobody_expects_is_given_up(house: House) -> None:
    ring = KeyRing((SigningKey(kid="k", secret=bytes(32)),))
    doors = MemoryMultipartUploads(
        house.store, SignedPartUrls("", ring), clock=lambda: house.clock.now
    )
    sweeper = attrs.evolve(house.sweeper, multiparts=doors)
    expected, doomed, unknown, young = (blob_key(f"audio/{name}") for name in "abcd")
    for key in (expected, doomed, unknown):
        await send_part(doors, key)
    await house.line(expected, state=BlobState.EXPECTED, after=1000 * HOUR)
    await house.line(doomed, state=BlobState.DOOMED, after=1000 * HOUR)
    house.clock.advance(days=2)
    await send_part(doors, young)

    found = (await inspect(sweeper)).report.of(Drift.OPEN_UPLOAD)
    outcome = await sweep_all(sweeper)

    assert [(each.name, each.size) for each in found.examples] == [(doomed, 5), (unknown, 5)]
    assert outcome.aborted == 2
    assert [each.key async for each in doors.list_open()] == [expected, young]
    assert (await inspect(sweeper)).report.severity is Severity.EXPLAINED


async def test_a_store_that_lists_in_no_order_is_refused(house: House) -> None:
    class Jumbled(MemoryBlobStore):
        async def list(self, prefix: str = "") -> Any:
            for name in ("b", "a"):
                key = blob_key(prefix + name)
                yield BlobEntry(key=key, size=ByteCount(0), modified_at=house.clock.now)

    with pytest.raises(Unavailable, match="in the order"):
        await sweep_all(attrs.evolve(house.sweeper, store=Jumbled()))


@pytest.mark.parametrize(("ahead", "quarantined"), [(-2, 0), (2, 1)])
async def test_whichever_clock_is_wrong_nothing_looks_older_than_it_is(
    house: House, ahead: int, quarantined: int
) -> None:
    await house.recording()
    await house.put(STRAY)
    house.clock.advance(hours=25)
    mine = house.clock.now + ahead * HOUR

    outcome = await sweep_all(attrs.evolve(house.sweeper, clock=lambda: mine))

    assert outcome.quarantined == quarantined


async def test_a_sweep_that_breaks_off_is_made_up_for_by_the_next(house: House) -> None:
    class Fails(MemoryBlobStore):
        async def delete(self, key: BlobKey) -> None:
            raise Unavailable(f"{key} cannot be reached")

    await house.recording()
    doomed = blob_key("audio/doomed")
    await house.put(doomed, STRAY)
    await house.line(doomed, state=BlobState.DOOMED, after=timedelta())
    house.clock.advance(days=2)

    with pytest.raises(Unavailable):
        await sweep_all(attrs.evolve(house.sweeper, store=Fails()))
    house.clock.advance(minutes=5)
    outcome = await house.sweep()

    assert (outcome.deleted, outcome.quarantined) == (1, 1)
    assert await sweep(house.sweeper.phantom, house.store) == 0
