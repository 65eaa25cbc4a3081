"""What is known of a blob is told in one way."""

from datetime import UTC, datetime

import pytest

from phantom_core.blobs import BlobInfo, blob_key
from phantom_core.kernel.quantities import ByteCount

MOMENT = datetime(2026, 1, 31, tzinfo=UTC)


def info(sha256: str) -> BlobInfo:
    return BlobInfo(key=blob_key("a"), size=ByteCount(1), modified_at=MOMENT, sha256=sha256)


def test_the_entity_tag_is_strong_and_made_of_the_hash() -> None:
    assert info("0f" * 32).etag == '"' + "0f" * 32 + '"'


@pytest.mark.parametrize("sha256", ["", "0f", "0F" * 32, "0f" * 32 + "\n", "zz" * 32])
def test_a_hash_has_64_lower_case_digits(sha256: str) -> None:
    with pytest.raises(ValueError, match="64"):
        info(sha256)
