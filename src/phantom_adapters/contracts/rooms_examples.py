"""Rooms, and what is in them, for the suites of rooms' ports."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from phantom_adapters.contracts import kernel_examples
from phantom_core.kernel import EPOCH, Id, Milliseconds, Page, PageRequest, Storage, UserId, uuid7
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import (
    ArtistId,
    EntryId,
    GenreId,
    InviteId,
    PlaylistId,
    RoomId,
    SongId,
    VoteSessionId,
)
from phantom_core.rooms.play import Play
from phantom_core.rooms.playback import Entry, Playback, Queued, Reason, Repeat, Status
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import VoteSession

__all__ = [
    "HEARD",
    "MOMENT",
    "VOTED",
    "add_rooms",
    "after",
    "all_pages",
    "artist_id",
    "genre_id",
    "invite",
    "member",
    "play",
    "playlist_id",
    "read",
    "room",
    "room_id",
    "server_id",
    "song",
    "song_id",
    "user_id",
    "vote_id",
    "write",
]

T = TypeVar("T")

MOMENT: Final = EPOCH + timedelta(days=20_000)
"""When everything here began."""


def after(seconds: float) -> datetime:
    """A time so much later."""
    return MOMENT + timedelta(seconds=seconds)


def _id(kind: int, number: int) -> Id:
    return uuid7(MOMENT, 10_000 * kind + number)


def room_id(number: int) -> RoomId:
    """The id of one of many rooms; a greater number is a greater id, here and below."""
    return RoomId(_id(1, number))


def user_id(number: int) -> UserId:
    """The id of one of many users."""
    return UserId(_id(2, number))


def song_id(number: int) -> SongId:
    """The id of one of many songs."""
    return SongId(_id(3, number))


def artist_id(number: int) -> ArtistId:
    """The id of one of many artists."""
    return ArtistId(_id(4, number))


def genre_id(number: int) -> GenreId:
    """The id of one of many genres."""
    return GenreId(_id(5, number))


def playlist_id(number: int) -> PlaylistId:
    """The id of one of many playlists."""
    return PlaylistId(_id(11, number))


def vote_id(number: int) -> VoteSessionId:
    """The id of one of many votes."""
    return VoteSessionId(_id(6, number))


def server_id(number: int) -> Id:
    """The id of one of many server processes."""
    return _id(7, number)


def song(number: int, **fields: Any) -> RoomSong:
    """One of many songs."""
    given: dict[str, Any] = {
        "id": song_id(number),
        "title": f"Song {number} ☀",
        "artist_id": artist_id(1),
        "artist_name": "Beyoncé",
        "duration_ms": 180_000 + number,
    }
    return RoomSong(**{**given, **fields})


def room(number: int, **fields: Any) -> Room:
    """One of many rooms: public, of the first artist, and silent."""
    given: dict[str, Any] = {
        "id": room_id(number),
        "name": f"Room {number}",
        "is_public": True,
        "created_by": user_id(1),
        "host_user_id": user_id(1),
        "artist_id": artist_id(1),
        "genre_id": genre_id(1),
        "people_present": 1,
        "secret": "5e" * 32,
        "playback": Playback(status=Status.STOPPED, entry=None, anchored_at=MOMENT),
        "created_at": MOMENT,
    }
    return Room(**{**given, **fields})


_ENTRY: Final = attrs.evolve(
    Entry.of(room_id(1), 7, song(1), Reason.VOTE, MOMENT), sounded_at=after(0.25), polled=True
)

HEARD: Final = Playback(
    status=Status.PLAYING,
    entry=_ENTRY,
    anchored_at=after(0.5),
    position_ms=Milliseconds(1234),
    place=3,
    repeat=Repeat.ALL,
    shuffle_seed="ef" * 32,
    shuffle_first=2,
    queue=(Queued(id=_id(8, 1), song=song(5), added_by=user_id(2)),),
    frozen_at=after(2),
)
"""A playback with a value of every kind."""

VOTED: Final = VoteSession.opened(
    _ENTRY, [song(2, album_name="Dawn", streamable=True), song(3), song(4)], "ab" * 32, after(1)
)
"""Its vote, which is open."""


def member(room_number: int, user_number: int, **fields: Any) -> RoomMember:
    """Somebody who is in a room."""
    given: dict[str, Any] = {
        "room_id": room_id(room_number),
        "user_id": user_id(user_number),
        "joined_at": MOMENT,
    }
    return RoomMember(**{**given, **fields})


def invite(number: int, room_number: int, user_number: int, **fields: Any) -> RoomInvite:
    """One of many invites."""
    given: dict[str, Any] = {
        "id": InviteId(_id(9, number)),
        "room_id": room_id(room_number),
        "invited_by": user_id(1),
        "invited_user_id": user_id(user_number),
        "created_at": after(number),
    }
    return RoomInvite(**{**given, **fields})


def play(room_number: int, number: int, song_number: int = 1) -> Play:
    """One of many playings."""
    return Play(
        room_id=room_id(room_number),
        number=number,
        entry_id=EntryId(_id(10, 100 * room_number + number)),
        song=song(song_number, preview_url="https://example.org/1.mp3"),
        reason=Reason.PLAYLIST,
        started_at=after(number),
        ended_at=after(number + 1),
    )


async def write(storage: Storage, body: Callable[[RoomsWork], T]) -> T:
    """Run a body in a transaction, and answer its value."""
    done: Any = body
    value: T = await kernel_examples.write(storage, done)
    return value


async def read(storage: Storage, body: Callable[[RoomsWork], T]) -> T:
    """Run a body on one state, and answer its value."""
    asked: Any = body
    value: T = await kernel_examples.read(storage, asked)
    return value


async def add_rooms(storage: Storage, *rooms: Room) -> None:
    """Store rooms."""

    def add(work: RoomsWork) -> None:
        for each in rooms:
            work.rooms.add(each)

    await write(storage, add)


async def all_pages(
    storage: Storage, page_of: Callable[[RoomsWork, PageRequest], Page[T]], *, limit: int = 50
) -> Sequence[T]:
    """What is on all pages of a list, in order."""
    found: list[T] = []
    request: PageRequest | None = PageRequest(limit=limit)
    while request is not None:
        page = await read(storage, partial(_turned, page_of, request))
        found += page.items
        request = PageRequest(limit=limit, cursor=page.next) if page.next else None
    return found


def _turned(
    page_of: Callable[[RoomsWork, PageRequest], Page[T]], page: PageRequest, work: RoomsWork
) -> Page[T]:
    return page_of(work, page)
