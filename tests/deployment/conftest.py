"""The object store that an installation keeps its files in."""

from itertools import count
from typing import Final

import pytest

from phantom_adapters.blobs.s3 import S3Connection
from tests.s3.ceph import Ceph
from tests.s3.conftest import first_connection, s3_server

__all__ = ["first_connection", "s3_server", "store_settings"]

_NUMBERS: Final = count(1)


@pytest.fixture
def store_settings(s3_server: Ceph, first_connection: S3Connection) -> dict[str, str]:
    """What tells programs to keep files in a part of the bucket that is empty."""
    bucket = first_connection.bucket
    assert bucket.access_key is not None
    assert bucket.secret_key is not None
    return {
        "PHANTOM_BLOB_URL": f"s3://{bucket.name}/installation/{next(_NUMBERS)}",
        "PHANTOM_S3_ENDPOINT": s3_server.url,
        "PHANTOM_S3_ACCESS_KEY": bucket.access_key,
        "PHANTOM_S3_SECRET_KEY": bucket.secret_key,
    }
