"""A few rows of chat, as the version wrote them that first kept chat."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.unit.sql.old_rows import ADA, BOB, THEN

__all__ = ["BAND", "LYRICS", "OLD_CHAT", "OLD_CHAT_FILES"]

BAND: Final = "01J9AD7000QV3X2GX1Z2DFRC4B"
"""A group of Ada's, in which Bob was, who is banned."""

LYRICS: Final = "01J9AD7000YV1QX7M7R5Z2K3FV"
"""A file of Ada's in that group."""

_MESSAGE: Final = "01J9AD7000YV1QX7M7R5Z2K3FT"
_PLACE: Final = {
    "chat_room_id": BAND,
    "joined_at": THEN,
    "last_delivered_seq": 2,
    "last_seen_seq": 1,
    "shown_delivered_seq": 1,
    "shown_seen_seq": 1,
}

OLD_CHAT: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "chat_rooms": [
        {
            "id": BAND,
            "kind": "group",
            "title": "Band",
            "created_at": THEN,
            "last_seq": 2,
            "last_at": THEN,
            "member_count": 1,
        }
    ],
    "chat_members": [
        {**_PLACE, "user_id": ADA, "role": "admin"},
        {**_PLACE, "user_id": BOB, "role": "guest", "left_at": THEN, "banned_until": THEN},
    ],
    "chat_messages": [
        {
            "id": "01J9AD7000YV1QX7M7R5Z2K3FS",
            "chat_room_id": BAND,
            "seq": 1,
            "type": "system",
            "content": "Room created. Say hi!",
            "sent_at": THEN,
            "reactions": "[]",
            "mentions": "[]",
            "notice": '{"kind": "created", "user_id": null, "role": null, "until": null}',
            "words": "",
        },
        {
            "id": _MESSAGE,
            "chat_room_id": BAND,
            "seq": 2,
            "sender_id": ADA,
            "type": "text",
            "content": "Hello @bob!",
            "sent_at": THEN,
            "reactions": f'[{{"emoji": "\\ud83d\\udc4d", "user_ids": ["{ADA}"]}}]',
            "mentions": f'["{BOB}"]',
            "client_id": "c1",
            "words": " hello bob",
        },
    ],
}
"""A group, two places in it, two messages."""

OLD_CHAT_FILES: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "chat_files": [
        {
            "id": LYRICS,
            "chat_room_id": BAND,
            "owner_id": ADA,
            "name": "lyrics.pdf",
            "size_bytes": 3,
            "sha256": "ab" * 32,
            "blob": f"files/{LYRICS}",
            "created_at": THEN,
            "expires_at": None,
        }
    ]
}
"""A file that was sent."""
