"""Rows and files are equal again after any crash, and a sweep explains whatever it finds.

`PHANTOM_TEST_KILLS` says how many processes are killed, `PHANTOM_TEST_SEED` with which chance. The
same is done to files in a bucket where the real S3 server is tested: `tests/s3`.
"""

import os
from pathlib import Path

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_core.blobs.drift import Drift
from tests.media_crash.ordeal import ordeal
from tests.media_crash.yard import Yard

KILLS = int(os.environ.get("PHANTOM_TEST_KILLS", "30"))
SEED = int(os.environ.get("PHANTOM_TEST_SEED", "5"))
_NOTES = "notes.txt"


async def test_rows_and_files_are_equal_again_after_any_crash(tmp_path: Path) -> None:
    blobs = tmp_path / "data" / "blobs"
    store = DirectoryBlobStore(blobs)
    (blobs / _NOTES).write_text("not ours")
    yard = Yard.of(tmp_path / "data", store, {})

    came = await ordeal(yard, SEED, KILLS, foreign=[_NOTES])

    assert came.faults == []
    assert came.report.of(Drift.LEFTOVER).count > 0, "no upload was cut off in the middle"
    assert came.history.total("ok") > 2 * KILLS
