"""The tables of listening rooms. Users and the catalogue are named by id alone."""

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Document, Flag, Instant, Json, Key, Whole, Words
from phantom_core.rooms.invite import InviteStatus
from phantom_core.rooms.playback import Playback, Reason
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import VoteSession

__all__ = [
    "room_attachments",
    "room_ballots",
    "room_invites",
    "room_last_plays",
    "room_members",
    "room_plays",
    "room_words",
    "rooms",
]

_ROOM: Final = "rooms.id"
_AHEAD: Final = text("next_deadline IS NOT NULL")
_PRESENT: Final = text("left_at IS NULL")
_DROPPED: Final = text("dropped_at IS NOT NULL")

rooms: Final = Table(
    "rooms",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("is_public", Flag, nullable=False),
    Column("created_by", Key, nullable=False),
    Column("host_user_id", Key, nullable=False),
    Column("absent_host_id", Key),
    Column("artist_id", Key),
    Column("genre_id", Key),
    Column("playlist_id", Key),
    Column("allow_voice_chat", Flag, nullable=False),
    Column("is_active", Flag, nullable=False),
    Column("people_present", Whole, nullable=False),
    Column("secret", Words, nullable=False),
    Column("playback", Document(Playback), nullable=False),
    Column("vote", Document(VoteSession)),
    Column("next_deadline", Instant),
    Column("created_at", Instant, nullable=False),
    Column("version", Whole, nullable=False),
    Column("crowd", Whole),
    Index(None, "next_deadline", "id", sqlite_where=_AHEAD, postgresql_where=_AHEAD),
    Index(None, "crowd", "id"),
    Index(None, "artist_id", "crowd", "id"),
    Index(None, "genre_id", "crowd", "id"),
)
"""Rooms. Those are discovered that have a `crowd`: how many people are in an active public room."""

room_words: Final = Table(
    "room_words",
    METADATA,
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("word", Words, nullable=False),
    PrimaryKeyConstraint("room_id", "word"),
    Index(None, "word", "room_id"),
    sqlite_with_rowid=False,
)
"""What public rooms are found by: a search reads a stretch of the index, and no more."""

room_members: Final = Table(
    "room_members",
    METADATA,
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("user_id", Key, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("dropped_at", Instant),
    Column("votes_waived", Flag, nullable=False),
    Column("is_muted", Flag, nullable=False),
    Column("is_deafened", Flag, nullable=False),
    Column("expelled", Flag, nullable=False),
    PrimaryKeyConstraint("room_id", "user_id"),
    Index(
        None, "room_id", "joined_at", "user_id", sqlite_where=_PRESENT, postgresql_where=_PRESENT
    ),
    Index(None, "user_id", "room_id", sqlite_where=_PRESENT, postgresql_where=_PRESENT),
    Index(
        None, "room_id", "dropped_at", "user_id", sqlite_where=_DROPPED, postgresql_where=_DROPPED
    ),
)
"""Who is in which room, or was."""

room_attachments: Final = Table(
    "room_attachments",
    METADATA,
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("user_id", Key, nullable=False),
    Column("server_id", Key, nullable=False),
    PrimaryKeyConstraint("room_id", "user_id", "server_id"),
    sqlite_with_rowid=False,
)
"""Which members listen to their room, on which server process."""

room_ballots: Final = Table(
    "room_ballots",
    METADATA,
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("session_id", Key, nullable=False),
    Column("user_id", Key, nullable=False),
    Column("song_id", Key, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("room_id", "session_id", "user_id"),
    Index(None, "room_id", "session_id", "song_id"),
    sqlite_with_rowid=False,
)
"""Who has voted for what; the ballots of one vote stand together, to be counted."""

room_plays: Final = Table(
    "room_plays",
    METADATA,
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("number", Whole, nullable=False),
    Column("entry_id", Key, nullable=False),
    Column("song", Json(RoomSong), nullable=False),
    Column("reason", Choice(Reason), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    PrimaryKeyConstraint("room_id", "number"),
)
"""What was played."""

room_last_plays: Final = Table(
    "room_last_plays",
    METADATA,
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("song_id", Key, nullable=False),
    Column("number", Whole, nullable=False),
    PrimaryKeyConstraint("room_id", "song_id"),
    sqlite_with_rowid=False,
)
"""When each song was played last: votes ask for it, however long a room's history is."""

room_invites: Final = Table(
    "room_invites",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("invited_by", Key, nullable=False),
    Column("invited_user_id", Key, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("status", Choice(InviteStatus), nullable=False),
    Column("awaited_user_id", Key),
    UniqueConstraint("room_id", "awaited_user_id"),
    Index(None, "awaited_user_id", "id"),
)
"""Invites; `awaited_user_id` is whoever is invited, until the invite is answered."""
