"""Playlists over HTTP."""

from typing import Annotated, Any

import msgspec
from litestar import Response, Router, delete, get, patch, post, put
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.parameters import ArtistInQuery
from phantom_app.http.catalog.payloads import (
    GeneratedPayload,
    PlaylistPayload,
    TracklistPayload,
    generated_of,
    playlist_of,
    rest_of,
    tracklist_of,
)
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly, versioned
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_core.catalog import (
    ArtistId,
    ChangePlaylist,
    CreatePlaylist,
    DefaultPlaylist,
    DeletePlaylist,
    GeneratePlaylist,
    GenreId,
    GetPlaylist,
    ListPlaylists,
    ListPlaylistsOf,
    NothingToDraw,
    PlaylistId,
    SetPlaylistSongs,
    SongId,
    Tracklist,
)
from phantom_core.kernel import ID_PATTERN, Forbidden, Id, NotFound, Outdated, UserId

__all__ = [
    "ROUTES",
    "NewPlaylist",
    "PlaylistChange",
    "PlaylistSongs",
    "PlaylistWish",
    "change",
    "create",
    "generate",
    "list_some",
    "remove",
    "set_songs",
    "show",
]


class NewPlaylist(Payload):
    """A playlist that shall be one's own."""

    name: str
    artist_id: IdText | None = None
    song_ids: tuple[IdText, ...] = ()


class PlaylistChange(Payload):
    """What a playlist shall be called."""

    name: str
    version: VersionNumber | None = None


class PlaylistSongs(Payload):
    """The songs of a playlist, in their order."""

    song_ids: tuple[IdText, ...]
    version: VersionNumber | None = None


class PlaylistWish(Payload):
    """What a playlist shall be made of; one's own taste, if nothing is named."""

    artist_id: IdText | None = None
    genre_ids: tuple[IdText, ...] = ()
    song_ids: tuple[IdText, ...] = ()
    room_id: Annotated[
        IdText | None, msgspec.Meta(description="A room that one is in; what all in it like.")
    ] = None
    length: int = 25
    seed: int | None = None


@get("/")
async def list_some(
    request: PhantomRequest,
    artist_id: ArtistInQuery = None,
    user_id: Annotated[
        str | None,
        QueryParameter(name="userId", pattern=ID_PATTERN, description="Who has made them."),
    ] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[PlaylistPayload]:
    """One's own playlists, newest first; or somebody's; or everybody's about an artist."""
    page = page_at(limit, cursor)
    wanted: Any = ListPlaylists(artist_id=_artist(artist_id), page=page)
    if artist_id is None and user_id is not None:
        wanted = ListPlaylistsOf(user_id=UserId(Id(user_id)), page=page)
    return items_of(await request.caller.ask(wanted), playlist_of)


@post("/", response_headers=TAGGED)
async def create(
    request: PhantomRequest, data: JSONBody[NewPlaylist]
) -> Response[TracklistPayload]:
    """Make a playlist of one's own."""
    command = CreatePlaylist(
        name=data.name, artist_id=_artist(data.artist_id), song_ids=_songs(data.song_ids)
    )
    return _told(await request.caller.do(command), status=201)


@post("/generate", refuses=[NothingToDraw], response_headers=TAGGED)
async def generate(
    request: PhantomRequest, data: JSONBody[PlaylistWish]
) -> Response[GeneratedPayload]:
    """Have a playlist made and kept as one's own, with a reason for each song."""
    command = GeneratePlaylist(
        artist_id=_artist(data.artist_id),
        genre_ids=tuple(GenreId(Id(each)) for each in data.genre_ids),
        song_ids=_songs(data.song_ids),
        room_id=None if data.room_id is None else Id(data.room_id),
        length=data.length,
        seed=data.seed,
    )
    made = await request.caller.do(command)
    tracklist = made.tracklist
    tag = rest_of(tracklist.tracks)
    return versioned(generated_of(made), tracklist.playlist.version, tag, status=201)


@get("/{playlist_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, playlist_id: IdInPath) -> Response[TracklistPayload]:
    """A playlist, whoever has made it, with its songs."""
    return _told(await request.caller.ask(GetPlaylist(playlist_id=_playlist(playlist_id))))


@patch("/{playlist_id:str}", refuses=[NotFound, Forbidden, Outdated], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    playlist_id: IdInPath,
    data: JSONBody[PlaylistChange],
    if_match: IfMatch = None,
) -> Response[TracklistPayload]:
    """Call a playlist of one's own something else."""
    command = ChangePlaylist(
        playlist_id=_playlist(playlist_id),
        name=data.name,
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        return _told(await request.caller.do(command))


@put("/{playlist_id:str}/songs", refuses=[NotFound, Forbidden, Outdated], response_headers=TAGGED)
async def set_songs(
    request: PhantomRequest,
    playlist_id: IdInPath,
    data: JSONBody[PlaylistSongs],
    if_match: IfMatch = None,
) -> Response[TracklistPayload]:
    """Put other songs in a playlist of one's own, in place of those that are in it."""
    command = SetPlaylistSongs(
        playlist_id=_playlist(playlist_id),
        song_ids=_songs(data.song_ids),
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        return _told(await request.caller.do(command))


@delete("/{playlist_id:str}", refuses=[NotFound, Forbidden, DefaultPlaylist])
async def remove(request: PhantomRequest, playlist_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete a playlist of one's own; a room that plays it goes on."""
    command = DeletePlaylist(playlist_id=_playlist(playlist_id), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


def _playlist(text: str) -> PlaylistId:
    return PlaylistId(Id(text))


def _artist(text: str | None) -> ArtistId | None:
    return None if text is None else ArtistId(Id(text))


def _songs(texts: tuple[str, ...]) -> tuple[SongId, ...]:
    return tuple(SongId(Id(text)) for text in texts)


def _told(tracklist: Tracklist, **options: Any) -> Response[TracklistPayload]:
    payload, tag = tracklist_of(tracklist), rest_of(tracklist.tracks)
    return versioned(payload, tracklist.playlist.version, tag, **options)


ROUTES = (
    Router(
        "/api/playlists",
        tags=["Catalogue"],
        route_handlers=[list_some, create, generate, show, change, set_songs, remove],
    ),
)
"""What is served here."""
