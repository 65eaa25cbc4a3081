"""Rooms: making, finding, changing and ending them, coming in and leaving."""

from typing import Annotated

import attrs
from litestar import Response, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_app.http.problems import naming
from phantom_app.http.rooms.payloads import (
    RoomMemberPayload,
    RoomPayload,
    RoomRowPayload,
    member_of,
    room_answer,
    room_id_of,
    room_row_of,
)
from phantom_core.kernel import ID_PATTERN, Id, NotFound, Outdated, UserId
from phantom_core.rooms import (
    ArtistId,
    Banned,
    ChangeRoom,
    CloseRoom,
    CreateRoom,
    EntryRule,
    GenreId,
    GetRoom,
    HostsOnly,
    JoinRoom,
    KickMember,
    LeaveRoom,
    ListMembers,
    ListMyRooms,
    ListRooms,
    NotPresent,
    PlaylistId,
    RoomOver,
)

__all__ = [
    "ArtistInQuery",
    "GenreInQuery",
    "Kick",
    "NewRoom",
    "PublicInQuery",
    "RoomChange",
    "change",
    "close",
    "create",
    "discover",
    "join",
    "kick",
    "leave",
    "looked_for",
    "members",
    "mine",
    "show",
]


class NewRoom(Payload):
    """A room to open.

    A public room names an artist; a private one whom it invites.
    """

    name: str
    is_public: bool
    artist_id: IdText | None = None
    playlist_id: IdText | None = None
    allow_voice_chat: bool = False
    invites: tuple[IdText, ...] = ()


class RoomChange(Payload):
    """What shall be otherwise; what is left out stays."""

    name: str | None = None
    allow_voice_chat: bool | None = None
    playlist_id: IdText | None = None
    version: VersionNumber | None = None


ArtistInQuery = Annotated[
    str | None,
    QueryParameter(name="artistId", pattern=ID_PATTERN, description="Only rooms with this artist."),
]
"""By whose music rooms are found."""

GenreInQuery = Annotated[
    str | None,
    QueryParameter(name="genreId", pattern=ID_PATTERN, description="Only rooms of this genre."),
]
"""By which genre rooms are found."""

PublicInQuery = Annotated[
    bool,
    QueryParameter(name="isPublic", description="Nobody finds private rooms: `false` has none."),
]
"""Whether public rooms are asked for."""


class Kick(Payload):
    """Who is put out."""

    user_id: IdText


@post("/", refuses=[EntryRule], allowance="room", response_headers=TAGGED)
async def create(request: PhantomRequest, data: JSONBody[NewRoom]) -> Response[RoomPayload]:
    """Open a room, and be its host; the music of a public one plays from now on."""
    command = CreateRoom(
        name=data.name,
        is_public=data.is_public,
        artist_id=_artist(data.artist_id),
        playlist_id=_playlist(data.playlist_id),
        allow_voice_chat=data.allow_voice_chat,
        invites=tuple(UserId(Id(invited)) for invited in data.invites),
    )
    return room_answer(await request.caller.do(command), status=201)


def looked_for(
    artist_id: ArtistInQuery = None,
    genre_id: GenreInQuery = None,
    q: Annotated[str, QueryParameter(description="The beginning of a name or of a word.")] = "",
    is_public: PublicInQuery = True,  # noqa: FBT002 - a parameter of the query
) -> ListRooms | None:
    """The rooms that a query asks for; `None` asks for what nobody finds. Raises: Invalid."""
    if not is_public:
        return None
    genre = None if genre_id is None else GenreId(Id(genre_id))
    with naming(query="q"):
        return ListRooms(artist_id=_artist(artist_id), genre_id=genre, query=q)


@get("/", dependencies={"wanted": Provide(looked_for, sync_to_thread=False)})
async def discover(
    request: PhantomRequest,
    wanted: NamedDependency[ListRooms | None],
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[RoomRowPayload]:
    """Public rooms: those first that suit one's taste, then those with most people in them."""
    if wanted is None:
        return Items(items=[], next=None)
    query = attrs.evolve(wanted, page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), room_row_of)


@get("/mine")
async def mine(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[RoomRowPayload]:
    """The rooms one is in, public and private, the newest first."""
    page = await request.caller.ask(ListMyRooms(page=page_at(limit, cursor)))
    return items_of(page, room_row_of)


@get("/{room_id:str}", refuses=[NotFound, RoomOver], response_headers=TAGGED)
async def show(request: PhantomRequest, room_id: IdInPath) -> Response[RoomPayload]:
    """A room; the tag begins with its version."""
    return room_answer(await request.caller.ask(GetRoom(room_id=room_id_of(room_id))))


@patch(
    "/{room_id:str}",
    refuses=[NotFound, RoomOver, NotPresent, HostsOnly, Outdated],
    response_headers=TAGGED,
)
async def change(
    request: PhantomRequest,
    room_id: IdInPath,
    data: JSONBody[RoomChange],
    if_match: IfMatch = None,
) -> Response[RoomPayload]:
    """Change a room, as its host; what is left out stays."""
    command = ChangeRoom(
        room_id=room_id_of(room_id),
        name=data.name,
        allow_voice_chat=data.allow_voice_chat,
        playlist_id=_playlist(data.playlist_id),
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        return room_answer(await request.caller.do(command))


@post(
    "/{room_id:str}/join",
    status_code=200,
    refuses=[NotFound, RoomOver, Banned, EntryRule],
    response_headers=TAGGED,
)
async def join(request: PhantomRequest, room_id: IdInPath) -> Response[RoomPayload]:
    """Come in: into a public room, or a private one that one is invited to or has been in."""
    return room_answer(await request.caller.do(JoinRoom(room_id=room_id_of(room_id))))


@post("/{room_id:str}/leave", status_code=200, refuses=[NotFound], response_headers=TAGGED)
async def leave(request: PhantomRequest, room_id: IdInPath) -> Response[RoomPayload]:
    """Leave a room; of a private one, its card is all that is left to see."""
    return room_answer(await request.caller.do(LeaveRoom(room_id=room_id_of(room_id))))


@get("/{room_id:str}/members", refuses=[NotFound, RoomOver])
async def members(
    request: PhantomRequest, room_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[RoomMemberPayload]:
    """Who is in a room, who came first first; without those whom one has blocked."""
    query = ListMembers(room_id=room_id_of(room_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), member_of)


@post(
    "/{room_id:str}/kick",
    status_code=200,
    refuses=[NotFound, RoomOver, NotPresent, HostsOnly],
    response_headers=TAGGED,
)
async def kick(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Kick]
) -> Response[RoomPayload]:
    """Put somebody out, as the host; into a private room only an invite lets them again."""
    command = KickMember(room_id=room_id_of(room_id), user_id=UserId(Id(data.user_id)))
    return room_answer(await request.caller.do(command))


@post(
    "/{room_id:str}/close",
    status_code=200,
    refuses=[NotFound, RoomOver, NotPresent, HostsOnly],
    response_headers=TAGGED,
)
async def close(request: PhantomRequest, room_id: IdInPath) -> Response[RoomPayload]:
    """End a room for good: its host a private one, admins any."""
    return room_answer(await request.caller.do(CloseRoom(room_id=room_id_of(room_id))))


def _artist(text: str | None) -> ArtistId | None:
    return None if text is None else ArtistId(Id(text))


def _playlist(text: str | None) -> PlaylistId | None:
    return None if text is None else PlaylistId(Id(text))
