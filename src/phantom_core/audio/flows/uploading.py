"""Taking a recording in, byte by byte."""

import asyncio
import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.media_type import SNIFF_BYTES, AudioFormat, NotAudio, refusal, sniff
from phantom_core.audio.mpeg_frames import ID3_HEADER, id3_length
from phantom_core.audio.upload import UPLOAD_LIFE, ReceivedUpload, UploadDetails
from phantom_core.audio.use_cases.upload_keys import RecallUpload
from phantom_core.audio.use_cases.uploads import (
    AbandonUpload,
    BeginUpload,
    FinishUpload,
    ProlongUpload,
)
from phantom_core.blobs import BlobTooLarge
from phantom_core.blobs.ledger import BlobNotExpected
from phantom_core.blobs.scanning import scan_blob
from phantom_core.kernel import SYSTEM, Actor, ByteCount, NotFound, PhantomError, Unavailable
from phantom_core.uploads import Upload

__all__ = ["IncomingAudio", "upload"]

_PULSE: Final = UPLOAD_LIFE.total_seconds() / 3
_LONGEST_TAG: Final = 16 * 1024 * 1024


@attrs.frozen(kw_only=True)
class IncomingAudio:
    """A recording on its way in.

    Attributes:
        file_name: as the sender calls it.
        chunks: its bytes.
        details: what is said of it; asked for once the bytes have ended. May raise.
        key: the sender's name for this upload, if it may come twice.
        size: how many bytes are announced; 0 if nobody knows.
    """

    file_name: str
    chunks: AsyncIterable[bytes]
    details: Callable[[], UploadDetails] = UploadDetails
    key: str | None = None
    size: ByteCount = ByteCount(0)


async def upload(edge: AudioEdge, incoming: IncomingAudio, *, actor: Actor) -> AudioFile:
    """Take a recording in; all of it, or nothing of it.

    The same upload again, under the same key, answers what the first one answered.

    Raises:
        NotAudio, NotDecodable, TooMuchAudio: by what the bytes are.
        BlobTooLarge: there are more of them than `edge.largest`.
        Condemned: the scanner found malware in them.
        TooManyUploads, PendingQuotaExceeded, StorageQuotaExceeded: one has no room for them.
        UploadRunning: the first upload under this key still runs.
        KeyReused: it was another file, or something else.
        Invalid, NotAuthenticated, Unavailable; NotFound, if it was given up meanwhile; and what
        `chunks` or `details` raise.
    """
    chunks = aiter(incoming.chunks)
    head = await _head(chunks)
    kind = sniff(head)
    if kind is None:
        raise refusal(head)
    begin = BeginUpload(
        file_name=incoming.file_name,
        format=kind,
        key=incoming.key,
        size=incoming.size,
        limits=edge.uploads.limits,
    )
    begun = (await edge.phantom.do(begin, actor=actor)).value
    whole = attrs.evolve(incoming, chunks=_joined(head, chunks))
    if begun is None:
        return await _same_again(edge, kind, whole, actor)
    return await _receive(edge, begun, whole, actor)


async def _receive(
    edge: AudioEdge, begun: Upload, incoming: IncomingAudio, actor: Actor
) -> AudioFile:
    try:
        async with _kept_alive(edge, begun):
            finish = await _stored(edge, begun, incoming)
            return (await edge.phantom.do(finish, actor=actor)).value
    except BaseException:
        await _abandon(edge, begun)
        raise


async def _stored(edge: AudioEdge, begun: Upload, incoming: IncomingAudio) -> FinishUpload:
    """Keep the bytes and look at them."""
    blob = await edge.store.put(begun.blob, incoming.chunks, limit=edge.largest)
    await scan_blob(edge.scanner, edge.store, begun.blob)
    async with edge.store.local(begun.blob) as path:
        probed = await edge.probe.probe(path)
    _expect_format(probed.format, AudioFormat.promised(begun.content_type))
    return FinishUpload(
        upload_id=begun.id,
        size_bytes=blob.size,
        sha256=blob.sha256,
        probed=probed,
        details=incoming.details(),
        limits=edge.uploads.limits,
    )


def _expect_format(found: AudioFormat, sniffed: AudioFormat) -> None:
    """The blob's name was chosen by its first bytes; the probe has seen them all."""
    if found is not sniffed:
        raise NotAudio


async def _same_again(
    edge: AudioEdge, kind: AudioFormat, incoming: IncomingAudio, actor: Actor
) -> AudioFile:
    """Compare with what came before, and answer as then."""
    digest, size = hashlib.sha256(), 0
    async for chunk in incoming.chunks:
        size += len(chunk)
        if size > edge.largest:
            raise BlobTooLarge(edge.largest)
        digest.update(chunk)
    received = ReceivedUpload(
        file_name=incoming.file_name,
        format=kind,
        sha256=digest.hexdigest(),
        details=incoming.details(),
    )
    recall = RecallUpload(key=incoming.key or "", received=received)
    return await edge.phantom.ask(recall, actor=actor)


@asynccontextmanager
async def _kept_alive(edge: AudioEdge, begun: Upload) -> AsyncIterator[None]:
    """Say every now and then that the upload still runs."""
    pulse = asyncio.create_task(_pulse(edge, begun))
    try:
        yield
    finally:
        pulse.cancel()


async def _pulse(edge: AudioEdge, begun: Upload) -> None:
    """Beat until cancelled, or until there is no upload any more; its last step finds that out.

    A beat that does not come through is made up for by the next.
    """
    with suppress(NotFound, BlobNotExpected):
        while True:
            await asyncio.sleep(_PULSE)
            with suppress(Unavailable):
                await edge.phantom.do(ProlongUpload(upload_id=begun.id), actor=SYSTEM)


async def _abandon(edge: AudioEdge, begun: Upload) -> None:
    """Clear up at once, even while being cancelled; where that fails, a sweep does it later."""
    with suppress(PhantomError):
        clearing = edge.phantom.do(AbandonUpload(upload=begun), actor=SYSTEM)
        await asyncio.shield(asyncio.ensure_future(clearing))


async def _head(chunks: AsyncIterator[bytes]) -> bytes:
    """The beginning: enough of it, past a tag in front that may hold pictures, to tell it by."""
    head = bytearray()
    async for chunk in chunks:
        head += chunk
        tag = id3_length(bytes(head[:ID3_HEADER]))
        if len(head) >= min(tag, _LONGEST_TAG) + SNIFF_BYTES:
            break
    return bytes(head)


async def _joined(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if head:
        yield head
    async for chunk in rest:
        yield chunk
