"""Where the pages of audio's lists begin: the same for every storage."""

from typing import Final

from phantom_core.kernel import Cursor, Id, PageRequest, cursor_after, position
from phantom_core.kernel.paging import identifier_in

__all__ = ["LAST_ID", "RECORDINGS", "REPORTS", "TAG_COUNTS", "before_id", "id_cursor"]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

RECORDINGS: Final = "audio"
"""Somebody's recordings."""

TAG_COUNTS: Final = "audio-tags"
"""The tags of somebody's recordings."""

REPORTS: Final = "audio-reports"
"""A recording's reports."""


def id_cursor(listing: str, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by descending id."""
    return cursor_after(listing, identifier)


def before_id(page: PageRequest, listing: str) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, listing, str)
    return None if keys is None else identifier_in(keys[0])
