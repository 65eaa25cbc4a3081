"""Genres over HTTP."""

from litestar import Response, Router, delete, get, patch, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.payloads import GenrePayload, genre_of
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly, versioned
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, Payload, VersionNumber
from phantom_core.catalog import (
    AddGenre,
    ChangeGenre,
    DeleteGenre,
    GenreId,
    GenreInUse,
    GenreTaken,
    ListGenres,
)
from phantom_core.kernel import Id, NotFound, Outdated

__all__ = ["ROUTES", "GenreChange", "NewGenre", "add", "change", "list_all", "remove"]


class NewGenre(Payload):
    """A genre that shall be there."""

    name: str


class GenreChange(NewGenre):
    """What a genre shall be called."""

    version: VersionNumber | None = None


@get("/")
async def list_all(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[GenrePayload]:
    """The genres, by name."""
    return items_of(await request.caller.ask(ListGenres(page=page_at(limit, cursor))), genre_of)


@post("/", refuses=[GenreTaken], response_headers=TAGGED)
async def add(request: PhantomRequest, data: JSONBody[NewGenre]) -> Response[GenrePayload]:
    """Add a genre. For admins."""
    genre = await request.caller.do(AddGenre(name=data.name))
    return versioned(genre_of(genre), genre.version, status=201)


@patch("/{genre_id:str}", refuses=[NotFound, Outdated, GenreTaken], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    genre_id: IdInPath,
    data: JSONBody[GenreChange],
    if_match: IfMatch = None,
) -> Response[GenrePayload]:
    """Call a genre something else. For admins."""
    version = expected_version(if_match, data.version)
    with strictly(if_match):
        genre = await request.caller.do(
            ChangeGenre(genre_id=GenreId(Id(genre_id)), name=data.name, version=version)
        )
    return versioned(genre_of(genre), genre.version)


@delete("/{genre_id:str}", refuses=[NotFound, GenreInUse])
async def remove(request: PhantomRequest, genre_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete a genre of which no artist is. For admins."""
    command = DeleteGenre(genre_id=GenreId(Id(genre_id)), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


ROUTES = (
    Router("/api/genres", tags=["Catalogue"], route_handlers=[list_all, add, change, remove]),
)
"""What is served here."""
