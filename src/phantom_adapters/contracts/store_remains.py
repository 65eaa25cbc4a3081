"""What every store promises that can tell what else lies about in it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest

from phantom_core.blobs import blob_key
from phantom_core.kernel.quantities import ByteCount

__all__ = ["StoreRemainsContract"]

_KEY = blob_key("audio/1")


class StoreRemainsContract:
    """Bind it with a fixture `store` that gives an empty store, which is a blob store as well."""

    @pytest.fixture
    def later(self) -> datetime:
        """A time by which whatever stands still now is stale."""
        return datetime.now(UTC) + timedelta(days=3)

    async def _remains(self, store: Any, now: datetime) -> list[Any]:
        return [each async for each in store.remains(now)]

    @pytest.mark.anyio
    async def test_an_empty_store_has_none(self, store: Any, later: datetime) -> None:
        assert await self._remains(store, later) == []
        assert await store.sweep_temporary(later) == 0

    @pytest.mark.anyio
    async def test_blobs_are_none(self, store: Any, later: datetime) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"bytes"

        await store.put(_KEY, chunks(), limit=ByteCount(10))
        await store.put(blob_key("audio/1/inner"), chunks(), limit=ByteCount(10))

        assert await self._remains(store, later) == []
        assert await store.sweep_temporary(later) == 0
        assert (await store.stat(_KEY)).size == 5

    @pytest.mark.anyio
    async def test_a_put_that_stands_still_is_one_when_it_is_stale_and_not_before(
        self, store: Any, later: datetime
    ) -> None:
        size, begun = 3 * 1024 * 1024, anyio.Event()

        async def stuck() -> AsyncIterator[bytes]:
            yield bytes(size)
            begun.set()
            await anyio.sleep_forever()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: store.put(_KEY, stuck(), limit=ByteCount(2 * size)))
            await begun.wait()
            early = await self._remains(store, datetime.now(UTC))
            (found,) = await self._remains(store, later)
            swept = await store.sweep_temporary(later)
            left = await self._remains(store, later)
            tasks.cancel_scope.cancel()

        assert early == []
        assert (found.ours, found.size) == (True, size)
        assert (swept, left) == (1, [])
