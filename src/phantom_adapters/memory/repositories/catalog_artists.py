"""Artists in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from phantom_adapters.memory.repositories.catalog_tables import (
    CatalogTables,
    by_lot,
    found_page,
)
from phantom_core.catalog import Artist, ArtistId, Artists, GenreId
from phantom_core.catalog.listing import ARTISTS
from phantom_core.kernel import NameQuery, Page, PageRequest, Place, name_key, spelled

__all__ = ["MemoryArtists"]


class MemoryArtists(Artists):
    """Artists by id, looked through one by one."""

    def __init__(self, tables: CatalogTables) -> None:
        self._rows = tables.artists

    def add(self, artist: Artist) -> None:
        """Store a new artist."""
        self._rows.add(artist)

    def get(self, artist_id: ArtistId) -> Artist:
        """Find an artist, or refuse."""
        return self._rows.get(artist_id)

    def put(self, artist: Artist) -> None:
        """Store an artist's new state."""
        self._rows.put(artist)

    def of(self, artist_ids: Collection[ArtistId]) -> Mapping[ArtistId, Artist]:
        """Those of the artists named that there are."""
        return {each: artist for each in artist_ids if (artist := self._rows.find(each))}

    def named(self, name: str) -> Sequence[Artist]:
        """The living artists of a name."""
        found = (each for each in self._living() if spelled(each.name) == spelled(name))
        return sorted(found, key=attrgetter("id"))

    def by_spotify_id(self, spotify_artist_id: str) -> Artist | None:
        """The artist with a Spotify id."""
        return self._rows.by("spotify", spotify_artist_id)

    def any_of(self, genre_id: GenreId) -> bool:
        """Whether a living artist is of a genre."""
        return any(self._living(genre_id))

    def search(
        self, query: NameQuery, page: PageRequest, *, genre_id: GenreId | None = None
    ) -> Page[Artist]:
        """Living artists whose names fit, the best first."""
        return found_page(self._fitting(query, genre_id), page, ARTISTS)

    def drawn(self, genre_id: GenreId, begin: int, limit: int) -> Sequence[Artist]:
        """Some artists of a genre, by lot."""
        return by_lot(self._living(genre_id), begin, limit, known_by=attrgetter("id"))

    def _living(self, genre_id: GenreId | None = None) -> Iterator[Artist]:
        for artist in self._rows:
            if artist.lives and genre_id in {None, artist.genre_id}:
                yield artist

    def _fitting(
        self, query: NameQuery, genre_id: GenreId | None
    ) -> Iterator[tuple[Place, Artist]]:
        for artist in self._living(genre_id):
            rank = query.rank(artist.name)
            if rank is not None:
                yield (rank, name_key(artist.name), artist.id), artist
