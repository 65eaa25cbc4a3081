"""Taking large files in by plan: parts that go straight to the store, resumed after any break.

How a context takes files in this way:

1. A command of its own, done by the person who uploads, makes an `Upload` with a blob key of the
   context's and a `part_size`, hands it to `begin_upload`, and answers it. What the context must
   know again at the end goes into `terms`, as text.
2. `plan(edge, command, actor=...)` does that command, opens the upload at the store, and answers
   where the parts are sent. `resume` answers the same again for what is still missing.
3. `async with arrived(edge, upload_id, parts, sha256, ...) as (upload, came):` makes the blob
   whole, holds it to what was promised, and lends a file to look at. In there the context looks,
   and does a command of its own that calls `end_upload` and stores what has come.

What the context refuses in there as `Invalid`, `UnsupportedMedia` or `TooLarge` gives the upload
up; everything else leaves it open, so that the last step may be tried again.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

import attrs

from phantom_core.blobs import (
    BlobInfo,
    BlobStat,
    BlobStore,
    MultipartId,
    MultipartNotFound,
    MultipartUploads,
    Part,
    PartsMismatch,
    PartTag,
)
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    ByteCount,
    Command,
    Doer,
    Fault,
    Invalid,
    NotFound,
    PhantomError,
    TooLarge,
    UnsupportedMedia,
)
from phantom_core.uploads.errors import DigestMismatch, SizeMismatch
from phantom_core.uploads.quota import UploadLimits
from phantom_core.uploads.upload import Upload, UploadId, UploadPlan
from phantom_core.uploads.use_cases import (
    DropUpload,
    GetUpload,
    OpenUpload,
    ResumeUpload,
)
from phantom_core.uploads.use_cases.taking import AbortMultipart

__all__ = [
    "Arrived",
    "UploadEdge",
    "abort_multipart",
    "arrived",
    "plan",
    "resume",
]

_REFUSALS = (Invalid, UnsupportedMedia, TooLarge, SizeMismatch, DigestMismatch)


@attrs.frozen(kw_only=True)
class UploadEdge:
    """Everything that uploads in parts take.

    Attributes:
        phantom: does the commands.
        store: where blobs are kept.
        multipart: where they come in parts.
        limits: how much anybody may take.
    """

    phantom: Doer
    store: BlobStore
    multipart: MultipartUploads
    limits: UploadLimits = attrs.field(factory=UploadLimits)


@attrs.frozen(kw_only=True)
class Arrived:
    """A file that has come whole, as it was promised.

    Attributes:
        path: a file with its bytes, only to be read.
        sha256: of its bytes, 64 hexadecimal digits.
    """

    path: Path
    size: ByteCount
    sha256: str


async def plan(
    edge: UploadEdge,
    begin: Command[Upload],
    *,
    actor: Actor,
    now: datetime,
    idempotency_key: str | None = None,
) -> UploadPlan:
    """Begin an upload, and tell where its parts are sent.

    Raises: what `begin` raises; NotFound, if it is over that was begun under the key; Unavailable,
    SigningUnconfigured.
    """
    begun = await edge.phantom.do(begin, actor=actor, idempotency_key=idempotency_key)
    return await resume(edge, begun.value.id, actor=actor, now=now)


async def resume(
    edge: UploadEdge, upload_id: UploadId, *, actor: Actor, now: datetime
) -> UploadPlan:
    """Tell where the parts are sent that are still missing, and keep the upload open.

    Raises: NotFound, Unavailable, SigningUnconfigured.
    """
    command = ResumeUpload(upload_id=upload_id, limits=edge.limits)
    upload = (await edge.phantom.do(command, actor=actor)).value
    if not upload.parts:
        raise NotFound("upload", upload_id)
    upload, received = await _opened(edge, upload, actor)
    come = {part.number for part in received}
    missing = [part for part in upload.parts if part.number not in come]
    expires_at = min(now + edge.limits.url_life, upload.expires_at)
    requests = await edge.multipart.part_urls(
        upload.blob, _name(upload), missing, expires_at=expires_at
    )
    return UploadPlan(upload=upload, parts=requests, received=received, expires_at=expires_at)


async def _opened(edge: UploadEdge, upload: Upload, actor: Actor) -> tuple[Upload, Sequence[Part]]:
    """Open an upload at the store, if it is not; answer it, and what has come."""
    if upload.multipart is None:
        name = await edge.multipart.open(upload.blob, content_type=upload.content_type)
        command = OpenUpload(upload_id=upload.id, multipart=name)
        try:
            upload = (await edge.phantom.do(command, actor=actor)).value
        finally:
            # Somebody else may have opened it at the same time, or cancelled it.
            if upload.multipart != name:
                await edge.multipart.abort(upload.blob, name)
    return upload, await _received(edge, upload)


async def _received(edge: UploadEdge, upload: Upload) -> Sequence[Part]:
    """What has come; everything, where a completion was broken off behind its last step."""
    name = _name(upload)
    try:
        return [part async for part in edge.multipart.parts(upload.blob, name)]
    except MultipartNotFound:
        await edge.store.stat(upload.blob)
        return [Part(number=part.number, size=part.size, etag='""') for part in upload.parts]


def _name(upload: Upload) -> MultipartId:
    return MultipartId(upload.multipart or "")


@asynccontextmanager
async def arrived(
    edge: UploadEdge,
    upload_id: UploadId,
    parts: Sequence[PartTag],
    sha256: str | None,
    *,
    purpose: str,
    actor: Actor,
) -> AsyncIterator[tuple[Upload, Arrived]]:
    """Make an upload's blob whole, hold it to what was promised, and lend it.

    It may be repeated after any break. What is refused gives the upload up.

    Raises: NotFound; PartsMismatch, and the upload stays open; Invalid, for another SHA-256 than
        was promised; SizeMismatch, DigestMismatch; Unavailable; what its body raises.
    """
    upload = await edge.phantom.ask(GetUpload(upload_id=upload_id), actor=actor)
    if upload.purpose != purpose:
        raise NotFound("upload", upload_id)
    parts = _all_parts(upload, parts)
    wanted = _wanted(upload, sha256)
    resumed = ResumeUpload(upload_id=upload_id, limits=edge.limits)
    upload = (await edge.phantom.do(resumed, actor=actor)).value
    try:
        stat = await edge.multipart.complete(upload.blob, _name(upload), parts)
        if stat.size != upload.size:
            raise SizeMismatch(promised=upload.size, came=stat.size)
        async with edge.store.local(upload.blob) as path:
            found = await _digest(stat, path)
            if wanted not in {None, found}:
                raise DigestMismatch(promised=wanted or "", came=found)
            yield upload, Arrived(path=path, size=stat.size, sha256=found)
    except _REFUSALS:
        with suppress(PhantomError):
            await edge.phantom.do(DropUpload(upload=upload), actor=SYSTEM)
        raise


def _all_parts(upload: Upload, named: Sequence[PartTag]) -> Sequence[PartTag]:
    """The parts by their numbers: they may be named in the order in which they came."""
    expected = len(upload.parts)
    if not expected or upload.multipart is None:
        raise NotFound("upload", upload.id)
    parts = sorted(named, key=lambda part: part.number)
    if [part.number for part in parts] != [*range(1, expected + 1)]:
        raise PartsMismatch(f"All parts are to be named once, from 1 to {expected}.")
    return parts


def _wanted(upload: Upload, sha256: str | None) -> str | None:
    if sha256 is not None and upload.sha256 not in {None, sha256}:
        raise Invalid(Fault("sha256", "must be the one that was promised when the upload began"))
    return upload.sha256 or sha256


async def _digest(stat: BlobStat, path: Path) -> str:
    """The SHA-256 of a blob: some stores know it, of others it is read once."""
    return stat.sha256 if isinstance(stat, BlobInfo) else await asyncio.to_thread(_hashed, path)


def _hashed(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def abort_multipart(edge: UploadEdge, task: AbortMultipart) -> None:
    """Have the store forget parts; it may be done again. Raises: Unavailable."""
    await edge.multipart.abort(task.blob, task.multipart)
