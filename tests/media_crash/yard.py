"""The processes that work on one world, and the killing of them."""

import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path

import anyio
import attrs
import httpx

from phantom_core.blobs import BlobStore, blob_key
from phantom_core.kernel import ByteCount
from tests.crash.history import History
from tests.crash.server import Program, Server
from tests.media_crash.owners import Owner

# A sweep in the middle of it all acts at once on whatever it takes for a stray.
_HASTE = {"PHANTOM_SWEEP_GRACE": "1", "PHANTOM_QUARANTINE": "1"}
_LONGEST_LIFE = 120.0


@attrs.define
class Yard:
    """A server, a worker and a sweep on one data folder.

    Attributes:
        store: where their blobs are.
        blow: kills the store itself and starts it again, if it is a program.
        killed: how many of each kind were killed.
        planted: keys of blobs of which neither ledger nor rows ever hear.
    """

    server: Server
    worker: Program
    sweep: Program
    store: BlobStore
    blow: Callable[[], None] | None = None
    killed: dict[str, int] = attrs.field(factory=dict)
    planted: list[str] = attrs.field(factory=list)

    @classmethod
    def of(
        cls,
        data_dir: Path,
        store: BlobStore,
        settings: Mapping[str, str],
        blow: Callable[[], None] | None = None,
    ) -> "Yard":
        """Processes that have not begun."""
        told = {**settings, **_HASTE}
        return cls(
            Server(data_dir, "--no-worker", **told),
            Program(data_dir, "worker", **told),
            Program(data_dir, "sweep", "--apply", **told),
            store,
            blow,
        )

    @property
    def kills(self) -> int:
        """How many were killed so far."""
        return sum(self.killed.values())

    @property
    def kills_of_the_rarest(self) -> int:
        """How many of the kind of which the fewest were."""
        return min(self.killed.get(name, 0) for name in ("server", *self._victims))

    @property
    def _victims(self) -> Sequence[str]:
        return ["worker", "sweep", *(["store"] if self.blow else [])]

    async def kill(self, name: str) -> None:
        """Kill one that runs; the store comes back at once."""
        if name == "store":
            assert self.blow is not None
            await anyio.to_thread.run_sync(self.blow)
        elif not getattr(self, name).kill():
            return
        self.killed[name] = self.killed.get(name, 0) + 1

    async def plant_stray(self) -> None:
        """Put a blob into the store as if its database had been lost."""

        async def chunks() -> AsyncIterator[bytes]:
            yield b"left by somebody"

        key = blob_key(f"strays/{len(self.planted):03}")
        await self.store.put(key, chunks(), limit=ByteCount(100))
        self.planted.append(key)

    async def one_round(
        self, owners: Sequence[Owner], history: History, chance: random.Random
    ) -> None:
        """Let everybody work, kill all but the server in the middle of it, then the server."""
        self.server.start()
        self.worker.start()
        try:
            await self.server.ready()
            async with (
                httpx.AsyncClient(base_url=self.server.url, timeout=30) as client,
                anyio.create_task_group() as group,
            ):
                for owner in owners:
                    group.start_soon(owner.live, client)
                self.sweep.start()
                for name in chance.sample(self._victims, len(self._victims)):
                    with anyio.move_on_after(_LONGEST_LIFE):
                        await history.more(chance.randrange(20))
                    await anyio.sleep(chance.uniform(0.0, 0.5))
                    await self.kill(name)
                with anyio.move_on_after(_LONGEST_LIFE):
                    await history.more(chance.randrange(10))
                await self.kill("server")
        finally:
            for name in ("server", "worker", "sweep"):
                await self.kill(name)
        await self.plant_stray()
