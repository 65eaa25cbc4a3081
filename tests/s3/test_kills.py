"""Rows and objects are equal again when server, worker, sweep and the S3 server itself are killed.

`PHANTOM_TEST_S3_KILLS` says how many processes are killed, `PHANTOM_TEST_SEED` with which chance.
"""

import os
from pathlib import Path

from phantom_adapters.blobs.s3 import S3BlobStore
from tests.media_crash.ordeal import ordeal
from tests.media_crash.yard import Yard
from tests.s3.ceph import Ceph

KILLS = int(os.environ.get("PHANTOM_TEST_S3_KILLS", "12"))
SEED = int(os.environ.get("PHANTOM_TEST_SEED", "5"))


async def test_rows_and_objects_are_equal_again_after_any_crash(
    tmp_path: Path, s3_server: Ceph, store: S3BlobStore, settings: dict[str, str]
) -> None:
    def blow() -> None:
        s3_server.kill_gateway()
        s3_server.start_gateway()

    light = {**settings, "PHANTOM_TEST_EAR": "light"}
    yard = Yard.of(tmp_path / "data", store, light, blow)
    (tmp_path / "data").mkdir()

    came = await ordeal(yard, SEED, KILLS)

    assert came.faults == []
    assert came.history.total("ok") > KILLS
