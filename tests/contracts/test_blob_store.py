"""The blob stores keep the promises of their port, and the directory some of its own."""

import os
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_adapters.contracts.blob_store import BlobStoreContract
from phantom_adapters.contracts.store_remains import StoreRemainsContract
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import BlobNotFound, blob_key
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import ByteCount

KEY = blob_key("audio/01J/original.wav")
LIMIT = ByteCount(8 * 1024 * 1024)


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        await anyio.lowlevel.checkpoint()
        yield chunk


def open_files() -> int:
    return len(names_in(Path("/dev/fd")))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


class TestMemoryBlobStore(BlobStoreContract):
    adapters = (MemoryBlobStore,)

    @pytest.fixture
    def store(self) -> MemoryBlobStore:
        return MemoryBlobStore()

    @pytest.mark.anyio
    async def test_the_clock_tells_when_a_blob_was_put(self) -> None:
        moment = datetime(2026, 1, 31, 12, 0, 0, 123_456, tzinfo=UTC)
        info = await MemoryBlobStore(clock=lambda: moment).put(KEY, stream(b""), limit=LIMIT)

        assert info.modified_at == moment.replace(microsecond=123_000)


class TestDirectoryBlobStore(BlobStoreContract, StoreRemainsContract):
    adapters = (DirectoryBlobStore,)

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return tmp_path / "not yet" / "blobs"

    @pytest.fixture
    def store(self, root: Path) -> DirectoryBlobStore:
        return DirectoryBlobStore(root)

    @pytest.mark.anyio
    async def test_another_store_on_the_directory_sees_the_same(self, root: Path) -> None:
        info = await DirectoryBlobStore(root).put(KEY, stream(b"kept"), limit=LIMIT)

        assert await DirectoryBlobStore(root).stat(KEY) == info.stat

    @pytest.mark.anyio
    async def test_the_file_is_named_by_its_hash(
        self, store: DirectoryBlobStore, root: Path
    ) -> None:
        info = await store.put(KEY, stream(b"kept"), limit=LIMIT)

        assert files_below(root) == [root / "audio/01J/@original.wav" / info.sha256]

    @pytest.mark.anyio
    async def test_a_deletion_takes_the_folders_that_are_empty(
        self, store: DirectoryBlobStore, root: Path
    ) -> None:
        await store.put(KEY, stream(b"kept"), limit=LIMIT)
        await store.put(blob_key("audio/02K/a"), stream(b"kept"), limit=LIMIT)
        await store.delete(KEY)

        assert names_in(root) == [".temporary", "audio"]
        assert names_in(root / "audio") == ["02K"]

    @pytest.mark.anyio
    async def test_puts_and_deletions_in_one_folder_do_not_trip_over_each_other(
        self, store: DirectoryBlobStore
    ) -> None:
        async def come_and_go(name: str) -> None:
            for _ in range(20):
                await store.put(blob_key(f"deep/down/{name}"), stream(b""), limit=LIMIT)
                await store.delete(blob_key(f"deep/down/{name}"))

        async with anyio.create_task_group() as tasks:
            for number in range(4):
                tasks.start_soon(come_and_go, str(number))

        assert [entry async for entry in store.list()] == []

    @pytest.mark.anyio
    async def test_a_link_in_the_tree_leads_nowhere(
        self, store: DirectoryBlobStore, root: Path, tmp_path: Path
    ) -> None:
        other = DirectoryBlobStore(tmp_path / "elsewhere")
        await other.put(blob_key("folder/secret"), stream(b"secret"), limit=LIMIT)
        (root / "linked").symlink_to(tmp_path / "elsewhere" / "folder")
        (root / "@secret").symlink_to(tmp_path / "elsewhere" / "folder" / "@secret")

        assert [entry async for entry in store.list()] == []
        for name in ("linked/secret", "secret"):
            with pytest.raises(BlobNotFound):
                await store.stat(blob_key(name))
        with pytest.raises(Unavailable):
            await store.put(blob_key("linked/new"), stream(b""), limit=LIMIT)
        await store.delete(blob_key("linked/secret"))
        assert (await other.stat(blob_key("folder/secret"))).size == 6

    @pytest.mark.anyio
    async def test_a_blob_whose_file_is_a_link_is_not_found(
        self, store: DirectoryBlobStore, root: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "secret").write_text("secret")
        (root / "@a").mkdir()
        (root / "@a" / ("0" * 64)).symlink_to(tmp_path / "secret")

        with pytest.raises(BlobNotFound):
            await store.stat(blob_key("a"))

    @pytest.mark.anyio
    async def test_what_else_lies_in_the_directory_is_not_listed(
        self, store: DirectoryBlobStore, root: Path
    ) -> None:
        await store.put(KEY, stream(b"kept"), limit=LIMIT)
        (root / "README").write_text("notes")
        (root / "@empty").mkdir()
        (root / "@strange name").mkdir()
        os.mkfifo(root / "@empty" / ("0" * 64))

        assert [entry.key async for entry in store.list()] == [KEY]

    @pytest.mark.anyio
    async def test_files_of_others_are_told_and_left_alone(
        self, store: DirectoryBlobStore, root: Path, tmp_path: Path
    ) -> None:
        await store.put(KEY, stream(b"kept"), limit=LIMIT)
        (tmp_path / "secret").write_text("secret")
        (root / "audio/README").write_text("notes")
        (root / "@odd").mkdir()
        (root / "@odd" / "notes").write_text("12345")
        (root / "link").symlink_to(tmp_path)
        (root / "audio/01J/@original.wav" / ("0" * 64)).symlink_to(tmp_path / "secret")
        later = datetime.now(UTC) + timedelta(days=3)

        found = [each async for each in store.remains(later)]
        await store.sweep_temporary(later)

        assert [(each.name, each.ours) for each in found] == [
            ("@odd/notes", False),
            ("audio/01J/@original.wav/" + "0" * 64, False),
            ("audio/README", False),
            ("link", False),
        ]
        assert found[0].size == 5
        assert (root / "audio/README").exists()

    @pytest.mark.anyio
    async def test_a_sweep_takes_only_what_has_stood_still_for_the_grace(
        self, store: DirectoryBlobStore, root: Path
    ) -> None:
        now = datetime.now(UTC)
        old, fresh = root / ".temporary/old", root / ".temporary/fresh"
        for folder, age in [(old, timedelta(days=2)), (fresh, timedelta(hours=2))]:
            folder.mkdir()
            (folder / "data").write_text("half")
            moment = (now - age).timestamp()
            os.utime(folder / "data", (moment, moment))
            os.utime(folder, (0, 0))

        assert await store.sweep_temporary(now) == 1
        assert names_in(root / ".temporary") == ["fresh"]

    @pytest.mark.anyio
    async def test_a_put_whose_draft_was_swept_away_fails_and_leaves_nothing(
        self, store: DirectoryBlobStore, root: Path
    ) -> None:
        async def slow() -> AsyncIterator[bytes]:
            yield bytes(2 * 1024 * 1024)
            await store.sweep_temporary(datetime.now(UTC) + timedelta(days=2))

        with pytest.raises(Unavailable):
            await store.put(KEY, slow(), limit=LIMIT)

        assert files_below(root) == []

    @pytest.mark.anyio
    async def test_what_is_swept_while_it_is_brought_in_is_there_whole_or_not_at_all(
        self, store: DirectoryBlobStore
    ) -> None:
        keys = [blob_key(f"audio/01J/{number}.dat") for number in range(150)]
        brought_in = []

        async def bring_in(scope: anyio.CancelScope) -> None:
            for key in keys:
                with suppress(Unavailable):
                    await store.put(key, stream(b"whole"), limit=LIMIT)
                    brought_in.append(key)
            scope.cancel()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(bring_in, tasks.cancel_scope)
            while True:
                await store.sweep_temporary(datetime.now(UTC) + timedelta(days=2))

        for key in brought_in:
            assert [piece async for piece in store.read(key)] == [b"whole"]
        assert len([entry async for entry in store.list("audio/")]) == len(brought_in)

    @pytest.mark.anyio
    async def test_a_file_that_lost_its_end_is_told_so(
        self, store: DirectoryBlobStore, root: Path
    ) -> None:
        await store.put(KEY, stream(bytes(3 * 1024 * 1024)), limit=LIMIT)
        async with aclosing(store.read(KEY)) as pieces:
            await anext(pieces)
            os.truncate(files_below(root)[0], 1024 * 1024)
            with pytest.raises(Unavailable):
                _ = [piece async for piece in pieces]

    @pytest.mark.anyio
    async def test_no_file_stays_open(self, store: DirectoryBlobStore) -> None:
        await store.put(KEY, stream(bytes(3 * 1024 * 1024)), limit=LIMIT)
        before = open_files()
        for length in (None, 10, 0):
            async with aclosing(store.read(KEY, length=length)) as pieces:
                await anext(pieces, None)
        _ = [piece async for piece in store.read(KEY)]
        _ = [entry async for entry in store.list()]
        with pytest.raises(RuntimeError):
            await store.put(blob_key("b"), broken(), limit=LIMIT)

        assert open_files() == before


async def broken() -> AsyncIterator[bytes]:
    yield bytes(2 * 1024 * 1024)
    raise RuntimeError("the line went dead")
