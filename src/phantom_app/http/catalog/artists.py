"""Artists over HTTP."""

from typing import Any

from litestar import Response, Router, delete, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.parameters import GenreInQuery, QueryText, changes, genre_in
from phantom_app.http.catalog.payloads import ArtistPayload, SongPayload, artist_of, track_of
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly, versioned
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_app.http.problems import naming
from phantom_core.catalog import (
    AddArtist,
    Artist,
    ArtistId,
    ArtistInUse,
    ChangeArtist,
    DeleteArtist,
    FindArtists,
    GenreId,
    GetArtist,
    ListArtistSongs,
    SpotifyIdTaken,
)
from phantom_core.kernel import Id, NotFound, Outdated

__all__ = [
    "ROUTES",
    "ArtistChange",
    "NewArtist",
    "add",
    "change",
    "find",
    "remove",
    "show",
    "songs",
]


class NewArtist(Payload):
    """An artist who shall be there."""

    name: str
    genre_id: IdText
    spotify_artist_id: str | None = None
    image_url: str | None = None


class ArtistChange(Payload):
    """What shall be otherwise about an artist; what is left out stays."""

    name: str | UnsetType = UNSET
    genre_id: IdText | UnsetType = UNSET
    spotify_artist_id: str | UnsetType | None = UNSET
    image_url: str | UnsetType | None = UNSET
    version: VersionNumber | None = None


@get("/")
async def find(
    request: PhantomRequest,
    q: QueryText = "",
    genre_id: GenreInQuery = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[ArtistPayload]:
    """Artists by name, those that fit best first; without a name, all."""
    with naming(query="q"):
        query = FindArtists(query=q, genre_id=genre_in(genre_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), artist_of)


@get("/{artist_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, artist_id: IdInPath) -> Response[ArtistPayload]:
    """An artist, also one that is deleted."""
    return _told(await request.caller.ask(GetArtist(artist_id=_artist(artist_id))))


@get("/{artist_id:str}/songs", refuses=[NotFound])
async def songs(
    request: PhantomRequest, artist_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[SongPayload]:
    """An artist's songs, in the order in which they came."""
    query = ListArtistSongs(artist_id=_artist(artist_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), track_of)


@post("/", refuses=[SpotifyIdTaken], response_headers=TAGGED)
async def add(request: PhantomRequest, data: JSONBody[NewArtist]) -> Response[ArtistPayload]:
    """Add an artist, with a default playlist. For admins."""
    command = AddArtist(
        name=data.name,
        genre_id=GenreId(Id(data.genre_id)),
        spotify_artist_id=data.spotify_artist_id,
        image_url=data.image_url,
    )
    return _told(await request.caller.do(command), status=201)


@patch("/{artist_id:str}", refuses=[NotFound, Outdated, SpotifyIdTaken], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    artist_id: IdInPath,
    data: JSONBody[ArtistChange],
    if_match: IfMatch = None,
) -> Response[ArtistPayload]:
    """Say something else of an artist; what is left out stays. For admins."""
    command = ChangeArtist(
        artist_id=_artist(artist_id),
        version=expected_version(if_match, data.version),
        **changes(data),
    )
    with strictly(if_match):
        return _told(await request.caller.do(command))


@delete("/{artist_id:str}", refuses=[NotFound, ArtistInUse])
async def remove(request: PhantomRequest, artist_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete an artist by whom there is no song. For admins."""
    command = DeleteArtist(artist_id=_artist(artist_id), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


def _artist(text: str) -> ArtistId:
    return ArtistId(Id(text))


def _told(artist: Artist, **options: Any) -> Response[ArtistPayload]:
    return versioned(artist_of(artist), artist.version, **options)


ROUTES = (
    Router(
        "/api/artists",
        tags=["Catalogue"],
        route_handlers=[find, show, songs, add, change, remove],
    ),
)
"""What is served here."""
