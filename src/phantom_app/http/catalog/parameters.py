"""What the catalogue's routes take in their queries and bodies."""

from typing import Annotated, Any

from litestar.params import QueryParameter
from msgspec import UNSET

from phantom_core.catalog import GenreId
from phantom_core.kernel import ID_PATTERN, Id
from phantom_core.kernel.unchanged import UNCHANGED

__all__ = ["ArtistInQuery", "GenreInQuery", "QueryText", "changes", "genre_in"]

QueryText = Annotated[
    str, QueryParameter(description="A name, or the beginnings of words in it, in any order.")
]
"""What is searched for: `q: QueryText = ""`."""

GenreInQuery = Annotated[
    str | None,
    QueryParameter(name="genreId", pattern=ID_PATTERN, description="Only of this genre."),
]
"""Of which genre: `genre_id: GenreInQuery = None`."""

ArtistInQuery = Annotated[
    str | None,
    QueryParameter(name="artistId", pattern=ID_PATTERN, description="Only about this artist."),
]
"""About whom: `artist_id: ArtistInQuery = None`."""


def genre_in(text: str | None) -> GenreId | None:
    """The genre that is asked for, if one is."""
    return None if text is None else GenreId(Id(text))


def changes(data: Any) -> dict[str, Any]:
    """The fields of a payload of changes, but for its version, as a command takes them."""
    return {
        name: UNCHANGED if (value := getattr(data, name)) is UNSET else value
        for name in data.__struct_fields__
        if name != "version"
    }
