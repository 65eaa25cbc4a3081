"""Taste: saying what one likes best, and reading it."""

from collections.abc import Sequence

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.events import TasteChanged
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import ArtistId, GenreId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.taste import FAVOURITES, Taste
from phantom_core.catalog.use_cases._finding import check_named
from phantom_core.kernel import Access, Checked, Command, Query, ruled

__all__ = ["Favourites", "GetTaste", "SetFavouriteArtists", "SetFavouriteGenres"]


@attrs.frozen(kw_only=True)
class Favourites:
    """A taste, and what it names, in its order; what is deleted is named by its id only."""

    taste: Taste
    genres: Sequence[Genre]
    artists: Sequence[Artist]


@attrs.frozen(kw_only=True)
class GetTaste(Query[Favourites]):
    """Read what one likes best."""

    access = Access.PERSON

    def run(self, work: CatalogWork) -> Favourites:
        """Answer one's own taste."""
        me = work.actor.person
        taste = work.tastes.of([me])[me]
        genres, artists = work.genres.of(taste.genre_ids), work.artists.of(taste.artist_ids)
        return Favourites(
            taste=taste,
            genres=[genres[each] for each in taste.genre_ids if genres[each].lives],
            artists=[artists[each] for each in taste.artist_ids if artists[each].lives],
        )


@attrs.frozen(kw_only=True)
class SetFavouriteGenres(Checked, Command[Taste]):
    """Say which genres one likes best, the dearest first, in place of what one said before.

    Raises: Invalid, with the place of each genre that there is not.
    """

    access = Access.PERSON
    ids: tuple[GenreId, ...] = ruled(FAVOURITES)

    def run(self, work: CatalogWork) -> Taste:
        """Answer one's taste as it is now."""
        taste = work.tastes.hold(work.actor.person)
        check_named("ids", self.ids, work.genres.of(self.ids), but=taste.genre_ids)
        return _store(work, taste, taste.changed(genre_ids=self.ids))


@attrs.frozen(kw_only=True)
class SetFavouriteArtists(Checked, Command[Taste]):
    """Say which artists one likes best, the dearest first, in place of what one said before.

    Raises: Invalid, with the place of each artist that there is not.
    """

    access = Access.PERSON
    ids: tuple[ArtistId, ...] = ruled(FAVOURITES)

    def run(self, work: CatalogWork) -> Taste:
        """Answer one's taste as it is now."""
        taste = work.tastes.hold(work.actor.person)
        check_named("ids", self.ids, work.artists.of(self.ids), but=taste.artist_ids)
        return _store(work, taste, taste.changed(artist_ids=self.ids))


def _store(work: CatalogWork, before: Taste, taste: Taste) -> Taste:
    if taste != before:
        work.tastes.put(taste)
        work.record(TasteChanged(user_id=taste.user_id, taste=taste))
    return taste
