"""What is held about a person, in memory: rows of all tables, a page at a time."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final

from phantom_adapters.memory.repositories.rooms_ballots import KeptBallot
from phantom_adapters.memory.table import Journal
from phantom_core.audio import AudioFile, AudioFileReport
from phantom_core.catalog import Playlist, PlaylistId, SongId
from phantom_core.chat import ChatKind, ChatMember, ChatMessage, ChatRoom, ChatRoomId, MessageType
from phantom_core.identity import AuditRecord, Block, User
from phantom_core.kernel import UserId
from phantom_core.matching import Match, MatchStatus
from phantom_core.privacy.record import HeldRecord, Place
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_ports import PersonalRecords
from phantom_core.privacy.record_shapes import SHAPES

__all__ = ["MemoryPersonalRecords"]

_Fields = Mapping[str, Any]

_WHOSE: Final[Mapping[RecordKind, tuple[str, ...]]] = {
    RecordKind.ACCOUNT: ("id",),
    RecordKind.FOLLOWING: ("follower_id",),
    RecordKind.FOLLOWERS: ("followee_id",),
    RecordKind.BLOCKED: ("blocker_id",),
    RecordKind.REPORTS: ("reporter_id",),
    RecordKind.ROOMS: ("created_by", "host_user_id"),
    RecordKind.ROOM_INVITES: ("invited_by", "invited_user_id"),
    RecordKind.BOOKINGS: ("user_id", "requested_by"),
    RecordKind.CALLS: ("started_by",),
    RecordKind.PROJECTS: ("owner_id",),
    RecordKind.CONTRIBUTIONS: ("last_modified_by",),
    RecordKind.VERSIONS: ("created_by",),
    RecordKind.RECORDINGS: ("owner_id",),
    RecordKind.IMAGES: ("uploader_id",),
    RecordKind.UPLOADS: ("owner_id",),
    RecordKind.FILES: ("owner_id",),
}


class MemoryPersonalRecords(PersonalRecords):
    """Looks through all rows that a journal knows of."""

    def __init__(self, journal: Journal, songs: Callable[[PlaylistId], Sequence[SongId]]) -> None:
        self._journal = journal
        self._songs = songs

    def page(
        self, kind: RecordKind, user_id: UserId, *, after: Place | None, limit: int
    ) -> Sequence[HeldRecord]:
        """Some of somebody's records of a kind."""
        key = SHAPES[kind].key
        read = self._special().get(kind)
        rows = self._by_field(kind, user_id) if read is None else read(user_id)
        placed = [(tuple(_sortable(row[name]) for name in key), row) for row in rows]
        rest = [each for each in placed if after is None or each[0] > after]
        rest.sort(key=lambda each: each[0])
        names = SHAPES[kind].names
        return [
            HeldRecord(place=place, fields={name: row[name] for name in names})
            for place, row in rest[:limit]
        ]

    def apart(self, user_id: UserId, among: Collection[UserId]) -> Collection[UserId]:
        """Those who have blocked somebody, or are blocked by them."""
        pairs = [{each.blocker_id, each.blocked_id} for each in self._journal.rows_of(Block)]
        return {other for other in among if {user_id, other} in pairs}

    def _special(self) -> Mapping[RecordKind, Callable[[UserId], Iterator[_Fields]]]:
        return {
            RecordKind.AUDIT: self._audit,
            RecordKind.PLAYLISTS: self._playlists,
            RecordKind.VOTES: self._votes,
            RecordKind.CHATS: self._chats,
            RecordKind.MESSAGES: self._messages,
            RecordKind.REACTIONS: self._reactions,
            RecordKind.PEOPLE: self._people,
            RecordKind.ANALYSES: self._analyses,
            RecordKind.MATCHES: self._matches,
        }

    def _by_field(self, kind: RecordKind, user_id: UserId) -> Iterator[_Fields]:
        """Those rows that have the person in one of some fields."""
        shape = SHAPES[kind]
        for row in self._journal.rows_of(shape.of):
            if any(getattr(row, name) == user_id for name in _WHOSE.get(kind, ("user_id",))):
                yield _fields(row, {*shape.names, *shape.key})

    def _audit(self, user_id: UserId) -> Iterator[_Fields]:
        for row in self._journal.rows_of(AuditRecord):
            about_them = (row.target_kind, row.target_id) == ("user", user_id)
            if about_them or row.detail == f"of user {user_id}":
                yield _fields(row, SHAPES[RecordKind.AUDIT].names)

    def _playlists(self, user_id: UserId) -> Iterator[_Fields]:
        for row in self._journal.rows_of(Playlist):
            if row.created_by == user_id:
                names = SHAPES[RecordKind.PLAYLISTS].names
                known = [name for name in names if name != "song_ids"]
                yield {**_fields(row, known), "song_ids": tuple(self._songs(row.id))}

    def _votes(self, user_id: UserId) -> Iterator[_Fields]:
        for row in self._journal.rows_of(KeptBallot):
            room_id, session_id, voter = row.place
            if voter == user_id:
                yield {
                    "room_id": room_id,
                    "session_id": session_id,
                    "user_id": voter,
                    "song_id": row.song_id,
                    "created_at": row.created_at,
                }

    def _my_chats(self, user_id: UserId) -> set[ChatRoomId]:
        places = self._journal.rows_of(ChatMember)
        return {each.chat_room_id for each in places if each.user_id == user_id}

    def _chats(self, user_id: UserId) -> Iterator[_Fields]:
        mine = self._my_chats(user_id)
        for row in self._journal.rows_of(ChatRoom):
            if row.id in mine:
                yield _fields(row, SHAPES[RecordKind.CHATS].names)

    def _messages(self, user_id: UserId) -> Iterator[_Fields]:
        for row in self._journal.rows_of(ChatMessage):
            if row.sender_id == user_id and row.type is not MessageType.SYSTEM:
                yield _fields(row, SHAPES[RecordKind.MESSAGES].names)

    def _reactions(self, user_id: UserId) -> Iterator[_Fields]:
        for row in self._journal.rows_of(ChatMessage):
            emoji = tuple(each.emoji for each in row.reactions if user_id in each.user_ids)
            if emoji:
                yield {
                    "message_id": row.id,
                    "chat_room_id": row.chat_room_id,
                    "emoji": emoji,
                }

    def _people(self, user_id: UserId) -> Iterator[_Fields]:
        lasting = self._journal.rows_of(ChatRoom)
        close = {room.id for room in lasting if room.kind is not ChatKind.ROOM}
        mine = self._my_chats(user_id) & close
        places = self._journal.rows_of(ChatMember)
        known = {each.user_id for each in places if each.chat_room_id in mine} - {user_id}
        hidden = self.apart(user_id, known)
        for row in self._journal.rows_of(User):
            if row.id in known and row.id not in hidden and row.active:
                yield _fields(row, SHAPES[RecordKind.PEOPLE].names)

    def _analyses(self, user_id: UserId) -> Iterator[_Fields]:
        files = self._journal.rows_of(AudioFile)
        mine = {each.id for each in files if each.owner_id == user_id}
        for row in self._journal.rows_of(AudioFileReport):
            if row.audio_file_id in mine:
                yield _fields(row, SHAPES[RecordKind.ANALYSES].names)

    def _matches(self, user_id: UserId) -> Iterator[_Fields]:
        for row in self._journal.rows_of(Match):
            status = row.status_for(user_id) if user_id in row.pair else None
            if status not in {None, MatchStatus.SUGGESTED}:
                yield {
                    "other_id": row.peer_of(user_id),
                    "status": status,
                    "score": row.score,
                    "matched_at": row.matched_at,
                }


def _fields(row: Any, names: Collection[str]) -> _Fields:
    return {name: getattr(row, name) for name in names}


def _sortable(key: Any) -> str | int:
    found: str | int = key.value if isinstance(key, Enum) else key
    return found
