"""Where files are kept is what the settings say, and what they mix up is refused by name."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from phantom_adapters.blobs import DirectoryBlobStore, DirectoryMultipartUploads
from phantom_adapters.blobs.s3 import S3BlobLinks, S3BlobStore, S3MultipartUploads
from phantom_app.blob_places import BlobPlace, blob_place, signed_links
from phantom_app.settings import BadSetting, read_settings
from phantom_core.blobs import KeyRing, SigningKey, blob_key

BUCKET = {
    "PHANTOM_BLOB_URL": "s3://bucket/files",
    "PHANTOM_S3_ENDPOINT": "http://127.0.0.1:1",
    "PHANTOM_S3_ACCESS_KEY": "key",
    "PHANTOM_S3_SECRET_KEY": "a-secret-for-tests",
}
RING = KeyRing((SigningKey(kid="k", secret=b"s" * 32),))


Place = Callable[..., BlobPlace]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """Chooses by the environment; what was opened is closed in the end."""
    async with AsyncExitStack() as stack:

        def choose(**environment: str) -> BlobPlace:
            return blob_place(read_settings(environment, data_dir=str(tmp_path)), RING, stack)

        yield choose


async def url(links: object) -> str:
    assert isinstance(links, S3BlobLinks)
    end = datetime.now(UTC) + timedelta(minutes=5)
    told = await links.url(blob_key("a/b"), expires_at=end, content_type="audio/flac")
    return told.partition("?")[0]


async def test_files_are_in_the_data_folder_if_nothing_is_said(
    place: Place, tmp_path: Path
) -> None:
    found = place()

    assert isinstance(found.store, DirectoryBlobStore)
    assert found.links is None
    assert isinstance(found.intake, DirectoryMultipartUploads)
    assert (tmp_path / "blobs").is_dir()


async def test_files_may_be_in_a_bucket(place: Place) -> None:
    found = place(**BUCKET)

    assert isinstance(found.store, S3BlobStore)
    assert isinstance(found.multipart, S3MultipartUploads)
    assert found.intake is None
    assert await url(found.links) == "http://127.0.0.1:1/bucket/files/a/b"


async def test_a_bucket_may_have_another_address_for_clients(place: Place) -> None:
    found = place(**BUCKET, PHANTOM_S3_PUBLIC_URL="https://files.example")

    assert await url(found.links) == "https://files.example/bucket/files/a/b"


async def test_a_cdn_stands_before_a_bucket(place: Place) -> None:
    found = place(**BUCKET, PHANTOM_CDN_URL="https://cdn.example/x")

    assert await url(found.links) == "https://cdn.example/x/bucket/files/a/b"


async def test_a_cdn_stands_before_what_the_application_serves() -> None:
    settings = read_settings(
        {"PHANTOM_CDN_URL": "https://cdn.example", "PHANTOM_PUBLIC_URL": "https://a.example"}
    )
    told = await signed_links(settings, RING).url(
        blob_key("a"), expires_at=datetime.now(UTC), content_type="audio/flac"
    )

    assert told.startswith("https://cdn.example/blobs/a?")


async def test_a_bucket_that_cannot_be_reached_hinders_no_start(place: Place) -> None:
    await place(**BUCKET).check()


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"PHANTOM_S3_REGION": "eu"}, "PHANTOM_S3_REGION"),
        ({"PHANTOM_S3_SECRET_KEY": "secret"}, "PHANTOM_S3_SECRET_KEY"),
        ({**BUCKET, "PHANTOM_S3_SECRET_KEY": ""}, "PHANTOM_S3_ACCESS_KEY"),
        ({**BUCKET, "PHANTOM_URL_TTL": "604801"}, "PHANTOM_URL_TTL"),
    ],
)
async def test_what_does_not_go_together_is_refused_by_name(
    place: Place, environment: dict[str, str], named: str
) -> None:
    with pytest.raises(BadSetting, match=named):
        place(**environment)


def test_the_secret_key_is_never_shown() -> None:
    assert "a-secret" not in repr(read_settings(BUCKET))
