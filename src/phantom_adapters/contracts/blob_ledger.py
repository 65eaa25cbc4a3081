"""What every ledger of blobs promises."""

from datetime import timedelta
from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.kernel import Conflict, NotFound, Storage

__all__ = ["BlobLedgerContract"]


def _line(key: str, minutes: int = 0, state: BlobState = BlobState.EXPECTED) -> LedgerLine:
    due_at = None if state is BlobState.KEPT else MOMENT + timedelta(minutes=minutes)
    return LedgerLine(key=BlobKey(key), state=state, due_at=due_at)


class BlobLedgerContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def ledger(self, storage: Storage) -> Any:
        """The ledger under test."""
        return Repository(storage, "blob_ledger")

    @pytest.mark.parametrize("state", [*BlobState])
    async def test_a_line_is_read_back_as_it_was_written(
        self, ledger: Any, state: BlobState
    ) -> None:
        await ledger.add(_line("a/1", state=state))

        assert await ledger.find("a/1") == _line("a/1", state=state)
        assert await ledger.find("a/2") is None

    async def test_a_key_has_one_line(self, ledger: Any) -> None:
        await ledger.add(_line("a"))

        with pytest.raises(Conflict):
            await ledger.add(_line("a", state=BlobState.KEPT))
        assert await ledger.find("a") == _line("a")

    async def test_what_is_put_replaces_what_was_there(self, ledger: Any) -> None:
        await ledger.add(_line("a"))

        await ledger.put(_line("a", state=BlobState.KEPT))

        assert await ledger.find("a") == _line("a", state=BlobState.KEPT)
        with pytest.raises(NotFound):
            await ledger.put(_line("b"))

    async def test_what_is_struck_out_is_gone_and_may_be_struck_out_again(
        self, ledger: Any
    ) -> None:
        await ledger.add(_line("a"))

        await ledger.remove("a")
        await ledger.remove("a")

        assert await ledger.find("a") is None

    async def test_what_is_due_is_found_the_longest_overdue_first(self, ledger: Any) -> None:
        overdue = [_line("c", 1), _line("a", 2, BlobState.DOOMED), _line("b", 2)]
        for line in [*overdue[::-1], _line("d", 3), _line("k", state=BlobState.KEPT)]:
            await ledger.add(line)
        now = MOMENT + timedelta(minutes=2)

        assert [*await ledger.due(now, 10)] == overdue
        assert [*await ledger.due(now, 2)] == overdue[:2]
        assert [*await ledger.due(MOMENT, 10)] == []

    async def test_the_lines_of_some_keys_are_found(self, ledger: Any) -> None:
        for key in ("b", "a", "c"):
            await ledger.add(_line(key))

        assert [*await ledger.among(["c", "x", "a"])] == [_line("a"), _line("c")]
        assert [*await ledger.among([])] == []

    async def test_lines_are_listed_by_code_point(self, ledger: Any) -> None:
        keys = ["B/1", "a-b", "a.b", "a/1", "a/10", "a/2", "aa", "a_b"]
        states = [*BlobState, *BlobState]
        for key, state in zip(keys, states, strict=True):
            await ledger.add(_line(key, state=state))

        listed = await ledger.after("", 100)
        assert [line.key for line in listed] == sorted(keys)
        assert {line.key: line.state for line in listed} == dict(zip(keys, states, strict=True))
        assert [line.key for line in await ledger.after("a/1", 2)] == ["a/10", "a/2"]
        assert [*await ledger.after("aa", 2)] == []
