"""Tastes over HTTP."""

from litestar import Router, get, put
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.payloads import FavouritesPayload, favourites_of
from phantom_app.http.payloads import IdText, Payload
from phantom_core.catalog import (
    ArtistId,
    GenreId,
    GetTaste,
    SetFavouriteArtists,
    SetFavouriteGenres,
)
from phantom_core.kernel import Id

__all__ = ["ROUTES", "NewFavourites", "set_artists", "set_genres", "taste"]


class NewFavourites(Payload):
    """What one likes best, the dearest first, in place of what one said before."""

    ids: tuple[IdText, ...]


@get("/taste")
async def taste(request: PhantomRequest) -> FavouritesPayload:
    """What one likes best, the dearest first."""
    return favourites_of(await request.caller.ask(GetTaste()))


@put("/genres", status_code=204)
async def set_genres(request: PhantomRequest, data: JSONBody[NewFavourites]) -> None:
    """Say which genres one likes best."""
    ids = tuple(GenreId(Id(each)) for each in data.ids)
    await request.caller.do(SetFavouriteGenres(ids=ids))


@put("/artists", status_code=204)
async def set_artists(request: PhantomRequest, data: JSONBody[NewFavourites]) -> None:
    """Say which artists one likes best."""
    ids = tuple(ArtistId(Id(each)) for each in data.ids)
    await request.caller.do(SetFavouriteArtists(ids=ids))


ROUTES = (
    Router("/api/users/me", tags=["Catalogue"], route_handlers=[taste, set_genres, set_artists]),
)
"""What is served here."""
