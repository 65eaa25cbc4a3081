"""Places in chat rooms, in memory."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from phantom_adapters.memory.repositories.chat_tables import ChatTables
from phantom_core.chat import ChatKind, ChatMember, ChatMembers, ChatRoomId, Role
from phantom_core.chat.listing import MEMBERS
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["MemoryChatMembers"]

_ORDER: Final = {Role.ADMIN: 0, Role.MOD: 1, Role.GUEST: 2}


class MemoryChatMembers(ChatMembers):
    """Places by room and person."""

    def __init__(self, tables: ChatTables) -> None:
        self._rooms = tables.rooms
        self._rows = tables.members

    def add(self, member: ChatMember) -> None:
        """Store a new place."""
        self._rows.add(member)

    def find(self, chat_room_id: ChatRoomId, user_id: UserId) -> ChatMember | None:
        """Somebody's place in a chat room."""
        return self._rows.find((chat_room_id, user_id))

    def put(self, member: ChatMember) -> None:
        """Store a place's new state."""
        self._rows.put(member)

    def page(self, chat_room_id: ChatRoomId, page: PageRequest) -> Page[ChatMember]:
        """Who is in a chat room, the longest there first."""
        begin = after_moment(page, MEMBERS)
        rows = sorted(self._present(chat_room_id), key=_place)
        rest = [row for row in rows if begin is None or _place(row) > begin]
        return Page.of(rest, page.limit, lambda row: moment_cursor(MEMBERS, *_place(row)))

    def among(self, chat_room_id: ChatRoomId, user_ids: Collection[UserId]) -> AbstractSet[UserId]:
        """Those of the users named who are in a chat room."""
        return {row.user_id for row in self._present(chat_room_id) if row.user_id in user_ids}

    def foremost(self, chat_room_id: ChatRoomId, *, but: UserId) -> ChatMember | None:
        """Who but one comes first in a chat room."""
        others = [row for row in self._present(chat_room_id) if row.user_id != but]
        return min(others, key=lambda row: (_ORDER[row.role], *_place(row)), default=None)

    def having_seen(self, chat_room_id: ChatRoomId, seq: int) -> Sequence[ChatMember]:
        """Who is known to have seen a message of that number or a later one."""
        seen = [row for row in self._present(chat_room_id) if row.shown_seen_seq >= seq]
        return sorted(seen, key=lambda row: row.user_id)

    def banned_until(
        self, kind: ChatKind, linked_id: Id, user_id: UserId, now: datetime
    ) -> datetime | None:
        """Until when somebody is banned."""
        room = self._rooms.by("link", (kind, linked_id))
        member = None if room is None else self._rows.find((room.id, user_id))
        return member.banned_until if member is not None and member.banned(now) else None

    def _present(self, chat_room_id: ChatRoomId) -> Sequence[ChatMember]:
        return [row for row in self._rows if row.chat_room_id == chat_room_id and row.present]


def _place(member: ChatMember) -> tuple[datetime, UserId]:
    return member.joined_at, member.user_id
