"""Taking tracks in and letting them be heard: what is slow, or lives outside the domain."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

import attrs

from phantom_core.blobs import BlobLinks, BlobScanner, BlobStore, PartTag
from phantom_core.blobs.scanning import scan_blob
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    ByteCount,
    Doer,
    NotFound,
    PhantomError,
)
from phantom_core.media.sets.music_set import SetId, TrackId
from phantom_core.media.sets.reader_ports import TrackReader
from phantom_core.media.sets.track import TrackFacts
from phantom_core.media.sets.tracklist import PlacedTrack
from phantom_core.media.sets.upload import PURPOSE, ReceivedTrack, TrackDetails, TrackTerms
from phantom_core.media.sets.use_cases import (
    BeginTrack,
    FailTrack,
    FinishTrack,
    GetTrack,
    OpenTrack,
)
from phantom_core.uploads import DropUpload, TypeMismatch, Upload, UploadId
from phantom_core.uploads.flows import Arrived, UploadEdge, arrived

__all__ = ["IncomingTrack", "SetsEdge", "TrackLink", "complete_track", "link_track", "take_track"]

# What stands before a stroke in the name of a file is taken for a folder, and left out.
_NO_FOLDERS: Final = str.maketrans("/\\", "__")


@attrs.frozen(kw_only=True)
class SetsEdge:
    """Everything that taking tracks in takes.

    Attributes:
        phantom: does the commands.
        store: where the bytes are kept.
        uploads: takes files in by plan.
        reader: says what a file is.
        largest: the most bytes that may stream through the application.
        scanner: looks for malware in what comes in, if one does.
    """

    phantom: Doer
    store: BlobStore
    uploads: UploadEdge
    reader: TrackReader
    largest: ByteCount
    scanner: BlobScanner | None = None


@attrs.frozen(kw_only=True)
class IncomingTrack:
    """A track on its way in.

    Attributes:
        file_name: as the sender calls it.
        chunks: its bytes.
        details: what is said of it; asked for once the bytes have ended. May raise.
        key: the sender's name for this upload, if it may come twice.
        size: how many bytes are announced; 0 if nobody knows.
    """

    set_id: SetId
    file_name: str
    chunks: AsyncIterable[bytes]
    details: Callable[[], TrackDetails] = TrackDetails
    key: str | None = None
    size: ByteCount = ByteCount(0)


@attrs.frozen(kw_only=True)
class TrackLink:
    """A URL under which a track can be heard, until it expires."""

    url: str
    content_type: str
    expires_at: datetime


async def take_track(edge: SetsEdge, incoming: IncomingTrack, *, actor: Actor) -> PlacedTrack:
    """Take a track in through the application, as the last of its set; all of it, or nothing.

    The same again, under the same key, answers what the first one answered.

    Raises:
        UnsupportedMedia, TooLarge: by what the bytes are; Condemned, by the scanner.
        BlobTooLarge: there are more of them than `edge.largest`.
        TooManyTracks; TooManyUploads, PendingQuotaExceeded.
        KeyReused: under the key came something else.
        NotFound: there is no such set, or it went meanwhile.
        Invalid, Unavailable; and what `chunks` or `details` raise.
    """
    chunks = aiter(incoming.chunks)
    head = await _head(edge.reader, chunks)
    begin = BeginTrack(
        set_id=incoming.set_id,
        file_name=incoming.file_name,
        kind=edge.reader.sniffed(head),
        size=incoming.size,
        limits=edge.uploads.limits,
    )
    begun = (await edge.phantom.do(begin, actor=actor)).value
    try:
        whole = attrs.evolve(incoming, chunks=_joined(head, chunks))
        finish = await _stored(edge, begun, whole)
        return (await edge.phantom.do(finish, actor=actor)).value
    except BaseException:
        await _drop(edge, begun)
        raise


async def complete_track(
    edge: SetsEdge,
    track_id: TrackId,
    parts: Sequence[PartTag],
    *,
    sha256: str | None = None,
    actor: Actor,
) -> PlacedTrack:
    """Make a track ready whose parts have all come.

    It may be repeated, after a break or because nobody heard the answer: a track that is ready is
    answered. What is refused fails the track, and the reason is told with it.

    Raises:
        NotFound: there is no such track, or another admin's upload.
        PartsMismatch: these are not its parts; it stays open.
        SizeMismatch, DigestMismatch, TypeMismatch, UnsupportedMedia, TooLarge, Condemned: it is
            not what was promised, or nothing that may be kept; nothing is.
        Invalid, Unavailable.
    """
    try:
        return await _completed(edge, track_id, parts, sha256, actor)
    except NotFound:
        there = await edge.phantom.ask(GetTrack(track_id=track_id), actor=actor)
        if there.track.is_ready:
            return there
        raise
    except PhantomError as error:
        # An upload that is still open fails nothing.
        with suppress(PhantomError):
            told = FailTrack(track_id=track_id, reason=error.detail)
            await edge.phantom.do(told, actor=SYSTEM)
        raise


async def link_track(
    phantom: Doer,
    links: BlobLinks,
    track_id: TrackId,
    *,
    actor: Actor,
    expires_at: datetime,
    save: bool = False,
) -> TrackLink:
    """Make a URL of a track, to play it in place, or to `save` it under its artist and title.

    It is made for the actor: who serves it asks `HearTrack` whether they may still hear it.

    Raises: NotFound; TrackNotReady; SigningUnconfigured.
    """
    track = await phantom.ask(OpenTrack(track_id=track_id), actor=actor)
    name = f"{track.artist} - {track.title}" if track.artist else track.title
    sound = track.sound
    url = await links.url(
        sound,
        expires_at=expires_at,
        content_type=track.content_type,
        file_name=f"{name.translate(_NO_FOLDERS)}.{sound.rpartition('.')[2]}",
        inline=not save,
        reader=actor.user_id,
    )
    return TrackLink(url=url, content_type=track.content_type, expires_at=expires_at)


async def _completed(
    edge: SetsEdge,
    track_id: TrackId,
    parts: Sequence[PartTag],
    sha256: str | None,
    actor: Actor,
) -> PlacedTrack:
    upload_id = UploadId(track_id)
    async with arrived(edge.uploads, upload_id, parts, sha256, purpose=PURPOSE, actor=actor) as (
        upload,
        came,
    ):
        finish = await _looked_at(edge, upload, came)
        return (await edge.phantom.do(finish, actor=actor)).value


async def _looked_at(edge: SetsEdge, upload: Upload, came: Arrived) -> FinishTrack:
    """Look at bytes that have come in parts."""
    await scan_blob(edge.scanner, edge.store, upload.blob)
    facts = await edge.reader.read(came.path)
    _expect_type(upload, facts)
    terms = TrackTerms.read(upload.terms)
    received = ReceivedTrack(
        set_id=terms.set_id,
        file_name=upload.file_name,
        sha256=came.sha256,
        details=terms.details,
    )
    return FinishTrack(upload_id=upload.id, size_bytes=came.size, facts=facts, received=received)


async def _stored(edge: SetsEdge, begun: Upload, incoming: IncomingTrack) -> FinishTrack:
    """Keep the bytes and look at them."""
    blob = await edge.store.put(begun.blob, incoming.chunks, limit=edge.largest)
    await scan_blob(edge.scanner, edge.store, begun.blob)
    async with edge.store.local(begun.blob) as path:
        facts = await edge.reader.read(path)
    _expect_type(begun, facts)
    received = ReceivedTrack(
        set_id=incoming.set_id,
        file_name=incoming.file_name,
        sha256=blob.sha256,
        details=incoming.details(),
    )
    return FinishTrack(
        upload_id=begun.id, size_bytes=blob.size, facts=facts, received=received, key=incoming.key
    )


def _expect_type(upload: Upload, facts: TrackFacts) -> None:
    """The blob's name was chosen by what was promised, or by the first bytes; here are all."""
    promised, came = upload.content_type, facts.format.content_type
    if came != promised:
        raise TypeMismatch(promised=promised, came=came)


async def _drop(edge: SetsEdge, begun: Upload) -> None:
    """Clear up at once, even while being cancelled; where that fails, a sweep does it later."""
    with suppress(PhantomError):
        clearing = edge.phantom.do(DropUpload(upload=begun), actor=SYSTEM)
        await asyncio.shield(asyncio.ensure_future(clearing))


async def _head(reader: TrackReader, chunks: AsyncIterator[bytes]) -> bytes:
    """The beginning: enough of it to tell what it is."""
    head = bytearray()
    async for chunk in chunks:
        head += chunk
        if not reader.wants_more(bytes(head)):
            break
    return bytes(head)


async def _joined(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if head:
        yield head
    async for chunk in rest:
        yield chunk
