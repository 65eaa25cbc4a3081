"""Where the pages of audio's lists begin: the same for every storage."""

from typing import Final

from phantom_core.kernel import (
    Cursor,
    Fault,
    Id,
    Invalid,
    PageRequest,
    cursor_after,
    is_id,
    position,
)

__all__ = ["LAST_ID", "RECORDINGS", "REPORTS", "before_id", "id_cursor"]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

RECORDINGS: Final = "audio"
"""Somebody's recordings."""

REPORTS: Final = "audio-reports"
"""A recording's reports."""


def id_cursor(listing: str, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by descending id."""
    return cursor_after(listing, identifier)


def before_id(page: PageRequest, listing: str) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, listing, str)
    if keys is None:
        return None
    if not is_id(str(keys[0])):
        raise Invalid(Fault("cursor", "is not one that this list has given out"))
    return Id(str(keys[0]))
