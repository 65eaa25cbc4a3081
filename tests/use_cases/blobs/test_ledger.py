"""A crash between ledger and store leaves nothing that a sweep does not clear."""

from collections.abc import AsyncIterator
from datetime import timedelta

import attrs
import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.blobs.ledger import BlobNotExpected, BlobState, LedgerLine
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.ledger_ports import LedgerWork
from phantom_core.blobs.ledger_use_cases import (
    SweepBlobs,
    TakeDoomedBlobs,
    doom_blobs,
    expect_blobs,
    keep_blobs,
    prolong_blobs,
)
from phantom_core.jobs import ClaimJobs
from phantom_core.kernel import (
    SYSTEM,
    Access,
    ByteCount,
    Command,
    Conflict,
    Forbidden,
    Unavailable,
    person,
)
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id
from phantom_core.phantom import Phantom

A, B = blob_key("a/1"), blob_key("b/2")
HOUR = timedelta(hours=1)


@attrs.frozen(kw_only=True)
class Write(Command[None]):
    """Does one thing to lines of the ledger."""

    access = Access.SYSTEM
    verb: str
    keys: tuple[BlobKey, ...] = (A,)
    after: timedelta = timedelta()

    def run(self, work: LedgerWork) -> None:
        match self.verb:
            case "expect":
                expect_blobs(work, *self.keys, until=work.now + HOUR)
            case "prolong":
                prolong_blobs(work, *self.keys, until=work.now + HOUR)
            case "keep":
                keep_blobs(work, *self.keys)
            case _:
                doom_blobs(work, *self.keys, after=self.after)


@attrs.frozen
class House:
    """A ledger and its store."""

    clock: ManualClock
    phantom: Phantom
    store: MemoryBlobStore

    async def write(self, verb: str, *keys: BlobKey, after: timedelta = timedelta()) -> None:
        command = Write(verb=verb, keys=keys or (A,), after=after)
        await self.phantom.do(command, actor=SYSTEM)

    async def put(self, key: BlobKey = A) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"bytes"

        await self.store.put(key, chunks(), limit=ByteCount(100))

    async def keys(self) -> list[str]:
        return [entry.key async for entry in self.store.list()]

    async def sweep(self) -> int:
        return await sweep(self.phantom, self.store)


@pytest.fixture
def house() -> House:
    clock = ManualClock()
    return House(clock, Phantom(MemoryStorage(clock=clock)), MemoryBlobStore(clock=clock))


async def test_what_is_kept_stays(house: House) -> None:
    await house.write("expect")
    await house.put()
    await house.write("keep")
    house.clock.advance(days=400)

    assert await house.sweep() == 0
    assert await house.keys() == [A]


async def test_what_was_expected_in_vain_goes_when_its_time_is_over(house: House) -> None:
    await house.write("expect")
    await house.put()

    assert await house.sweep() == 0
    house.clock.advance(hours=1)
    assert await house.sweep() == 1
    assert await house.keys() == []
    assert await house.sweep() == 0


async def test_what_is_prolonged_is_waited_for_longer(house: House) -> None:
    await house.write("expect")
    house.clock.advance(minutes=59)
    await house.write("prolong")
    house.clock.advance(minutes=59)

    assert await house.sweep() == 0


async def test_what_a_sweep_has_taken_cannot_be_kept(house: House) -> None:
    await house.write("expect")
    await house.put()
    house.clock.advance(hours=1)
    await house.phantom.do(TakeDoomedBlobs(limit=10), actor=SYSTEM)

    for verb in ("keep", "prolong"):
        with pytest.raises(BlobNotExpected):
            await house.write(verb)


@pytest.mark.parametrize("verb", ["keep", "prolong"])
async def test_what_was_never_expected_cannot_be_kept(house: House, verb: str) -> None:
    with pytest.raises(BlobNotExpected):
        await house.write(verb)


async def test_a_key_is_expected_once(house: House) -> None:
    await house.write("expect")

    with pytest.raises(Conflict):
        await house.write("expect")


async def test_what_is_doomed_goes_at_once_and_a_job_sees_to_it(house: House) -> None:
    await house.write("expect")
    await house.put()
    await house.write("keep")
    await house.write("doom")

    claim = ClaimJobs(owner="test", limit=10, life=HOUR)
    (job,) = (await house.phantom.do(claim, actor=SYSTEM)).value
    assert job.deferred == SweepBlobs()
    assert await house.keys() == [A]
    assert await house.sweep() == 1
    assert await house.keys() == []


async def test_what_a_late_writer_leaves_under_a_doomed_key_goes_as_well(house: House) -> None:
    await house.write("doom", after=HOUR)
    await house.put()

    assert await house.sweep() == 0
    house.clock.advance(hours=1)
    assert await house.sweep() == 1
    assert await house.keys() == []


async def test_a_sweep_that_crashes_before_the_deletion_is_made_up_for(house: House) -> None:
    await house.put()
    await house.write("doom")
    await house.phantom.do(TakeDoomedBlobs(limit=10), actor=SYSTEM)

    assert await house.sweep() == 0, "another sweep may be at it"
    house.clock.advance(minutes=5)
    assert await house.sweep() == 1
    assert await house.keys() == []


async def test_a_sweep_that_crashes_after_the_deletion_is_made_up_for(house: House) -> None:
    await house.put()
    await house.write("doom")
    await house.phantom.do(TakeDoomedBlobs(limit=10), actor=SYSTEM)
    await house.store.delete(A)
    house.clock.advance(minutes=5)

    assert await house.sweep() == 1
    assert await house.sweep() == 0


async def test_a_store_that_does_not_answer_is_asked_again_later(house: House) -> None:
    class Down(MemoryBlobStore):
        async def delete(self, key: BlobKey) -> None:
            raise Unavailable(f"{key} cannot be reached")

    await house.put()
    await house.write("doom")

    with pytest.raises(Unavailable):
        await sweep(house.phantom, Down())
    house.clock.advance(minutes=5)
    assert await house.sweep() == 1


async def test_a_sweep_takes_any_number(house: House) -> None:
    keys = [blob_key(f"many/{number}") for number in range(250)]
    for key in keys:
        await house.put(key)
    await house.write("doom", *keys)

    assert await house.sweep() == 250
    assert await house.keys() == []


async def test_the_ledger_is_the_systems_own(house: House) -> None:
    with pytest.raises(Forbidden):
        await house.phantom.do(
            TakeDoomedBlobs(limit=1), actor=person(UserId(Id("0" * 26)), is_admin=True)
        )


@pytest.mark.parametrize("state", [BlobState.EXPECTED, BlobState.DOOMED])
def test_only_what_is_kept_has_no_time(state: BlobState) -> None:
    with pytest.raises(ValueError, match="kept, or due"):
        LedgerLine(key=A, state=state, due_at=None)
    with pytest.raises(ValueError, match="kept, or due"):
        LedgerLine(key=A, state=BlobState.KEPT, due_at=ManualClock().now)
