"""`phantom sweep`, run as operators run it, on a store that somebody has tampered with."""

import json
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from phantom_adapters.blobs import DirectoryBlobStore, DirectoryMultipartUploads
from phantom_adapters.blobs.signed_parts import SignedPartUrls
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_adapters.sql import open_storage
from phantom_core.blobs import BlobKey, KeyRing, SigningKey, blob_key
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.kernel import ByteCount
from tests.cli.program import Ended, run, run_cold

SOUND = audio_file(1).blob
STRAY = blob_key("audio/stray")
OLD = time.time() - 30 * 86400


def swept(data_dir: Path, *arguments: str, **settings: str) -> Ended:
    return run("sweep", "--data-dir", data_dir, *arguments, settings=settings)


async def put(store: DirectoryBlobStore, key: BlobKey) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"bytes"

    await store.put(key, chunks(), limit=ByteCount(100))


@pytest.fixture
async def data_dir(tmp_path: Path, sqlite_template: Path) -> Path:
    """A recording that is all right, and a stray; both are a month old."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "phantom.db").write_bytes(sqlite_template.read_bytes())
    store = DirectoryBlobStore(data_dir / "blobs")
    await put(store, SOUND)
    await put(store, STRAY)
    storage = open_storage(f"sqlite:///{data_dir / 'phantom.db'}")

    def fill(work: Any) -> None:
        work.audio_files.add(audio_file(1))
        work.blob_ledger.add(LedgerLine(key=SOUND, state=BlobState.KEPT, due_at=None))

    await write(storage, fill)
    await storage.close()
    for file in (data_dir / "blobs").rglob("*"):
        os.utime(file, (OLD, OLD))
    return data_dir


def kinds(told: str) -> dict[str, int]:
    return {each["kind"]: each["count"] for each in json.loads(told)["report"]["found"]}


async def test_a_stray_is_told_quarantined_and_restored(data_dir: Path) -> None:
    looked = run_cold("sweep", "--data-dir", data_dir)
    assert looked.returncode == 3, looked.stderr
    assert "stray" in looked.stdout
    assert "Nothing was changed" in looked.stdout
    assert f"Files in {data_dir / 'blobs'}, rows in SQLite." in looked.stdout

    acted = swept(data_dir, "--apply", "--json")
    assert acted.returncode == 0, acted.stderr
    assert (json.loads(acted.stdout)["quarantined"], kinds(acted.stdout)) == (1, {"stray": 1})

    restored = swept(data_dir, "--restore", STRAY)
    assert (restored.returncode, restored.stdout) == (0, f"{STRAY} is kept.\n")
    again = swept(data_dir, "--json")
    assert (again.returncode, kinds(again.stdout)) == (0, {"unused": 1})


async def test_parts_that_nobody_expects_are_given_up(data_dir: Path) -> None:
    blobs = data_dir / "blobs"
    ring = KeyRing((SigningKey(kid="k", secret=bytes(32)),))
    door = DirectoryMultipartUploads(blobs, SignedPartUrls("", ring))
    await door.open(blob_key("audio/forgotten"), content_type="audio/wav")
    (note,) = (blobs / ".uploads").glob("*/key")
    key, since = note.read_text().split()
    note.write_text(f"{key}\n{int(since) - 3_600_000}\n")

    young = swept(data_dir, "--json")
    acted = swept(data_dir, "--apply", "--json", PHANTOM_SWEEP_GRACE="3599")

    assert kinds(young.stdout) == {"stray": 1}
    assert (json.loads(acted.stdout)["aborted"], kinds(acted.stdout)["openUpload"]) == (1, 1)
    assert [each async for each in door.list_open()] == []


async def test_what_is_missing_is_told_with_whose_it_is(data_dir: Path) -> None:
    await DirectoryBlobStore(data_dir / "blobs").delete(SOUND)

    looked = swept(data_dir)

    assert looked.returncode == 4
    assert f"{SOUND}, recording {audio_file(1).id}" in looked.stdout


async def test_a_key_that_is_in_no_quarantine_is_refused(data_dir: Path) -> None:
    refused = swept(data_dir, "--restore", SOUND)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"phantom: The blob {SOUND} is not in quarantine.\n"


@pytest.mark.parametrize(
    "arguments",
    [["--force"], ["--apply", "--restore", "a"], ["--apply=false"], ["--dry-run=perhaps"], ["x"]],
    ids=" ".join,
)
def test_what_makes_no_sense_is_misuse_and_does_nothing(
    tmp_path: Path, arguments: list[str]
) -> None:
    assert swept(tmp_path, *arguments).returncode == 2
    assert [*tmp_path.iterdir()] == []
