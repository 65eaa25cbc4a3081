"""A storage that reads on a standby keeps the promises of its port, as any other does."""

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest

from phantom_adapters.contracts.kernel_examples import ADA, Said, read, write
from phantom_adapters.contracts.storage import StorageContract
from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.storage import SqlStorage
from phantom_core.kernel import Committed, Invocation, Storage, Topic, UnitOfWork
from phantom_core.registry import Registry
from tests.postgres_server import PostgresServer
from tests.standby.stage import is_standby

T = TypeVar("T")


class AskedByPeople(Storage):
    """A storage whose every reader is a person, and so is answered by the standby."""

    def __init__(self, storage: SqlStorage) -> None:
        self._storage = storage

    async def write(
        self,
        invocation: Invocation,
        body: Callable[[UnitOfWork], T],
        *,
        hot_topic: Topic | None = None,
    ) -> Committed:
        return await self._storage.write(invocation, body, hot_topic=hot_topic)

    async def read(self, invocation: Invocation, body: Callable[[UnitOfWork], T]) -> T:
        return await self._storage.read(Invocation(ADA, invocation.seed), body)

    async def close(self) -> None:
        await self._storage.close()


class TestStorageWithAStandby(StorageContract):
    adapters = (SqlStorage,)

    @pytest.fixture
    async def storage(
        self,
        primary: PostgresServer,
        standby: PostgresServer,
        database: str,
        clock: ManualClock,
        registry: Registry,
    ) -> AsyncIterator[Storage]:
        opened = open_storage(
            primary.url(database),
            clock=clock,
            registry=registry,
            standby=standby.url(database),
            standby_patience=20,
        )
        asked = AskedByPeople(opened)
        yield asked
        await asked.close()

    async def test_it_is_the_standby_that_answers(self, storage: Storage) -> None:
        await write(storage, lambda work: work.record(Said(text="hello")))

        assert await read(storage, is_standby)
