"""Making rooms, changing them, and closing them."""

import attrs

from phantom_core.kernel import Access, Checked, Command, UserId, each, ruled
from phantom_core.rooms.names import ArtistId, PlaylistId, RoomId
from phantom_core.rooms.room import ROOM_NAME
from phantom_core.rooms.views import RoomView

__all__ = ["MOST_INVITED_AT_FIRST", "ChangeRoom", "CloseRoom", "CreateRoom"]

MOST_INVITED_AT_FIRST = 50
"""How many people may be invited when a room is made."""


@attrs.frozen(kw_only=True)
class CreateRoom(Checked, Command[RoomView]):
    """Open a room, and be its host.

    The music of a public room plays from now on. That of a private one stands at the beginning of
    its first song: of the playlist, else of the artist's, else of one's first favourite artist's.

    Attributes:
        artist_id: a public room needs one.
        playlist_id: what is played; the artist's default playlist, if absent.
        invites: who may come in; a private room needs one at least, a public room has none.

    Raises: Invalid; EntryRule.
    """

    access = Access.PERSON
    name: str = ruled(ROOM_NAME)
    is_public: bool
    artist_id: ArtistId | None = None
    playlist_id: PlaylistId | None = None
    allow_voice_chat: bool = False
    invites: tuple[UserId, ...] = ruled(
        each(lambda _: iter(()), most=MOST_INVITED_AT_FIRST), default=()
    )


@attrs.frozen(kw_only=True)
class ChangeRoom(Checked, Command[RoomView]):
    """Name a room otherwise, or have another playlist played in it. What is not given stays.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; RoomOver; NotPresent; HostsOnly; Outdated.
    """

    access = Access.PERSON
    room_id: RoomId
    name: str | None = ruled(ROOM_NAME, default=None)
    allow_voice_chat: bool | None = None
    playlist_id: PlaylistId | None = None
    version: int | None = None


@attrs.frozen(kw_only=True)
class CloseRoom(Command[None]):
    """End a room for good: its host a private one, admins any.

    Raises: NotFound; RoomOver; Forbidden.
    """

    access = Access.PERSON
    room_id: RoomId
