"""Songs over HTTP."""

from typing import Any

from litestar import Response, Router, delete, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from phantom_app.http.audio.links import REDIRECTED, Original, Redirect, link_answer
from phantom_app.http.audio.payloads import LinkPayload
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.parameters import GenreInQuery, QueryText, changes, genre_in
from phantom_app.http.catalog.payloads import SongPayload, rest_of, track_of
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly, versioned
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_app.http.problems import naming
from phantom_core.audio import AudioFileId
from phantom_core.audio.flows import LinkUse
from phantom_core.catalog import (
    AddSong,
    ArtistId,
    ChangeSong,
    DeleteSong,
    FindSongs,
    GetSong,
    GetSongAudio,
    NoAudio,
    SongId,
    SpotifyIdTaken,
    Track,
)
from phantom_core.kernel import Id, Milliseconds, NotFound, Outdated

__all__ = ["ROUTES", "NewSong", "SongChange", "add", "change", "find", "remove", "show", "stream"]


class NewSong(Payload):
    """A song that shall be there."""

    title: str
    artist_id: IdText
    duration_ms: int
    album_name: str | None = None
    album_cover_url: str | None = None
    preview_url: str | None = None
    spotify_track_id: str | None = None
    audio_file_id: IdText | None = None


class SongChange(Payload):
    """What shall be otherwise about a song; what is left out stays."""

    title: str | UnsetType = UNSET
    artist_id: IdText | UnsetType = UNSET
    duration_ms: int | UnsetType = UNSET
    album_name: str | UnsetType | None = UNSET
    album_cover_url: str | UnsetType | None = UNSET
    preview_url: str | UnsetType | None = UNSET
    spotify_track_id: str | UnsetType | None = UNSET
    audio_file_id: IdText | UnsetType | None = UNSET
    version: VersionNumber | None = None


@get("/")
async def find(
    request: PhantomRequest,
    q: QueryText = "",
    genre_id: GenreInQuery = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[SongPayload]:
    """Songs by title, with words of their artists' names beside it; without a query, all."""
    with naming(query="q"):
        query = FindSongs(query=q, genre_id=genre_in(genre_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), track_of)


@get("/{song_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, song_id: IdInPath) -> Response[SongPayload]:
    """A song, also one that is deleted."""
    return _told(await request.caller.ask(GetSong(song_id=_song(song_id))))


@get("/{song_id:str}/stream", refuses=[NotFound, NoAudio], responses=REDIRECTED)
async def stream(
    request: PhantomRequest,
    song_id: IdInPath,
    *,
    redirect: Redirect = False,
    original: Original = False,
) -> Response[LinkPayload]:
    """Where a song can be played, from any point of it: a rendition, once one is ready."""
    audio_id = AudioFileId(await request.caller.ask(GetSongAudio(song_id=_song(song_id))))
    use = LinkUse.PLAY_ORIGINAL if original else LinkUse.PLAY
    return await link_answer(request, audio_id, redirect=redirect, use=use)


@post("/", refuses=[SpotifyIdTaken], response_headers=TAGGED)
async def add(request: PhantomRequest, data: JSONBody[NewSong]) -> Response[SongPayload]:
    """Add a song, at the end of its artist's default playlist too. For admins."""
    command = AddSong(
        title=data.title,
        artist_id=ArtistId(Id(data.artist_id)),
        duration_ms=Milliseconds(data.duration_ms),
        album_name=data.album_name,
        album_cover_url=data.album_cover_url,
        preview_url=data.preview_url,
        spotify_track_id=data.spotify_track_id,
        audio_file_id=None if data.audio_file_id is None else Id(data.audio_file_id),
    )
    return _told(await request.caller.do(command), status=201)


@patch("/{song_id:str}", refuses=[NotFound, Outdated, SpotifyIdTaken], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    song_id: IdInPath,
    data: JSONBody[SongChange],
    if_match: IfMatch = None,
) -> Response[SongPayload]:
    """Say something else of a song; what is left out stays. For admins."""
    command = ChangeSong(
        song_id=_song(song_id),
        version=expected_version(if_match, data.version),
        **changes(data),
    )
    with strictly(if_match):
        return _told(await request.caller.do(command))


@delete("/{song_id:str}", refuses=[NotFound])
async def remove(request: PhantomRequest, song_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete a song: nothing finds it, and no playlist plays it, any more. For admins."""
    command = DeleteSong(song_id=_song(song_id), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


def _song(text: str) -> SongId:
    return SongId(Id(text))


def _told(track: Track, **options: Any) -> Response[SongPayload]:
    return versioned(track_of(track), track.song.version, rest_of([track]), **options)


ROUTES = (
    Router(
        "/api/songs",
        tags=["Catalogue"],
        route_handlers=[find, show, stream, add, change, remove],
    ),
)
"""What is served here."""
