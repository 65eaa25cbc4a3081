"""The stores of replicas keep their promises."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phantom_adapters.contracts.replica_store import ReplicaStoreContract
from phantom_adapters.replicas import FileReplicaStore, MemoryReplicaStore
from phantom_core.kernel import Unavailable


class TestMemoryReplicaStore(ReplicaStoreContract):
    adapters = (MemoryReplicaStore,)

    @pytest.fixture
    def store(self) -> MemoryReplicaStore:
        return MemoryReplicaStore()

    @pytest.fixture
    def reopen(self, store: MemoryReplicaStore) -> Callable[[], MemoryReplicaStore]:
        return lambda: store

    def test_a_cut_of_the_power_loses_what_is_not_durable(self, store: MemoryReplicaStore) -> None:
        store.append(b"one", durable=False)
        store.append(b"two")
        store.append(b"three", durable=False)
        store.cut_power()

        assert list(store.read()) == [b"one", b"two"]


class TestFileReplicaStore(ReplicaStoreContract):
    adapters = (FileReplicaStore,)

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "songs" / "replica"

    @pytest.fixture
    def opened(self, path: Path) -> Iterator[list[FileReplicaStore]]:
        opened = [FileReplicaStore(path)]
        yield opened
        opened[-1].close()

    @pytest.fixture
    def store(self, opened: list[FileReplicaStore]) -> FileReplicaStore:
        return opened[-1]

    @pytest.fixture
    def reopen(self, opened: list[FileReplicaStore], path: Path) -> Callable[[], FileReplicaStore]:
        def reopen() -> FileReplicaStore:
            opened[-1].close()
            opened.append(FileReplicaStore(path))
            return opened[-1]

        return reopen

    def test_only_its_owner_can_read_it(self, store: FileReplicaStore, path: Path) -> None:
        store.append(b"a song")

        assert path.stat().st_mode & 0o077 == 0

    @pytest.mark.usefixtures("store")
    def test_two_cannot_have_it_at_once(self, path: Path) -> None:
        with pytest.raises(Unavailable, match="another process"):
            FileReplicaStore(path)

    @pytest.mark.parametrize("cut", [*range(1, 14)])
    def test_a_record_that_was_not_finished_is_cut_off(
        self,
        store: FileReplicaStore,
        reopen: Callable[[], FileReplicaStore],
        path: Path,
        cut: int,
    ) -> None:
        store.append(b"whole")
        store.append(b"torn!")
        written = path.read_bytes()
        path.write_bytes(written[:-cut])
        again = reopen()
        again.append(b"after")

        assert list(again.read()) == [b"whole", b"after"]

    def test_a_record_that_was_damaged_is_not_taken_for_one(
        self, store: FileReplicaStore, reopen: Callable[[], FileReplicaStore], path: Path
    ) -> None:
        store.append(b"whole")
        store.append(b"damaged")
        written = bytearray(path.read_bytes())
        written[-1] ^= 1
        path.write_bytes(written)

        assert list(reopen().read()) == [b"whole"]

    def test_zeros_at_the_end_are_no_record(
        self, store: FileReplicaStore, reopen: Callable[[], FileReplicaStore], path: Path
    ) -> None:
        store.append(b"whole")
        path.write_bytes(path.read_bytes() + bytes(64))

        assert list(reopen().read()) == [b"whole"]

    def test_a_replacement_that_was_not_finished_changes_nothing(
        self, store: FileReplicaStore, reopen: Callable[[], FileReplicaStore], path: Path
    ) -> None:
        store.append(b"whole")
        path.with_name("replica.new").write_bytes(b"half of somethi")
        again = reopen()
        again.replace([b"new"])

        assert list(again.read()) == [b"new"]
