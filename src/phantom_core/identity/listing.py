"""Where the pages of identity's lists begin: the same for every storage."""

from typing import Final

from phantom_core.identity.people_search import NameRank
from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import (
    Cursor,
    PageRequest,
    cursor_after,
    identifier_in,
    position,
)

__all__ = [
    "AUDIT",
    "BLOCKED",
    "CONSENTS",
    "FOLLOWERS",
    "FOLLOWING",
    "PEOPLE",
    "REPORTS",
    "SESSIONS",
    "after_id",
    "after_name",
    "id_cursor",
    "name_cursor",
]

FOLLOWERS: Final = "followers"
"""Who follows somebody."""

FOLLOWING: Final = "following"
"""Whom somebody follows."""

BLOCKED: Final = "blocked"
"""Whom somebody has blocked."""

PEOPLE: Final = "people"
"""Who is found."""

REPORTS: Final = "reports"
"""Reports of abuse."""

AUDIT: Final = "audit"
"""Acts of those in office."""

CONSENTS: Final = "consents"
"""What somebody has ever allowed."""

SESSIONS: Final = "sessions"
"""Where somebody is signed in."""


def id_cursor(listing: str, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by id."""
    return cursor_after(listing, identifier)


def after_id(page: PageRequest, listing: str) -> Id | None:
    """The id after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, listing, str)
    return None if keys is None else identifier_in(keys[0])


def name_cursor(rank: NameRank, key: str, identifier: Id) -> Cursor:
    """The place after a person, in the list of those who were found."""
    return cursor_after(PEOPLE, int(rank), key, identifier)


def after_name(page: PageRequest) -> tuple[int, str, Id] | None:
    """The rank, name and id after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, PEOPLE, int, str, str)
    return None if keys is None else (int(keys[0]), str(keys[1]), identifier_in(keys[2]))
