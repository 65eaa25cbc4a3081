"""Units of work satisfy what every context asks of them; the type checker is who tests it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_type_hints

import pytest

from phantom_adapters.contracts.kernel_examples import read
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.memory.unit import MemoryUnit
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.unit import SqlUnit
from phantom_core.audio.ports import AudioWork
from phantom_core.blobs.ledger_ports import LedgerWork
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel import Storage, UnitOfWork

pytestmark = pytest.mark.anyio


class Everything:
    """A place for each context's unit of work."""

    identity: IdentityWork
    audio: AudioWork
    ledger: LedgerWork


def with_sql(unit: SqlUnit) -> Everything:
    places = Everything()
    places.identity = unit
    places.audio = unit
    places.ledger = unit
    return places


def with_memory(unit: MemoryUnit) -> Everything:
    places = Everything()
    places.identity = unit
    places.audio = unit
    places.ledger = unit
    return places


@pytest.fixture(params=["memory", "sqlite"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """A storage of each kind of unit."""
    if request.param == "memory":
        storage: Storage = MemoryStorage()
    else:
        storage = open_storage(f"sqlite:///{tmp_path / 'phantom.db'}")
    yield storage
    await storage.close()


async def test_a_unit_of_work_has_one_repository_for_each_port(storage: Storage) -> None:
    names = {"blocks", *get_type_hints(IdentityWork), *get_type_hints(AudioWork)}

    def those_that_are_not_one(unit: UnitOfWork) -> list[str]:
        assert isinstance(unit, SqlUnit | MemoryUnit)
        return [name for name in names if getattr(unit, name) is not getattr(unit, name)]

    assert await read(storage, those_that_are_not_one) == []
