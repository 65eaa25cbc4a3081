"""What is known of a blob is told in one way."""

from datetime import UTC, datetime

import pytest

from phantom_core.blobs import BlobInfo, BlobStat, blob_key
from phantom_core.kernel.quantities import ByteCount

MOMENT = datetime(2026, 1, 31, tzinfo=UTC)


def info(sha256: str = "0f" * 32, etag: str = '"tag"') -> BlobInfo:
    return BlobInfo(
        key=blob_key("a"), size=ByteCount(1), modified_at=MOMENT, etag=etag, sha256=sha256
    )


def test_what_was_put_is_told_later_without_its_hash() -> None:
    assert info().stat == BlobStat(
        key=blob_key("a"), size=ByteCount(1), modified_at=MOMENT, etag='"tag"'
    )


@pytest.mark.parametrize("etag", ["", "tag", '""', 'W/"tag"', '"a"b"', '"a b"', '"a"\n'])
def test_an_entity_tag_is_strong_and_stands_in_quotes(etag: str) -> None:
    with pytest.raises(ValueError, match="entity tag"):
        info(etag=etag)


@pytest.mark.parametrize("sha256", ["", "0f", "0F" * 32, "0f" * 32 + "\n", "zz" * 32])
def test_a_hash_has_64_lower_case_digits(sha256: str) -> None:
    with pytest.raises(ValueError, match="64"):
        info(sha256)
