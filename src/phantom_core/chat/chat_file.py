"""A file that is sent in a chat: anything that is neither a recording nor an image."""

import re
from datetime import datetime, timedelta
from typing import Final, NewType, Self

import attrs

from phantom_core.blobs import BlobKey, blob_key, safe_file_name
from phantom_core.chat.errors import FileRefused
from phantom_core.chat.room import ChatRoomId
from phantom_core.kernel import ByteCount, Id, UserId

__all__ = [
    "CONTENT_TYPE",
    "SNIFFED_BYTES",
    "UNSENT_LIFE",
    "ChatFile",
    "ChatFileId",
    "ReceivedFile",
    "check_beginning",
    "file_key",
    "file_of",
]

ChatFileId = NewType("ChatFileId", Id)
"""The id of a file in a chat."""

CONTENT_TYPE: Final = "application/octet-stream"
"""What every file is sent out as, to be saved and never shown: its sender says what it is."""

SNIFFED_BYTES: Final = 1024
"""So many bytes of a file are looked at."""

UNSENT_LIFE: Final = timedelta(days=1)
"""So long a file may be sent after it was handed in; then it is let go of."""

_KEY: Final = re.compile(r"files/([0-7][0-9A-HJKMNP-TV-Z]{25})")
_PAGE: Final = re.compile(
    rb"(?is)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<"
    rb"(?:\?php|\?=|(?:.*<)?(?:!doctype\s+html|html|head|body|script|iframe|svg|hta:)\b)"
)
"""Markup, in any encoding without its zeros, that a browser runs; scores in MusicXML are none."""

_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
)


@attrs.frozen(kw_only=True)
class ReceivedFile:
    """What came; what is equal in all of this is the same again.

    Attributes:
        name: as the sender calls it, made safe.
        sha256: of its bytes, 64 hexadecimal digits.
    """

    chat_room_id: ChatRoomId
    name: str = attrs.field(converter=safe_file_name)
    size_bytes: ByteCount
    sha256: str


@attrs.frozen(kw_only=True)
class ChatFile:
    """A file that members of a chat may load.

    Attributes:
        chat_room_id: where it was handed in; in no other chat can it be sent.
        name: under which it is saved.
        sha256: of its bytes, 64 hexadecimal digits.
        expires_at: from when on it is let go of; `None` once it is sent.
    """

    id: ChatFileId
    chat_room_id: ChatRoomId
    owner_id: UserId
    name: str
    size_bytes: ByteCount
    sha256: str
    blob: BlobKey
    created_at: datetime
    expires_at: datetime | None

    def may_be_sent(self, sender_id: UserId, chat_room_id: ChatRoomId) -> bool:
        """Whether it is the sender's, was handed in there, and is in no message yet."""
        theirs = (self.owner_id, self.chat_room_id) == (sender_id, chat_room_id)
        return theirs and self.expires_at is not None

    def sent(self) -> Self:
        """The file, which stays as long as its message."""
        return attrs.evolve(self, expires_at=None)


def check_beginning(head: bytes) -> None:
    """Refuse what a machine would run, by its first bytes: programs, scripts, pages.

    Raises: FileRefused.
    """
    if head.startswith(_PROGRAMS) or _PAGE.match(head[:SNIFFED_BYTES].replace(b"\0", b"")):
        raise FileRefused


def file_key(file_id: ChatFileId) -> BlobKey:
    """Where a file is kept."""
    return blob_key(f"files/{file_id}")


def file_of(key: BlobKey) -> ChatFileId | None:
    """The file that a key is of; `None` if it is not of that form."""
    found = _KEY.fullmatch(key)
    return ChatFileId(Id(found[1])) if found else None
