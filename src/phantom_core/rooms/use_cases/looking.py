"""Looking at rooms. What is answered is so at this moment, however late somebody wakes them."""

import attrs

from phantom_core.kernel import Access, Checked, Page, PageRequest, Query, line, ruled
from phantom_core.rooms.names import ArtistId, GenreId, RoomId
from phantom_core.rooms.play import Play as Playing
from phantom_core.rooms.views import MemberView, PlaybackView, RoomRow, RoomView

__all__ = ["GetPlayback", "GetRoom", "ListHistory", "ListMembers", "ListMyRooms", "ListRooms"]


@attrs.frozen(kw_only=True)
class GetRoom(Query[RoomView]):
    """Look at a room; of a private one that one is not in, at its card.

    Raises: NotFound, for a private room that one has not been in and is not invited to; RoomOver.
    """

    access = Access.PERSON
    room_id: RoomId


@attrs.frozen(kw_only=True)
class ListRooms(Checked, Query[Page[RoomRow]]):
    """Find public rooms: those first that suit one's taste, then those where most people are.

    Attributes:
        query: the beginning of a name or of a word in it; case and accents are nothing.

    Raises: Invalid.
    """

    access = Access.PERSON
    artist_id: ArtistId | None = None
    genre_id: GenreId | None = None
    query: str = ruled(line(0, 100), default="")
    page: PageRequest = PageRequest()


@attrs.frozen(kw_only=True)
class ListMyRooms(Query[Page[RoomRow]]):
    """List the rooms that one is in, the newest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()


@attrs.frozen(kw_only=True)
class ListMembers(Query[Page[MemberView]]):
    """List who is in a room, who came first first; without those whom one has blocked.

    Raises: NotFound; RoomOver; Invalid.
    """

    access = Access.PERSON
    room_id: RoomId
    page: PageRequest = PageRequest()


@attrs.frozen(kw_only=True)
class GetPlayback(Query[PlaybackView]):
    """Look at where the music of a room stands. Raises: NotFound; RoomOver."""

    access = Access.PERSON
    room_id: RoomId


@attrs.frozen(kw_only=True)
class ListHistory(Query[Page[Playing]]):
    """List what was played in a room, the latest first. Raises: NotFound; RoomOver; Invalid."""

    access = Access.PERSON
    room_id: RoomId
    page: PageRequest = PageRequest()
