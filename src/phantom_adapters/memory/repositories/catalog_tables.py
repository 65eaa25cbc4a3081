"""The tables of the catalogue in memory, which its repositories share."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TypeVar

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.catalog import (
    Artist,
    ArtistId,
    Genre,
    GenreId,
    GenreTaken,
    Playlist,
    PlaylistId,
    Song,
    SongId,
    SpotifyIdTaken,
    Tag,
    TagId,
    Taste,
)
from phantom_core.catalog.drawing import lot_of
from phantom_core.catalog.listing import after_name, name_cursor
from phantom_core.kernel import Id, Page, PageRequest, Place, UserId, spelled
from phantom_core.kernel.name_search import after_place, place_cursor

__all__ = ["CatalogTables", "by_lot", "found_page", "named_page"]

V = TypeVar("V")


class CatalogTables:
    """Every table of the catalogue, over one journal."""

    def __init__(self, journal: Journal) -> None:
        self.genres: MemoryRows[GenreId, Genre] = MemoryRows(
            journal,
            "genre",
            attrgetter("id"),
            unique={"name": lambda genre: spelled(genre.name) if genre.lives else None},
            taken={"name": GenreTaken},
        )
        self.artists: MemoryRows[ArtistId, Artist] = MemoryRows(
            journal,
            "artist",
            attrgetter("id"),
            unique={"spotify": attrgetter("spotify_artist_id")},
            taken={"spotify": SpotifyIdTaken},
        )
        self.songs: MemoryRows[SongId, Song] = MemoryRows(
            journal,
            "song",
            attrgetter("id"),
            unique={"spotify": attrgetter("spotify_track_id")},
            taken={"spotify": SpotifyIdTaken},
        )
        self.playlists: MemoryRows[PlaylistId, Playlist] = MemoryRows(
            journal, "playlist", attrgetter("id"), name="playlists"
        )
        self.playlist_songs: MemoryRows[PlaylistId, tuple[PlaylistId, tuple[SongId, ...]]] = (
            MemoryRows(journal, "playlist", lambda row: row[0])
        )
        self.tags: MemoryRows[TagId, Tag] = MemoryRows(
            journal,
            "tag",
            attrgetter("id"),
            unique={"name": lambda tag: (tag.kind, spelled(tag.name))},
        )
        self.tastes: MemoryRows[UserId, Taste] = MemoryRows(
            journal, "taste", attrgetter("user_id"), name="tastes"
        )


def found_page(found: Iterable[tuple[Place, V]], page: PageRequest, listing: str) -> Page[V]:
    """A page of what was found, by its places."""
    begin = after_place(page, listing)
    rest = [each for each in found if begin is None or each[0] > begin]
    rest.sort(key=lambda each: each[0])
    cut = Page.of(rest, page.limit, lambda each: place_cursor(listing, each[0]))
    return cut.map(lambda each: each[1])


def named_page(named: Iterable[tuple[str, Id, V]], page: PageRequest, listing: str) -> Page[V]:
    """A page of things, by their names' keys and ids, which stand before them."""
    begin = after_name(page, listing)
    rest = [each for each in named if begin is None or each[:2] > begin]
    rest.sort(key=lambda each: each[:2])
    cut = Page.of(rest, page.limit, lambda each: name_cursor(listing, *each[:2]))
    return cut.map(lambda each: each[2])


def by_lot(
    things: Iterable[V], begin: int, limit: int, *, known_by: Callable[[V], Id]
) -> Sequence[V]:
    """Up to `limit` of some things by lot, from `begin` round."""

    def turn(thing: V) -> tuple[bool, int, Id]:
        lot = lot_of(known_by(thing))
        return lot < begin, lot, known_by(thing)

    return sorted(things, key=turn)[:limit]
