"""Where files are kept, as the settings have it: in a folder of this machine, or in a bucket."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import attrs

from phantom_adapters.blobs import (
    DirectoryBlobStore,
    DirectoryMultipartUploads,
    SignedBlobLinks,
    SignedPartUrls,
)
from phantom_adapters.blobs.s3 import (
    S3BlobLinks,
    S3BlobStore,
    S3Bucket,
    S3Connection,
    S3Misconfigured,
    S3MultipartUploads,
)
from phantom_adapters.web.circuit import Circuit
from phantom_app.data_folder import data_folder
from phantom_app.settings import BadSetting, Settings
from phantom_core.blobs import BlobLinks, BlobStore, KeyRing, MultipartUploads, PartIntake
from phantom_core.kernel import Unavailable

__all__ = ["BlobPlace", "blob_place", "signed_links"]

_BUCKET: Final = "s3"
_LONGEST_URL_LIFE: Final = timedelta(days=7)
_LOG: Final = logging.getLogger("phantom")


async def _as_it_is() -> None:
    """Nothing need be asked of a folder: it was made."""


@attrs.frozen(kw_only=True)
class BlobPlace:
    """The place that the settings name.

    Attributes:
        store: keeps the files.
        multipart: takes large files in parts.
        intake: takes those parts by the application's own URLs; `None` where the place has its own.
        links: makes URLs of the place itself; `None` where the application serves them.
        check: asks whether the place is there and open to us. Raises: BadSetting.
        circuit: leaves a bucket alone that fails again and again.
    """

    store: BlobStore
    multipart: MultipartUploads
    intake: PartIntake | None = None
    links: BlobLinks | None = None
    check: Callable[[], Awaitable[None]] = _as_it_is
    circuit: Circuit | None = None


def blob_place(settings: Settings, ring: KeyRing, stack: AsyncExitStack) -> BlobPlace:
    """Choose it; what must be closed is left to `stack`.

    Args:
        settings: what operators chose.
        ring: signs the application's own URLs, where they are needed.
        stack: closes.

    Raises: BadSetting.
    """
    given = settings.blob_url
    if given is not None and urlsplit(given).scheme == _BUCKET:
        return _bucket_place(settings, stack)
    _refuse_others(settings)
    folder = _folder(settings)
    urls = SignedPartUrls(f"{settings.public_url or ''}/blobs", ring)
    multipart = DirectoryMultipartUploads(folder, urls)
    return BlobPlace(store=DirectoryBlobStore(folder), multipart=multipart, intake=multipart)


def signed_links(settings: Settings, ring: KeyRing) -> BlobLinks:
    """URLs that the application signs, and serves itself or through a CDN."""
    base = settings.cdn_url or settings.public_url or ""
    return SignedBlobLinks(f"{base}/blobs", ring)


def _folder(settings: Settings) -> Path:
    if settings.blob_url is None:
        return settings.data_dir / "blobs"
    parts = urlsplit(settings.blob_url)
    return Path(unquote(parts.path) if parts.scheme else settings.blob_url).expanduser()


def _bucket_place(settings: Settings, stack: AsyncExitStack) -> BlobPlace:
    if settings.url_ttl > _LONGEST_URL_LIFE:
        raise BadSetting("PHANTOM_URL_TTL", "URLs of a bucket live for 604800 seconds at most")
    connection = S3Connection(_bucket(settings))
    stack.push_async_callback(connection.close)
    return BlobPlace(
        store=S3BlobStore(connection, scratch=data_folder(settings) / "lent"),
        multipart=S3MultipartUploads(connection),
        links=S3BlobLinks(connection, cdn_url=settings.cdn_url),
        check=lambda: _checked(connection),
        circuit=connection.circuit,
    )


def _bucket(settings: Settings) -> S3Bucket:
    if (settings.s3_access_key is None) is not (settings.s3_secret_key is None):
        raise BadSetting("PHANTOM_S3_ACCESS_KEY", "and PHANTOM_S3_SECRET_KEY go together")
    parts = urlsplit(settings.blob_url or "")
    automatic = "when_supported" if settings.s3_endpoint is None else "when_required"
    given = settings.s3_checksums
    return S3Bucket(
        name=parts.netloc,
        prefix=parts.path,
        endpoint=settings.s3_endpoint,
        public_endpoint=settings.s3_public_url,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        checksums=automatic if given == "auto" else given,
    )


async def _checked(connection: S3Connection) -> None:
    try:
        await connection.check()
    except S3Misconfigured as error:
        raise BadSetting("PHANTOM_BLOB_URL", str(error)) from error
    except ModuleNotFoundError as error:
        problem = "a bucket takes the extra: pip install 'phantom[s3]'"
        raise BadSetting("PHANTOM_BLOB_URL", problem) from error
    except Unavailable as error:
        # Most of what we do needs no files; whether they can be reached is told by /health/ready.
        _LOG.warning("The bucket %s: %s", connection.bucket.name, error.detail)


def _refuse_others(settings: Settings) -> None:
    """Refuse what is said of a bucket where there is none: it is a mistake."""
    for name in ("endpoint", "region", "access_key", "secret_key", "public_url"):
        if getattr(settings, f"s3_{name}") is not None:
            problem = "is for files in a bucket: PHANTOM_BLOB_URL=s3://BUCKET"
            raise BadSetting(f"PHANTOM_S3_{name.upper()}", problem)
