"""A small catalogue for the suites of the catalogue's ports."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final, TypeVar

from phantom_adapters.contracts import kernel_examples
from phantom_core.catalog import (
    Artist,
    ArtistId,
    CatalogWork,
    Genre,
    GenreId,
    Playlist,
    PlaylistId,
    Song,
    SongId,
    Tag,
    TagId,
    TagKind,
)
from phantom_core.kernel import EPOCH, Id, Page, PageRequest, Storage, UserId, uuid7

__all__ = [
    "ADA",
    "EVE",
    "LATER",
    "MOMENT",
    "all_pages",
    "artist",
    "artist_id",
    "genre",
    "genre_id",
    "playlist",
    "playlist_id",
    "read",
    "song",
    "song_id",
    "tag",
    "write",
]

T = TypeVar("T")

MOMENT: Final = EPOCH + timedelta(days=20_000)
"""When everything here came."""

LATER: Final = MOMENT + timedelta(seconds=1)
"""When some of it changed."""

ADA: Final = UserId(uuid7(MOMENT, 1))
"""Somebody."""

EVE: Final = UserId(uuid7(MOMENT, 2))
"""Somebody else."""


def _id(kind: int, number: int) -> Id:
    return uuid7(MOMENT, 1000 * kind + number)


def genre_id(number: int) -> GenreId:
    """The id of one of many genres; a greater number is a greater id, here and below."""
    return GenreId(_id(1, number))


def artist_id(number: int) -> ArtistId:
    """The id of one of many artists."""
    return ArtistId(_id(2, number))


def song_id(number: int) -> SongId:
    """The id of one of many songs."""
    return SongId(_id(3, number))


def playlist_id(number: int) -> PlaylistId:
    """The id of one of many playlists."""
    return PlaylistId(_id(4, number))


def genre(number: int, name: str = "", **fields: Any) -> Genre:
    """One of many genres."""
    given = {"id": genre_id(number), "name": name or f"Genre {number}", **_TIMES}
    return Genre(**{**given, **fields})


def artist(number: int, name: str = "", **fields: Any) -> Artist:
    """One of many artists, of the first genre."""
    given = {
        "id": artist_id(number),
        "name": name or f"Artist {number}",
        "genre_id": genre_id(1),
        "default_playlist_id": playlist_id(number),
        **_TIMES,
    }
    return Artist(**{**given, **fields})


def song(number: int, title: str = "", **fields: Any) -> Song:
    """One of many songs, by the first artist."""
    given = {
        "id": song_id(number),
        "title": title or f"Song {number}",
        "artist_id": artist_id(1),
        "duration_ms": 180_000,
        **_TIMES,
    }
    return Song(**{**given, **fields})


def playlist(number: int, **fields: Any) -> Playlist:
    """One of many playlists, of Ada's."""
    given = {"id": playlist_id(number), "name": f"List {number}", "created_by": ADA, **_TIMES}
    return Playlist(**{**given, **fields})


def tag(number: int, name: str, kind: TagKind = TagKind.FREE) -> Tag:
    """One of many tags."""
    return Tag(id=TagId(_id(5, number)), name=name, kind=kind, created_at=MOMENT)


_TIMES: Final[dict[str, Any]] = {"created_at": MOMENT, "updated_at": MOMENT}


async def write(storage: Storage, body: Callable[[CatalogWork], T]) -> T:
    """Run a body in a transaction, and answer its value."""
    done: Any = body
    value: T = await kernel_examples.write(storage, done)
    return value


async def read(storage: Storage, body: Callable[[CatalogWork], T]) -> T:
    """Run a body on one state, and answer its value."""
    asked: Any = body
    value: T = await kernel_examples.read(storage, asked)
    return value


async def all_pages(
    storage: Storage,
    page_of: Callable[[CatalogWork, PageRequest], Page[T]],
    *,
    limit: int = 50,
) -> Sequence[T]:
    """What is on all pages of a list, in order."""
    found: list[T] = []
    request: PageRequest | None = PageRequest(limit=limit)
    while request is not None:
        page = await read(storage, partial(_turned, page_of, request))
        found += page.items
        request = PageRequest(limit=limit, cursor=page.next) if page.next else None
    return found


def _turned(
    page_of: Callable[[CatalogWork, PageRequest], Page[T]], page: PageRequest, work: CatalogWork
) -> Page[T]:
    return page_of(work, page)
