"""The object store that an installation keeps its files in."""

from itertools import count
from typing import Final

import attrs
import pytest

from phantom_adapters.blobs.s3 import S3Connection
from tests.s3.reaching import settings_for

_NUMBERS: Final = count(1)


@pytest.fixture
def store_settings(first_connection: S3Connection) -> dict[str, str]:
    """What tells programs to keep files in a part of the bucket that is empty."""
    prefix = f"installation/{next(_NUMBERS)}"
    return settings_for(attrs.evolve(first_connection.bucket, prefix=prefix))
