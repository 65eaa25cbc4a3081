"""What every store of a replica promises."""

from collections.abc import Callable

import pytest

from phantom_core.sync import Put, RecordId, Replica, ReplicaId, ReplicaStore

__all__ = ["ReplicaStoreContract"]

_Reopen = Callable[[], ReplicaStore]
"""Ends what used a store, and opens it again."""

_P = RecordId("p")


class ReplicaStoreContract:
    """Supply `store`, new and empty, and `reopen`, which ends its use and opens it again."""

    adapters: tuple[type[ReplicaStore], ...] = ()

    def test_a_new_store_has_no_records(self, store: ReplicaStore) -> None:
        assert list(store.read()) == []

    def test_records_are_read_in_the_order_they_were_appended(self, store: ReplicaStore) -> None:
        for number in range(20):
            store.append(str(number).encode(), durable=number % 3 == 0)

        assert list(store.read()) == [str(number).encode() for number in range(20)]

    @pytest.mark.parametrize("record", [b"", b"\x00" * 9, bytes(range(256)), b"x" * 300_000])
    def test_records_hold_any_bytes(
        self, store: ReplicaStore, reopen: _Reopen, record: bytes
    ) -> None:
        store.append(b"before")
        store.append(record)
        store.append(b"after")

        assert list(reopen().read()) == [b"before", record, b"after"]

    def test_records_are_still_there_when_it_is_opened_again(
        self, store: ReplicaStore, reopen: _Reopen
    ) -> None:
        store.append(b"one", durable=False)
        store.append(b"two")
        again = reopen()
        again.append(b"three")

        assert list(again.read()) == [b"one", b"two", b"three"]
        assert list(reopen().read()) == [b"one", b"two", b"three"]

    def test_replacing_leaves_nothing_else(self, store: ReplicaStore, reopen: _Reopen) -> None:
        store.append(b"old")
        store.replace([b"new", b"newer"])
        store.append(b"newest")

        assert list(store.read()) == [b"new", b"newer", b"newest"]
        assert list(reopen().read()) == [b"new", b"newer", b"newest"]

    def test_what_was_read_does_not_change(self, store: ReplicaStore) -> None:
        store.append(b"one")
        before = store.read()
        store.append(b"two")
        store.replace([])

        assert list(before) == [b"one"]

    def test_a_replica_goes_on_from_it(self, store: ReplicaStore, reopen: _Reopen) -> None:
        replica = Replica(store, new_id=ReplicaId("r1"), author="ada")
        replica.edit(Put(_P, {"tempo": 120}), now_ms=1_000)
        replica.edit(Put(_P, {"tempo": 90}), now_ms=2_000)
        again = Replica(reopen(), new_id=ReplicaId("r2"), author="ada")
        again.undo(now_ms=3_000)

        assert again.id == "r1"
        assert again.view.value(_P, "tempo") == 120
        assert [change.counter for change in again.pending] == [1, 2, 3]
