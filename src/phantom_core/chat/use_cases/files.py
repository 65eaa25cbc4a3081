"""Files in chats: noted before a byte is kept, there after the last, gone with their message."""

from datetime import datetime
from typing import Final

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.chat.chat_file import (
    UNSENT_LIFE,
    ChatFile,
    ChatFileId,
    ReceivedFile,
    file_key,
    file_of,
)
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoomId
from phantom_core.chat.use_cases._finding import reading, seat_of, writing
from phantom_core.kernel import (
    Access,
    Allowed,
    Answer,
    Command,
    NotAuthenticated,
    NotFound,
    Query,
    UserId,
    fingerprint,
)
from phantom_core.kernel.performing import KEY_LIFE, told_again
from phantom_core.uploads import BLOB_GRACE, UploadLimits, charge, refund

__all__ = [
    "AbandonFile",
    "BeginFile",
    "DeleteFile",
    "DiscardFile",
    "FetchFile",
    "FinishFile",
    "GetFile",
    "discard",
    "forget_unsent",
]

_UNLIMITED: Final = UploadLimits()


@attrs.frozen(kw_only=True)
class BeginFile(Command[ChatFileId]):
    """Note that a file is coming to a chat, before its first byte is kept.

    Raises: NotFound; Forbidden: Banned, Muted, ChatClosed.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId

    def run(self, work: ChatWork) -> ChatFileId:
        """Answer the id that the file will have."""
        writing(work, seat_of(work, self.chat_room_id)).enforce()
        file_id = ChatFileId(work.new_id())
        expect_blobs(work, file_key(file_id), until=work.now + BLOB_GRACE)
        return file_id


@attrs.frozen(kw_only=True)
class FinishFile(Command[ChatFile]):
    """Make a file of what was begun, once its bytes are kept.

    If the same has come under the key before, that is the file, and what was begun goes.

    Attributes:
        file_id: as it was begun.
        key: the sender's name for this upload, if it may come twice.
        limits: how much its sender may keep.

    Raises: StorageQuotaExceeded; BlobNotExpected; NotFound; Forbidden: Banned, Muted, ChatClosed;
    NotAuthenticated; KeyReused; AnswerLost.
    """

    access = Access.PERSON
    file_id: ChatFileId
    received: ReceivedFile
    key: str | None = None
    limits: UploadLimits = _UNLIMITED

    def run(self, work: ChatWork) -> ChatFile:
        """Answer the file."""
        known = self._recalled(work)
        if known is not None:
            doom_blobs(work, file_key(self.file_id))
            return known
        # Whoever erases them waits until the file is theirs, and finds it.
        if work.standings.of(work.actor.person) is None:
            raise NotAuthenticated("This account is not active any more.")
        writing(work, seat_of(work, self.received.chat_room_id)).enforce()
        keep_blobs(work, file_key(self.file_id))
        file = self._file(work)
        charge(work, file.owner_id, file.size_bytes, self.limits)
        work.chat_files.add(file)
        if self.key is not None:
            mark, until = fingerprint(self.received), work.now + KEY_LIFE
            answer = Answer(fingerprint=mark, value=file, expires_at=until)
            work.answers.keep(work.actor.person, self.key, answer)
        return file

    def _recalled(self, work: ChatWork) -> ChatFile | None:
        if self.key is None:
            return None
        mark = fingerprint(self.received)
        known = work.answers.recall(work.actor.person, self.key, mark, ChatFile)
        if known is None or not known.stands(work.now):
            return None
        file: ChatFile = told_again(known, mark)
        return file

    def _file(self, work: ChatWork) -> ChatFile:
        return ChatFile(
            id=self.file_id,
            chat_room_id=self.received.chat_room_id,
            owner_id=work.actor.person,
            name=self.received.name,
            size_bytes=self.received.size_bytes,
            sha256=self.received.sha256,
            blob=file_key(self.file_id),
            created_at=work.now,
            expires_at=work.now + UNSENT_LIFE,
        )


@attrs.frozen(kw_only=True)
class AbandonFile(Command[None]):
    """Give up a file that was begun, unless it is there by now: what came of it goes."""

    access = Access.SYSTEM
    file_id: ChatFileId

    def run(self, work: ChatWork) -> None:
        """Doom its blob."""
        line = work.blob_ledger.find(file_key(self.file_id))
        if line is not None and line.state is not BlobState.KEPT:
            doom_blobs(work, file_key(self.file_id))


@attrs.frozen(kw_only=True)
class GetFile(Query[ChatFile]):
    """Look at a file of one's own, or of a chat that one may read. Raises: NotFound."""

    access = Access.PERSON
    file_id: ChatFileId

    def run(self, work: ChatWork) -> ChatFile:
        """Answer it."""
        return _readable(work, self.file_id, work.actor.person)


@attrs.frozen(kw_only=True)
class FetchFile(Query[ChatFile]):
    """Find the file of a blob whose URL is used, if who it was made for may load it now.

    Raises: NotFound, also for a blob that is no file's, or is no longer.
    """

    access = Access.SYSTEM
    blob: BlobKey
    reader: UserId | None = None

    def run(self, work: ChatWork) -> ChatFile:
        """Answer it."""
        file_id = file_of(self.blob)
        if file_id is None or self.reader is None or work.standings.of(self.reader) is None:
            raise NotFound("blob", self.blob)
        return _readable(work, file_id, self.reader)


@attrs.frozen(kw_only=True)
class DeleteFile(Command[None]):
    """Delete a file of one's own; its messages stay. Raises: NotFound, to all others."""

    access = Access.PERSON
    file_id: ChatFileId

    def run(self, work: ChatWork) -> None:
        """Let it go."""
        file = work.chat_files.find(self.file_id)
        if file is None or file.owner_id != work.actor.person:
            raise NotFound("file", self.file_id)
        discard(work, self.file_id)


@attrs.frozen(kw_only=True)
class DiscardFile(Command[None]):
    """Delete a file because something else demands it; it may be gone already."""

    access = Access.SYSTEM
    file_id: ChatFileId

    def run(self, work: ChatWork) -> None:
        """Let it go, if it is there."""
        discard(work, self.file_id)


def discard(work: ChatWork, file_id: ChatFileId) -> None:
    """Let a file go, if it is there, and its bytes after it."""
    file = work.chat_files.take(file_id)
    if file is not None:
        doom_blobs(work, file.blob)
        refund(work, file.owner_id, file.size_bytes)


def forget_unsent(work: ChatWork, before: datetime, limit: int) -> int:
    """Let up to `limit` files go that expired by a time, and say how many."""
    expired = work.chat_files.expired(before, limit)
    # Accounts are held in one order, whoever sweeps.
    for file in sorted(expired, key=lambda each: (each.owner_id, each.id)):
        discard(work, file.id)
    return len(expired)


def _readable(work: ChatWork, file_id: ChatFileId, reader: UserId) -> ChatFile:
    file = work.chat_files.find(file_id)
    if file is None or not (file.owner_id == reader or _is_shown(work, file, reader)):
        raise NotFound("file", file_id)
    return file


def _is_shown(work: ChatWork, file: ChatFile, reader: UserId) -> bool:
    room = work.chat_rooms.find(file.chat_room_id)
    if room is None or file.owner_id in work.blocks.all_by(reader):
        return False
    member = work.chat_members.find(room.id, reader)
    return isinstance(reading(work, room, member), Allowed)
