"""What is slow about chats: files are kept byte by byte, and then they are there."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from datetime import datetime

import attrs

from phantom_core.blobs import BlobLinks, BlobScanner, BlobStore
from phantom_core.blobs.scanning import scan_blob
from phantom_core.chat.chat_file import (
    CONTENT_TYPE,
    SNIFFED_BYTES,
    ChatFile,
    ChatFileId,
    ReceivedFile,
    check_beginning,
    file_key,
)
from phantom_core.chat.room import ChatRoomId
from phantom_core.chat.use_cases.files import AbandonFile, BeginFile, FinishFile
from phantom_core.kernel import SYSTEM, Actor, ByteCount, Doer, PhantomError
from phantom_core.uploads import UploadLimits

__all__ = ["FileEdge", "IncomingFile", "add_file", "file_url"]


@attrs.frozen(kw_only=True)
class FileEdge:
    """Everything that taking files in takes.

    Attributes:
        phantom: does the commands.
        store: where they are kept.
        largest: the most bytes that one may have.
        scanner: looks for malware in what comes; nobody does, if absent.
        limits: how much anybody may keep.
    """

    phantom: Doer
    store: BlobStore
    largest: ByteCount
    scanner: BlobScanner | None = None
    limits: UploadLimits = attrs.field(factory=UploadLimits)


@attrs.frozen(kw_only=True)
class IncomingFile:
    """A file on its way in.

    Attributes:
        name: as the sender calls it.
        chunks: its bytes. May raise.
        key: the sender's name for this upload, if it may come twice.
    """

    chat_room_id: ChatRoomId
    name: str
    chunks: AsyncIterable[bytes]
    key: str | None = None


async def add_file(edge: FileEdge, incoming: IncomingFile, *, actor: Actor) -> ChatFile:
    """Take a file in; all of it, or nothing of it. It is in no message yet.

    The same again, under the same key, answers what was answered first.

    Raises: NotFound; Forbidden: Banned, Muted, ChatClosed; FileRefused, by its first bytes;
    BlobTooLarge; Condemned, by the scanner; StorageQuotaExceeded; KeyReused; NotAuthenticated;
    Unavailable; and what `chunks` raises.
    """
    begin = BeginFile(chat_room_id=incoming.chat_room_id)
    file_id = (await edge.phantom.do(begin, actor=actor)).value
    try:
        stored = await edge.store.put(file_key(file_id), _looked_at(incoming), limit=edge.largest)
        await scan_blob(edge.scanner, edge.store, file_key(file_id))
        finish = FinishFile(
            file_id=file_id,
            received=ReceivedFile(
                chat_room_id=incoming.chat_room_id,
                name=incoming.name,
                size_bytes=stored.size,
                sha256=stored.sha256,
            ),
            key=incoming.key,
            limits=edge.limits,
        )
        return (await edge.phantom.do(finish, actor=actor)).value
    except BaseException:
        await _abandon(edge, file_id)
        raise


async def file_url(links: BlobLinks, file: ChatFile, *, reader: Actor, expires_at: datetime) -> str:
    """Make a URL under which a file is saved by its name.

    It is made for its reader: who serves it asks `FetchFile` whether they may still load it.

    Raises: SigningUnconfigured.
    """
    return await links.url(
        file.blob,
        expires_at=expires_at,
        content_type=CONTENT_TYPE,
        file_name=file.name,
        inline=False,
        reader=reader.user_id,
    )


async def _looked_at(incoming: IncomingFile) -> AsyncIterator[bytes]:
    """The bytes, the first of which have been looked at. Raises: FileRefused."""
    head, chunks = b"", aiter(incoming.chunks)
    async for chunk in chunks:
        head += chunk
        if len(head) >= SNIFFED_BYTES:
            break
    check_beginning(head)
    yield head
    async for chunk in chunks:
        yield chunk


async def _abandon(edge: FileEdge, file_id: ChatFileId) -> None:
    """Clear up at once, even while being cancelled; where that fails, a sweep does it later."""
    with suppress(PhantomError):
        clearing = edge.phantom.do(AbandonFile(file_id=file_id), actor=SYSTEM)
        await asyncio.shield(asyncio.ensure_future(clearing))
