"""Where each kind of personal records stands, and how somebody's are found there.

Nothing here is asked often. So there is no index for it: what has none by person is narrowed to
the rooms and chats that somebody has been in, or is walked through once in the order of its key.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.sql import cast

from phantom_adapters.sql.place_in import place_in
from phantom_adapters.sql.tables import audio, calls, catalog, chat, identity, rooms, studio
from phantom_adapters.sql.tables import notifications as told
from phantom_adapters.sql.tables.bookings import bookings
from phantom_adapters.sql.tables.composing import generated_music
from phantom_adapters.sql.tables.matching import matches
from phantom_adapters.sql.tables.media_images import images
from phantom_adapters.sql.tables.privacy_exports import data_exports
from phantom_adapters.sql.tables.studio_documents import arranged_entities, named_versions
from phantom_adapters.sql.tables.uploads import storage_accounts, uploads
from phantom_adapters.sql.types import Choice, Key, Words
from phantom_core.chat import ChatKind, MessageType
from phantom_core.identity.user import UserStatus
from phantom_core.matching import MatchStatus
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_shapes import SHAPES

__all__ = ["SOURCES", "Source"]

_ME: Final = bindparam("user_id", type_=Key())
_MY_ID: Final[ColumnElement[Any]] = bindparam("user_text", type_=Words())
_OF_ME: Final[ColumnElement[Any]] = bindparam("of_user", type_=Words())


@attrs.frozen
class Source:
    """How a kind's records are read.

    Attributes:
        select: all of somebody's, in no order; the parameters are `user_id`, `user_text`, which is
            the same as text, and `of_user`, which is how the audit trail calls whose a thing is.
        key: the columns of the kind's key.
        read: makes the fields of a record out of a row and the person's id.
    """

    select: Select[Any]
    key: tuple[ColumnElement[Any], ...]
    read: Callable[[Mapping[str, Any], str], Mapping[str, Any]] = lambda row, _: row


def _source(
    kind: RecordKind, table: Table, whose: ColumnElement[bool], **instead: ColumnElement[Any]
) -> Source:
    """Rows of a table, each column named as its field."""
    shape = SHAPES[kind]
    columns = {name: instead.get(name, table.c.get(name)) for name in shape.names}
    found = [column.label(name) for name, column in columns.items() if column is not None]
    return Source(select(*found).where(whose), tuple(table.c[name] for name in shape.key))


_MY_CHATS: Final = select(chat.chat_members.c.chat_room_id).where(
    chat.chat_members.c.user_id == _ME
)
_MY_ROOMS: Final = select(rooms.room_members.c.room_id).where(rooms.room_members.c.user_id == _ME)


def _playlists() -> Source:
    mine = catalog.playlists.c.created_by == _ME
    songs = catalog.playlist_songs
    found = _source(RecordKind.PLAYLISTS, catalog.playlists, mine, song_ids=songs.c.song_ids)
    joined = catalog.playlists.join(songs, songs.c.playlist_id == catalog.playlists.c.id)
    return attrs.evolve(found, select=found.select.select_from(joined))


def _audit() -> Source:
    trail = identity.audit_records.c
    about_me = and_(trail.target_kind == "user", trail.target_id == _ME)
    return _source(RecordKind.AUDIT, identity.audit_records, or_(about_me, trail.detail == _OF_ME))


def _messages() -> Source:
    said = chat.chat_messages.c
    mine = and_(
        said.chat_room_id.in_(_MY_CHATS),
        said.sender_id == _ME,
        said.type != MessageType.SYSTEM,
    )
    return _source(RecordKind.MESSAGES, chat.chat_messages, mine)


def _reactions() -> Source:
    said = chat.chat_messages.c
    columns = [said.id.label("message_id"), said.chat_room_id, said.reactions]
    text = type_coerce(cast(said.reactions, Words()), Words())
    mine = and_(said.chat_room_id.in_(_MY_CHATS), place_in(text, _MY_ID) > 0)

    def read(row: Mapping[str, Any], user_id: str) -> Mapping[str, Any]:
        emoji = tuple(each.emoji for each in row["reactions"] if user_id in each.user_ids)
        return {
            "message_id": row["message_id"],
            "chat_room_id": row["chat_room_id"],
            "emoji": emoji,
        }

    return Source(select(*columns).where(mine), (said.id,), read)


def _people() -> Source:
    mine, theirs = chat.chat_members.alias("mine"), chat.chat_members.alias("theirs")
    people, blocks = identity.users.c, identity.blocks.c
    together = (
        select(theirs.c.user_id)
        .select_from(
            mine.join(theirs, theirs.c.chat_room_id == mine.c.chat_room_id).join(
                chat.chat_rooms, chat.chat_rooms.c.id == mine.c.chat_room_id
            )
        )
        .where(mine.c.user_id == _ME, chat.chat_rooms.c.kind != ChatKind.ROOM)
    )
    blocked = exists().where(
        or_(
            and_(blocks.blocker_id == _ME, blocks.blocked_id == people.id),
            and_(blocks.blocked_id == _ME, blocks.blocker_id == people.id),
        )
    )
    known = and_(
        people.id != _ME, people.status == UserStatus.ACTIVE, people.id.in_(together), ~blocked
    )
    return _source(RecordKind.PEOPLE, identity.users, known)


def _analyses() -> Source:
    mine = select(audio.audio_files.c.id).where(audio.audio_files.c.owner_id == _ME)
    return _source(
        RecordKind.ANALYSES, audio.audio_reports, audio.audio_reports.c.audio_file_id.in_(mine)
    )


def _matches() -> Source:
    found = matches.c
    mine_low = found.low_id == _ME
    other = type_coerce(case((mine_low, found.high_id), else_=found.low_id), Key())
    status = type_coerce(
        case((mine_low, found.low_status), else_=found.high_status), Choice(MatchStatus)
    )
    columns = (other.label("other_id"), status.label("status"), found.score, found.matched_at)
    spoken = or_(
        and_(mine_low, found.low_status != MatchStatus.SUGGESTED),
        and_(found.high_id == _ME, found.high_status != MatchStatus.SUGGESTED),
    )
    return Source(select(*columns).where(spoken), (other,))


def _by(kind: RecordKind, table: Table, *columns: str) -> Source:
    """Those rows of a table that have the person in one of some columns."""
    return _source(kind, table, or_(*[table.c[name] == _ME for name in columns]))


_VOTED: Final = and_(
    rooms.room_ballots.c.room_id.in_(_MY_ROOMS), rooms.room_ballots.c.user_id == _ME
)

SOURCES: Final[Mapping[RecordKind, Source]] = {
    RecordKind.ACCOUNT: _by(RecordKind.ACCOUNT, identity.users, "id"),
    RecordKind.PROFILE: _by(RecordKind.PROFILE, identity.profiles, "user_id"),
    RecordKind.PASSWORD: _by(RecordKind.PASSWORD, identity.credentials, "user_id"),
    RecordKind.SESSIONS: _by(RecordKind.SESSIONS, identity.sessions, "user_id"),
    RecordKind.MAILED_LINKS: _by(RecordKind.MAILED_LINKS, identity.email_tokens, "user_id"),
    RecordKind.CONSENTS: _by(RecordKind.CONSENTS, identity.consents, "user_id"),
    RecordKind.FOLLOWING: _by(RecordKind.FOLLOWING, identity.follows, "follower_id"),
    RecordKind.FOLLOWERS: _by(RecordKind.FOLLOWERS, identity.follows, "followee_id"),
    RecordKind.BLOCKED: _by(RecordKind.BLOCKED, identity.blocks, "blocker_id"),
    RecordKind.REPORTS: _by(RecordKind.REPORTS, identity.abuse_reports, "reporter_id"),
    RecordKind.AUDIT: _audit(),
    RecordKind.TASTE: _by(RecordKind.TASTE, catalog.tastes, "user_id"),
    RecordKind.PLAYLISTS: _playlists(),
    RecordKind.ROOMS: _by(RecordKind.ROOMS, rooms.rooms, "created_by", "host_user_id"),
    RecordKind.ROOM_PLACES: _by(RecordKind.ROOM_PLACES, rooms.room_members, "user_id"),
    RecordKind.ROOM_INVITES: _by(
        RecordKind.ROOM_INVITES, rooms.room_invites, "invited_by", "invited_user_id"
    ),
    RecordKind.VOTES: _source(RecordKind.VOTES, rooms.room_ballots, _VOTED),
    RecordKind.CALLS: _by(RecordKind.CALLS, calls.calls, "started_by"),
    RecordKind.CALL_PLACES: _by(RecordKind.CALL_PLACES, calls.call_participants, "user_id"),
    RecordKind.CALL_MUTES: _by(RecordKind.CALL_MUTES, calls.call_mutes, "user_id"),
    RecordKind.CHATS: _source(
        RecordKind.CHATS, chat.chat_rooms, chat.chat_rooms.c.id.in_(_MY_CHATS)
    ),
    RecordKind.CHAT_PLACES: _by(RecordKind.CHAT_PLACES, chat.chat_members, "user_id"),
    RecordKind.MESSAGES: _messages(),
    RecordKind.REACTIONS: _reactions(),
    RecordKind.PEOPLE: _people(),
    RecordKind.PROJECTS: _by(RecordKind.PROJECTS, studio.projects, "owner_id"),
    RecordKind.PROJECT_PLACES: _by(
        RecordKind.PROJECT_PLACES, studio.project_collaborators, "user_id"
    ),
    RecordKind.CONTRIBUTIONS: _by(RecordKind.CONTRIBUTIONS, arranged_entities, "last_modified_by"),
    RecordKind.VERSIONS: _by(RecordKind.VERSIONS, named_versions, "created_by"),
    RecordKind.RECORDINGS: _by(RecordKind.RECORDINGS, audio.audio_files, "owner_id"),
    RecordKind.ANALYSES: _analyses(),
    RecordKind.ANNOTATIONS: _by(RecordKind.ANNOTATIONS, audio.music_annotations, "user_id"),
    RecordKind.NOTIFICATIONS: _by(RecordKind.NOTIFICATIONS, told.notifications, "user_id"),
    RecordKind.NOTIFICATION_CHOICES: _by(
        RecordKind.NOTIFICATION_CHOICES, told.notification_inboxes, "user_id"
    ),
    RecordKind.DEVICES: _by(RecordKind.DEVICES, told.notification_devices, "user_id"),
    RecordKind.IMAGES: _by(RecordKind.IMAGES, images, "uploader_id"),
    RecordKind.FILES: _by(RecordKind.FILES, chat.chat_files, "owner_id"),
    RecordKind.UPLOADS: _by(RecordKind.UPLOADS, uploads, "owner_id"),
    RecordKind.STORAGE: _by(RecordKind.STORAGE, storage_accounts, "user_id"),
    RecordKind.GENERATIONS: _by(RecordKind.GENERATIONS, generated_music, "user_id"),
    RecordKind.MATCHES: _matches(),
    RecordKind.BOOKINGS: _by(RecordKind.BOOKINGS, bookings, "user_id", "requested_by"),
    RecordKind.EXPORTS: _by(RecordKind.EXPORTS, data_exports, "user_id"),
}
"""Each kind's."""
