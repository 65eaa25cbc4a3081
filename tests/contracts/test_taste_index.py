"""Indexes of tastes keep their promises, and keep to what is compared in full."""

from typing import Any, Final

import pytest

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.taste_index import TasteIndexContract, somebody
from phantom_adapters.memory.repositories.taste_index import MemoryTasteIndex
from phantom_adapters.search.brute_force import BruteForceIndex
from phantom_adapters.search.inverted import InvertedIndex
from phantom_adapters.sql.repositories.taste_index import FollowedTasteIndex
from phantom_adapters.sql.repositories.taste_postings import PostgresTasteIndex
from phantom_core.kernel import Forbidden, Storage
from phantom_core.matching.profile import Traits


class Awaited:
    """An index by itself, whose methods are awaited as those of a storage's."""

    def __init__(self, index: Any) -> None:
        self.index = index

    def __getattr__(self, name: str) -> Any:
        """The method, to be awaited."""

        async def call(*arguments: Any) -> Any:
            return getattr(self.index, name)(*arguments)

        return call


class TestBruteForce(TasteIndexContract):
    adapters: Final = (BruteForceIndex,)

    @pytest.fixture
    def index(self) -> Any:
        """The index that compares with everybody."""
        return Awaited(BruteForceIndex())


class TestInverted(TasteIndexContract):
    adapters: Final = (InvertedIndex,)

    @pytest.fixture
    def index(self) -> Any:
        """The index over arrays, in several segments even if it is small."""
        return Awaited(InvertedIndex(waiting=8))


class TestStored(TasteIndexContract):
    adapters: Final = (MemoryTasteIndex, FollowedTasteIndex, PostgresTasteIndex)

    @pytest.fixture
    def index(self, storage: Storage) -> Any:
        """The index of a storage."""
        return Repository(storage, "taste_index")


async def test_a_transaction_sees_its_own_changes_and_leaves_none_behind_if_it_fails(
    storage: Storage,
) -> None:
    vector, found_within = [("a:low", 1.0)], []
    index = Repository(storage, "taste_index")
    await index.upsert(somebody(1), vector, Traits())
    await index.upsert(somebody(2), vector, Traits())
    assert len(await index.candidates(vector, 9)) == 2

    def fail(work: Any) -> None:
        work.taste_index.upsert(somebody(3), vector, Traits())
        work.taste_index.upsert(somebody(2), [("a:slint", 1.0)], Traits())
        work.taste_index.remove(somebody(1))
        found_within.extend(work.taste_index.candidates(vector, 9))
        raise Forbidden("Not after all.")

    with pytest.raises(Forbidden):
        await write(storage, fail)

    assert [each.user_id for each in found_within] == [somebody(3)]
    found = await index.candidates(vector, 9)
    assert [each.user_id for each in found] == [somebody(1), somebody(2)]
    assert await index.remove(somebody(1))
    assert [each.user_id for each in await index.candidates(vector, 9)] == [somebody(2)]
