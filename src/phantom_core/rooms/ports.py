"""What the commands of rooms need of storage, and of their neighbours.

Where a method says that a row is *held*, no other transaction changes it until this one ends. A
room is held before anything of it is read, so all that happens in one room happens in turn.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from phantom_core.kernel.actor import Actor, UserId
from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Page, PageRequest
from phantom_core.kernel.people import Person
from phantom_core.kernel.work import Work
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import (
    ArtistId,
    GenreId,
    InviteId,
    PlaylistId,
    RoomId,
    SongId,
    VoteSessionId,
)
from phantom_core.rooms.play import Play
from phantom_core.rooms.room import Room
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import Tally

__all__ = [
    "Attachments",
    "Ballots",
    "Bans",
    "Blocks",
    "DueRoom",
    "Invites",
    "Library",
    "Members",
    "People",
    "Plays",
    "RoomTastes",
    "Rooms",
    "RoomsWork",
    "Standings",
    "Taste",
]


@attrs.frozen(kw_only=True)
class DueRoom:
    """A room in which something is due."""

    room_id: RoomId
    deadline: datetime


class Rooms(Protocol):
    """Rooms."""

    def add(self, room: Room) -> None:
        """Store a new room. Raises: Conflict, if one with this id is there."""

    def get(self, room_id: RoomId) -> Room:
        """Find a room, and hold it. Raises: NotFound."""

    def put(self, room: Room) -> None:
        """Store a room's new state. Raises: NotFound."""

    def due(self, now: datetime, limit: int) -> Sequence[DueRoom]:
        """Rooms whose `next_deadline` is at or before a time, the earliest first, then by id.

        Nothing is held.
        """

    def next_due(self, now: datetime) -> datetime | None:
        """The earliest `next_deadline` after a time; `None` if nothing is ahead of any room."""

    def discover(self, wanted: RoomFilter, page: PageRequest) -> Page[Room]:
        """Active public rooms that fit, the most relevant first.

        First those of a liked artist, then those of a liked genre, then the others; within these
        those with most people present, then by descending id. A cursor names these keys of the
        last room as they were, so that a room which has moved meanwhile may come twice or not at
        all, and every other comes once. Raises: Invalid, for a cursor of another list.
        """

    def of_member(self, user_id: UserId, page: PageRequest) -> Page[Room]:
        """Active rooms, public and private, in which somebody is present, by descending id.

        Raises: Invalid, for a cursor of another list.
        """


class Members(Protocol):
    """Who is in which room, or was. One row for each room and user."""

    def find(self, room_id: RoomId, user_id: UserId) -> RoomMember | None:
        """Somebody's row, whether or not they are present."""

    def put(self, member: RoomMember) -> None:
        """Store a row, new or not."""

    def present(self, room_id: RoomId, page: PageRequest) -> Page[RoomMember]:
        """Those present, who came first first, then by ascending id. Raises: Invalid."""

    def dropped(self, room_id: RoomId, limit: int) -> Sequence[RoomMember]:
        """So many of those present who have dropped out, who did first first, then by id."""

    def heir(self, room_id: RoomId, besides: Collection[UserId]) -> RoomMember | None:
        """Of those present, some left out, who came first; then by ascending id."""

    def unwaived(self, room_id: RoomId, besides: Collection[UserId]) -> bool:
        """Whether anybody present, some left out, has not waived their votes."""

    def empty(self, room_id: RoomId, at: datetime) -> None:
        """Have everybody present leave at a time."""


class Attachments(Protocol):
    """Which members listen to their room's topic, on which server process."""

    def add(self, room_id: RoomId, user_id: UserId, server_id: Id) -> None:
        """Note one; nothing happens if it is there."""

    def remove(self, room_id: RoomId, user_id: UserId, server_id: Id) -> None:
        """Forget one; nothing happens if it is not there."""

    def any(self, room_id: RoomId, user_id: UserId) -> bool:
        """Whether somebody listens on any server."""

    def of_others(self, servers: Collection[Id], limit: int) -> Sequence[tuple[RoomId, UserId, Id]]:
        """Those on servers that are not named, in the order of room, user, server."""


