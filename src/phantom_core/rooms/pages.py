"""Where the pages of rooms' lists begin: the same for every storage."""

from datetime import datetime
from typing import Final

from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import (
    Cursor,
    PageRequest,
    after_moment,
    cursor_after,
    identifier_in,
    moment_cursor,
    position,
)
from phantom_core.rooms.listing import FoundPlace, Relevance
from phantom_core.rooms.member import RoomMember

__all__ = [
    "FOUND",
    "HISTORY",
    "INVITES",
    "LAST_ID",
    "MEMBERS",
    "MINE",
    "after_found",
    "after_member",
    "before_id",
    "before_number",
    "found_cursor",
    "id_cursor",
    "member_cursor",
    "number_cursor",
]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

FOUND: Final = "rooms"
"""Rooms that are found."""

MINE: Final = "own-rooms"
"""Rooms in which somebody is."""

MEMBERS: Final = "room-members"
"""Who is in a room."""

HISTORY: Final = "room-history"
"""What was played in a room."""

INVITES: Final = "room-invites"
"""Somebody's pending invites."""


def found_cursor(place: FoundPlace) -> Cursor:
    """The place after a room that was found."""
    relevance, people, identifier = place
    return cursor_after(FOUND, int(relevance), people, identifier)


def after_found(page: PageRequest) -> FoundPlace | None:
    """The place after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, FOUND, int, int, str)
    if keys is None:
        return None
    relevance = min(max(int(keys[0]), Relevance.OTHER), Relevance.ARTIST)
    return Relevance(relevance), int(keys[1]), identifier_in(keys[2])


def id_cursor(listing: str, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by descending id."""
    return cursor_after(listing, identifier)


def before_id(page: PageRequest, listing: str) -> Id:
    """The id before which a page's ids are. Raises: Invalid."""
    keys = position(page, listing, str)
    return LAST_ID if keys is None else identifier_in(keys[0])


def member_cursor(member: RoomMember) -> Cursor:
    """The place after a member."""
    return moment_cursor(MEMBERS, member.joined_at, member.user_id)


def after_member(page: PageRequest) -> tuple[datetime, Id] | None:
    """The time and id after which a page begins; `None` for the first. Raises: Invalid."""
    return after_moment(page, MEMBERS)


def number_cursor(number: int) -> Cursor:
    """The place after a playing."""
    return cursor_after(HISTORY, number)


def before_number(page: PageRequest) -> int | None:
    """The number before which a page's numbers are; `None` for the first. Raises: Invalid."""
    keys = position(page, HISTORY, int)
    return None if keys is None else int(keys[0])
