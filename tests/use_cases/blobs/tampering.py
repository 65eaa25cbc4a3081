"""A store, a ledger and rows, for tests that make them differ."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import attrs

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.multipart import MemoryMultipartUploads
from phantom_core.blobs import BlobKey, PartToCome, blob_key
from phantom_core.blobs.drift import Drift
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.blobs.sweep_flows import Sweeper, inspect, sweep_all
from phantom_core.blobs.sweeping import SweepOutcome, SweepRules
from phantom_core.kernel import ByteCount
from phantom_core.phantom import Phantom

HOUR = timedelta(hours=1)
STRAY = blob_key("audio/stray")
RULES = SweepRules(grace=24 * HOUR, quarantine=240 * HOUR)


@attrs.frozen
class House:
    """A store, a ledger and rows, of which each may be made wrong."""

    clock: ManualClock
    storage: MemoryStorage
    store: MemoryBlobStore

    @property
    def sweeper(self) -> Sweeper:
        return Sweeper(
            phantom=Phantom(self.storage),
            store=self.store,
            rules=RULES,
            clock=lambda: self.clock.now,
        )

    async def put(self, *keys: BlobKey) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"bytes"

        for key in keys:
            await self.store.put(key, chunks(), limit=ByteCount(100))

    async def line(
        self, *keys: BlobKey, state: BlobState = BlobState.KEPT, after: timedelta = HOUR
    ) -> None:
        due_at = None if state is BlobState.KEPT else self.clock.now + after

        def add(work: Any) -> None:
            for key in keys:
                work.blob_ledger.add(LedgerLine(key=key, state=state, due_at=due_at))

        await write(self.storage, add)

    async def recording(self, number: int = 1) -> BlobKey:
        """A recording that is all right."""

        def add(work: Any) -> None:
            work.audio_files.add(audio_file(number))

        await write(self.storage, add)
        await self.line(audio_file(number).blob)
        await self.put(audio_file(number).blob)
        return audio_file(number).blob

    async def look(self) -> SweepOutcome:
        return await inspect(self.sweeper)

    async def sweep(self, *, force: bool = False) -> SweepOutcome:
        return await sweep_all(self.sweeper, force=force)

    async def found(self) -> dict[Drift, list[str]]:
        report = (await self.look()).report
        return {each.kind: [one.name for one in each.examples] for each in report.found}

    async def keys(self) -> list[str]:
        return [entry.key async for entry in self.store.list()]


async def send_part(doors: MemoryMultipartUploads, key: BlobKey) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"bytes"

    upload_id = await doors.open(key, content_type="audio/wav")
    await doors.put_part(key, upload_id, PartToCome(number=1, size=ByteCount(5)), chunks())


def add_rows(**rows: Any) -> Any:
    """A transaction that adds a row to each repository named."""

    def add(work: Any) -> None:
        for name, row in rows.items():
            getattr(work, name).add(row)

    return add
