"""An installation of a few recordings, on either database, to be saved and brought back."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from phantom_adapters.backups import Manifest
from phantom_adapters.blobs import DirectoryBlobStore
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_adapters.sql import open_storage
from phantom_app.backups import SavingOptions, bring_back, save, taking
from phantom_app.database import database_url
from phantom_app.settings import Settings, read_settings
from phantom_core.audio import AudioFile
from phantom_core.blobs import BlobKey, BlobStore, blob_key
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.kernel import EPOCH, ByteCount

SECRET = "a key of this server alone which is long enough"


def silent(_: str) -> None:
    """Tell nobody."""


def sound(number: int) -> bytes:
    """Bytes of a recording; every other one has more than a piece of a store."""
    return hashlib.sha256(b"%d" % number).digest() * (40_000 if number % 2 else 3)


def recording(number: int) -> AudioFile:
    """A row that tells the truth of its bytes."""
    data = sound(number)
    key = blob_key(f"audio/{number}/original.wav")
    return attrs.evolve(
        audio_file(number),
        blob=key,
        size_bytes=ByteCount(len(data)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


@attrs.frozen
class House:
    """One installation."""

    settings: Settings

    @classmethod
    def at(cls, data_dir: Path, **settings: str) -> "House":
        """One that may not be there yet."""
        variables = {f"PHANTOM_{name.upper()}": value for name, value in settings.items()}
        return cls(read_settings(variables, data_dir=str(data_dir)))

    @property
    def store(self) -> DirectoryBlobStore:
        """Its files."""
        return DirectoryBlobStore(self.settings.data_dir / "blobs")

    async def keep(self, *numbers: int) -> None:
        """Have recordings, with their bytes."""
        for number in numbers:
            await put(self.store, recording(number).blob, sound(number))
        await self.note(*numbers)

    async def note(self, *numbers: int) -> None:
        """Have the rows of recordings alone."""

        def fill(work: Any) -> None:
            for number in numbers:
                line = LedgerLine(key=recording(number).blob, state=BlobState.KEPT, due_at=None)
                work.audio_files.add(recording(number))
                work.blob_ledger.add(line)

        await self.change(fill)

    async def let_go(self, number: int) -> None:
        """Delete a recording, and have a worker take its bytes away at once."""
        key = recording(number).blob

        def doom(work: Any) -> None:
            work.audio_files.remove(recording(number).id)
            work.blob_ledger.put(work.blob_ledger.find(key).doom(EPOCH))

        await self.change(doom)
        await self.store.delete(key)

    async def change(self, body: Callable[[Any], Any]) -> None:
        """Do something in one transaction."""
        storage = open_storage(database_url(self.settings))
        await write(storage, body)
        await storage.close()

    async def has(self) -> dict[str, bytes]:
        """All files by their keys."""
        return {entry.key: await bytes_of(self.store, entry.key) async for entry in all_of(self)}

    async def save(self, place: Path, **options: Any) -> Manifest:
        """Save it."""
        return await save(self.settings, place, SavingOptions(**options), silent)

    async def bring_back(self, place: Path) -> Any:
        """Restore into it."""
        return await bring_back(self.settings, place, silent)


def all_of(house: House) -> AsyncGenerator[Any, None]:
    """What the store lists."""
    return house.store.list()


async def bytes_of(store: BlobStore, key: BlobKey) -> bytes:
    """A file's content."""
    return b"".join([piece async for piece in store.read(key)])


async def put(store: BlobStore, key: BlobKey, data: bytes) -> None:
    """Put bytes into a store."""

    async def chunks() -> AsyncIterator[bytes]:
        yield data

    await store.put(key, chunks(), limit=ByteCount(len(data)))


class Interposed:
    """A real store, before each of whose reads something happens."""

    def __init__(self, store: BlobStore, before: Callable[[BlobKey], Any]) -> None:
        self._store = store
        self._before = before
        self.read_keys: list[BlobKey] = []

    async def read(self, key: BlobKey) -> AsyncGenerator[bytes, None]:
        """Read, after that."""
        self.read_keys.append(key)
        await self._before(key)
        async for piece in self._store.read(key):
            yield piece


def interpose(
    patch: pytest.MonkeyPatch, house: House, before: Callable[[BlobKey], Any]
) -> Interposed:
    """Have something happen while a backup reads files."""
    store = Interposed(house.store, before)

    @asynccontextmanager
    async def files(_: Settings) -> AsyncIterator[Interposed]:
        yield store

    patch.setattr(taking, "files_of", files)
    return store
