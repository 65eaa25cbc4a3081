"""Genres: listing them, and what admins do with them."""

import attrs

from phantom_core.catalog.errors import GenreInUse
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import GenreId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.use_cases._finding import living
from phantom_core.kernel import Access, Command, Page, PageRequest, Query

__all__ = ["AddGenre", "ChangeGenre", "DeleteGenre", "ListGenres"]


@attrs.frozen(kw_only=True)
class ListGenres(Query[Page[Genre]]):
    """List the genres by name. Raises: Invalid, for a foreign cursor."""

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Genre]:
        """Answer a page."""
        return work.genres.all(self.page)


@attrs.frozen(kw_only=True)
class AddGenre(Command[Genre]):
    """Add a genre. Raises: Invalid; GenreTaken."""

    access = Access.ADMIN
    name: str

    def run(self, work: CatalogWork) -> Genre:
        """Answer it."""
        genre = Genre(
            id=GenreId(work.new_id()), name=self.name, created_at=work.now, updated_at=work.now
        )
        work.genres.add(genre)
        return genre


@attrs.frozen(kw_only=True)
class ChangeGenre(Command[Genre]):
    """Call a genre something else.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Outdated; GenreTaken.
    """

    access = Access.ADMIN
    genre_id: GenreId
    name: str
    version: int | None = None

    def run(self, work: CatalogWork) -> Genre:
        """Answer the genre as it is now."""
        genre = living(work.genres.get(self.genre_id), self.genre_id).based_on(self.version)
        changed = genre.changed(work.now, name=self.name)
        work.genres.put(changed)
        return changed


@attrs.frozen(kw_only=True)
class DeleteGenre(Command[None]):
    """Delete a genre of which no artist is; who likes it best goes on liking it.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Outdated; GenreInUse.
    """

    access = Access.ADMIN
    genre_id: GenreId
    version: int | None = None

    def run(self, work: CatalogWork) -> None:
        """Let it go."""
        genre = living(work.genres.get(self.genre_id), self.genre_id).based_on(self.version)
        if work.artists.any_of(genre.id):
            raise GenreInUse
        work.genres.put(genre.changed(work.now, deleted_at=work.now))
