"""Where the pages of the catalogue's lists begin: the same for every storage."""

from typing import Final

from phantom_core.kernel import Cursor, Id, PageRequest, cursor_after, position
from phantom_core.kernel.paging import identifier_in

__all__ = [
    "ARTISTS",
    "ARTIST_PLAYLISTS",
    "ARTIST_SONGS",
    "FIRST_ID",
    "GENRES",
    "LAST_ID",
    "OWN_PLAYLISTS",
    "SONGS",
    "TAGS",
    "after_id",
    "after_name",
    "id_cursor",
    "name_cursor",
]

FIRST_ID: Final = Id("0" * 26)
"""No id is less."""

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

GENRES: Final = "genres"
"""Genres."""

ARTISTS: Final = "artists"
"""Artists that are found."""

SONGS: Final = "songs"
"""Songs that are found."""

ARTIST_SONGS: Final = "artist-songs"
"""An artist's songs."""

OWN_PLAYLISTS: Final = "playlists"
"""Somebody's playlists."""

ARTIST_PLAYLISTS: Final = "artist-playlists"
"""Playlists about an artist."""

TAGS: Final = "tags"
"""Tags."""


def id_cursor(listing: str, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by id."""
    return cursor_after(listing, identifier)


def after_id(page: PageRequest, listing: str) -> Id | None:
    """The id after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, listing, str)
    return None if keys is None else identifier_in(keys[0])


def name_cursor(listing: str, key: str, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by `name_key` and then by id."""
    return cursor_after(listing, key, identifier)


def after_name(page: PageRequest, listing: str) -> tuple[str, Id] | None:
    """The name and id after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, listing, str, str)
    return None if keys is None else (str(keys[0]), identifier_in(keys[1]))
