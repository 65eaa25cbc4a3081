"""Looking at rooms. What is answered is so at this moment, however late somebody wakes them."""

from collections.abc import Sequence
from contextlib import suppress

import attrs

from phantom_core.kernel import (
    MAX_PAGE,
    Access,
    Checked,
    NotFound,
    Page,
    PageRequest,
    Query,
    each,
    line,
    ruled,
)
from phantom_core.kernel.name_search import NameQuery
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.names import ArtistId, GenreId, RoomId
from phantom_core.rooms.pages import number_cursor
from phantom_core.rooms.play import Play
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import known_room, seen_room
from phantom_core.rooms.use_cases._viewing import in_sight, members, playback, rows, seen
from phantom_core.rooms.views import MemberView, PlaybackView, RoomRow, RoomView

__all__ = [
    "GetOpenRooms",
    "GetPlayback",
    "GetRoom",
    "ListHistory",
    "ListMembers",
    "ListMyRooms",
    "ListRooms",
]


@attrs.frozen(kw_only=True)
class GetRoom(Query[RoomView]):
    """Look at a room; of a private one that one is not in, at its card.

    Raises: NotFound, for a private room that one has not been in and is not invited to; RoomOver.
    """

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: RoomsWork) -> RoomView:
        """Answer as much of it as the actor may see."""
        return seen(work, known_room(work, self.room_id, looks=True))


@attrs.frozen(kw_only=True)
class ListRooms(Checked, Query[Page[RoomRow]]):
    """Find public rooms: those first that suit one's taste, then those where most people are.

    Rooms that were made or are hosted by somebody whom one has blocked, or who has blocked one, are
    left out, so that a page may be short.

    Attributes:
        query: each of its words begins a word of a room's name; case and accents are nothing.

    Raises: Invalid.
    """

    access = Access.PERSON
    artist_id: ArtistId | None = None
    genre_id: GenreId | None = None
    query: str = ruled(line(0, 100), default="")
    page: PageRequest = PageRequest()

    def run(self, work: RoomsWork) -> Page[RoomRow]:
        """Answer a page of them."""
        taste = work.room_tastes.of(work.actor.person)
        wanted = RoomFilter(
            artist_id=self.artist_id,
            genre_id=self.genre_id,
            query=NameQuery.of(self.query),
            liked_artists=tuple(taste.artist_ids),
            liked_genres=tuple(taste.genre_ids),
        )
        return rows(work, in_sight(work, work.rooms.discover(wanted, self.page)))


@attrs.frozen(kw_only=True)
class GetOpenRooms(Checked, Query[Sequence[RoomRow]]):
    """Look at several public rooms; what is private, over, or not there is left out.

    So are rooms that finding rooms leaves out.

    Raises: Invalid.
    """

    access = Access.PERSON
    room_ids: tuple[RoomId, ...] = ruled(each(lambda _: iter(()), most=MAX_PAGE))

    def run(self, work: RoomsWork) -> Sequence[RoomRow]:
        """Answer them in the order in which they were named."""
        found = []
        for room_id in self.room_ids:
            with suppress(NotFound):
                found.append(work.rooms.get(room_id))
        shown = Page([room for room in found if room.is_public and room.is_active])
        listed = rows(work, in_sight(work, shown))
        return [row for row in listed.items if row.card.is_active]


@attrs.frozen(kw_only=True)
class ListMyRooms(Query[Page[RoomRow]]):
    """List the rooms that one is in, the newest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: RoomsWork) -> Page[RoomRow]:
        """Answer a page of them."""
        return rows(work, work.rooms.of_member(work.actor.person, self.page))


@attrs.frozen(kw_only=True)
class ListMembers(Query[Page[MemberView]]):
    """List who is in a room, who came first first; without those whom one has blocked.

    Raises: NotFound; RoomOver; Invalid.
    """

    access = Access.PERSON
    room_id: RoomId
    page: PageRequest = PageRequest()

    def run(self, work: RoomsWork) -> Page[MemberView]:
        """Answer a page of them."""
        return members(work, seen_room(work, self.room_id, looks=True), self.page)


@attrs.frozen(kw_only=True)
class GetPlayback(Query[PlaybackView]):
    """Look at where the music of a room stands. Raises: NotFound; RoomOver."""

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: RoomsWork) -> PlaybackView:
        """Answer it, as of now."""
        return playback(work, seen_room(work, self.room_id, looks=True))


@attrs.frozen(kw_only=True)
class ListHistory(Query[Page[Play]]):
    """List what was played in a room, the latest first. Raises: NotFound; RoomOver; Invalid."""

    access = Access.PERSON
    room_id: RoomId
    page: PageRequest = PageRequest()

    def run(self, work: RoomsWork) -> Page[Play]:
        """Answer a page of it."""
        course = seen_room(work, self.room_id, looks=True)
        stored = work.room_plays.list(self.room_id, self.page)
        if self.page.cursor is not None:
            return stored
        items = [*reversed(course.plays), *stored.items]
        if len(items) <= self.page.limit:
            return Page(items, stored.next)
        kept = items[: self.page.limit]
        return Page(kept, number_cursor(kept[-1].number))