class Ballots(Protocol):
    """Who has voted for what: one ballot for each room, user and vote, which storage enforces.

    They are kept while they may be asked for, which is until the next vote of their room opens:
    how a vote ended is told by its events, for ever.
    """

    def cast(
        self,
        room_id: RoomId,
        user_id: UserId,
        session_id: VoteSessionId,
        song_id: SongId,
        at: datetime,
    ) -> None:
        """Store a ballot, in place of the one before."""

    def withdraw(self, room_id: RoomId, user_id: UserId, session_id: VoteSessionId) -> None:
        """Take a ballot back, if there is one."""

    def find(self, room_id: RoomId, user_id: UserId, session_id: VoteSessionId) -> SongId | None:
        """What somebody has voted for."""

    def tally(self, room_id: RoomId, session_id: VoteSessionId) -> Tally:
        """How many ballots each song has; those without any are missing."""

    def clear(self, room_id: RoomId) -> None:
        """Forget all ballots of a room."""


class Plays(Protocol):
    """What was played in which room."""

    def add(self, play: Play) -> None:
        """Store one. Raises: Conflict, if the room has one of that number."""

    def last_numbers(self, room_id: RoomId) -> Mapping[SongId, int]:
        """Of each song that was played in a room, the number of its last playing."""

    def list(self, room_id: RoomId, page: PageRequest) -> Page[Play]:
        """What was played in a room, the latest first. Raises: Invalid."""


class Invites(Protocol):
    """Invites to private rooms."""

    def add(self, invite: RoomInvite) -> None:
        """Store a new invite.

        Raises: Conflict, if one is pending for its room and user, or has its id.
        """

    def get(self, invite_id: InviteId) -> RoomInvite:
        """Find an invite, and hold it. Raises: NotFound."""

    def find(self, invite_id: InviteId) -> RoomInvite | None:
        """Find an invite; nothing is held."""

    def put(self, invite: RoomInvite) -> None:
        """Store an invite's new state. Raises: NotFound."""

    def pending(self, room_id: RoomId, user_id: UserId) -> RoomInvite | None:
        """The invite of somebody to a room that is pending."""

    def pending_of(self, user_id: UserId, page: PageRequest) -> Page[RoomInvite]:
        """The pending invites of somebody, the latest first. Raises: Invalid."""

    def pending_in(self, room_id: RoomId, limit: int) -> Sequence[RoomInvite]:
        """The pending invites to a room, the earliest first."""


class Library(Protocol):
    """The catalogue, as far as rooms play it."""

    def songs(self, song_ids: Collection[SongId]) -> Mapping[SongId, RoomSong]:
        """Those of the songs named that there are."""

    def order(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist in its order; none, if there is no such playlist."""

    def has_playlist(self, playlist_id: PlaylistId) -> bool:
        """Whether there is such a playlist."""

    def default_playlist(self, artist_id: ArtistId) -> PlaylistId | None:
        """The default playlist of an artist; `None` if there is no such artist."""

    def genre_of(self, artist_id: ArtistId) -> GenreId | None:
        """The genre of an artist; `None` if there is no such artist."""


@attrs.frozen(kw_only=True)
class Taste:
    """What music somebody likes; the favourites first."""

    artist_ids: Sequence[ArtistId] = ()
    genre_ids: Sequence[GenreId] = ()


class RoomTastes(Protocol):
    """What music people like."""

    def of(self, user_id: UserId) -> Taste:
        """Somebody's favourite artists and genres."""


class People(Protocol):
    """Users as others see them."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active."""


class Standings(Protocol):
    """As whom people may act."""

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now; `None` if they are suspended, or not there at all.

        Their account is held until the transaction ends, and so before any room is.
        """


class Blocks(Protocol):
    """Who wants nothing to do with whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""

    def among(self, user_id: UserId, others: Collection[UserId]) -> Collection[UserId]:
        """Which of the others a user has blocked, or is blocked by; in no order."""

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked, in no order."""


class Bans(Protocol):
    """Who may not come into which room."""

    def banned_until(self, room_id: RoomId, user_id: UserId, now: datetime) -> datetime | None:
        """Until when somebody may not come in; `None` if they may."""


class RoomsWork(Work, Protocol):
    """What the commands of rooms are given."""

    rooms: Rooms
    room_members: Members
    room_attachments: Attachments
    room_ballots: Ballots
    room_plays: Plays
    room_invites: Invites
    room_library: Library
    room_tastes: RoomTastes
    room_bans: Bans
    people: People
    blocks: Blocks

    @property
    def standings(self) -> Standings:
        """As whom people may act; as recordings ask too."""
