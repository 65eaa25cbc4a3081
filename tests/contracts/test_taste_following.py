"""The index of tastes in memory follows what is committed, whoever commits it."""

import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.taste_index import somebody
from phantom_adapters.search import inverted
from phantom_adapters.search.brute_force import BruteForceIndex
from phantom_adapters.sql import open_storage, taste_following
from phantom_adapters.sql.storage import SqlStorage
from phantom_core.matching.index_ports import EVERYBODY
from phantom_core.matching.profile import Traits

LOW = [("a:low", 1.0)]


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[SqlStorage]:
    """A storage on SQLite."""
    opened = open_storage(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def index(storage: SqlStorage) -> Any:
    """Its index of tastes."""
    return Repository(storage, "taste_index")


async def found(index: Any) -> list[Any]:
    return [each.user_id for each in await index.candidates(LOW, 99)]


async def test_what_another_process_changes_is_followed(index: Any, sqlite_url: str) -> None:
    other_storage = open_storage(sqlite_url)
    other = Repository(other_storage, "taste_index")
    await index.upsert(somebody(1), LOW, Traits())
    assert await found(other) == [somebody(1)]

    await other.upsert(somebody(2), LOW, Traits())
    assert await found(index) == [somebody(1), somebody(2)]
    await index.upsert(somebody(2), [("a:slint", 1.0)], Traits())
    await index.remove(somebody(1))
    assert await found(other) == []
    await other_storage.close()


async def test_somebody_whose_row_is_gone_is_not_found_and_is_forgotten(
    index: Any, storage: SqlStorage, sqlite_url: str
) -> None:
    for number in range(3):
        await index.upsert(somebody(number), LOW, Traits())
    assert len(await found(index)) == 3
    with sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DELETE FROM taste_people WHERE revision < 3")

    assert await found(index) == [somebody(2)]
    in_memory = storage._kept.tastes.index
    assert [each.user_id for each in in_memory.candidates(LOW, 99, EVERYBODY)] == [somebody(2)]
    await index.upsert(somebody(0), LOW, Traits())
    assert await found(index) == [somebody(0), somebody(2)]


async def test_a_new_process_reads_what_is_much_beside(
    index: Any, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        await index.upsert(somebody(number), LOW, Traits())
    monkeypatch.setattr(taste_following, "_AT_ONCE", 4)
    monkeypatch.setattr(taste_following, "_BESIDE", 8)
    new = open_storage(sqlite_url)

    assert 4 <= len(await found(Repository(new, "taste_index"))) <= 40
    new._kept.tastes.settle()
    assert await found(Repository(new, "taste_index")) == [somebody(each) for each in range(40)]
    await new.close()


async def test_without_numpy_everybody_is_compared(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, inverted.__name__, None)
    storage = open_storage(sqlite_url)
    index = Repository(storage, "taste_index")
    await index.upsert(somebody(1), LOW, Traits())

    assert await found(index) == [somebody(1)]
    assert isinstance(storage._kept.tastes.index, BruteForceIndex)
    await storage.close()
