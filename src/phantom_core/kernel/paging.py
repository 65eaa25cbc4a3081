"""Lists, a page at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Generic, NewType, TypeVar

import attrs

from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.ids import Id, is_id
from phantom_core.kernel.quantities import EPOCH, MILLISECOND

__all__ = [
    "MAX_PAGE",
    "Cursor",
    "Page",
    "PageRequest",
    "after_moment",
    "cursor_after",
    "foreign_cursor",
    "identifier_in",
    "moment_cursor",
    "position",
]

T = TypeVar("T")
U = TypeVar("U")

Cursor = NewType("Cursor", str)
"""Where the next page begins; opaque to callers, good for the list that issued it only."""

MAX_PAGE: Final = 200
"""The most items that a page may have."""


@attrs.frozen(kw_only=True)
class PageRequest:
    """Which page is asked for.

    Attributes:
        limit: how many items at the most, 1 to 200.
        cursor: the `next` of the page before; `None` for the first.
    """

    limit: int = 50
    cursor: Cursor | None = None

    def __attrs_post_init__(self) -> None:
        """Keep the limit within its bounds."""
        if not 1 <= self.limit <= MAX_PAGE:
            raise Invalid(Fault("limit", f"must be from 1 to {MAX_PAGE}"))


@attrs.frozen
class Page(Generic[T]):
    """Some items of a list, in its order, and where to go on."""

    items: Sequence[T]
    next: Cursor | None = None

    @classmethod
    def of(cls, rows: Sequence[T], limit: int, cursor: Callable[[T], Cursor]) -> "Page[T]":
        """Make a page of `limit` items from rows of which one more was read than asked for."""
        items = rows[:limit]
        return cls(items, cursor(items[-1]) if len(rows) > limit else None)

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page of other things."""
        return Page([change(item) for item in self.items], self.next)


def cursor_after(listing: str, *keys: str | int) -> Cursor:
    """Name the place after the item whose sort keys these are, in the list of that name."""
    import base64  # noqa: PLC0415 - keeps `import phantom_core` light
    import json  # noqa: PLC0415 - as above

    text = json.dumps([listing, *keys], separators=(",", ":"))
    return Cursor(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def position(request: PageRequest, listing: str, *kinds: type) -> list[str | int] | None:
    """Read the sort keys back out of a cursor; `None` for the first page.

    Raises: Invalid, if the cursor was not made by this list.
    """
    if request.cursor is None:
        return None
    found = _read(request.cursor)
    if not isinstance(found, list) or found[:1] != [listing]:
        raise foreign_cursor()
    keys = found[1:]
    if [type(key) for key in keys] != list(kinds) or not all(map(_storable, keys)):
        raise foreign_cursor()
    return keys


def _read(cursor: Cursor) -> object:
    import base64  # noqa: PLC0415 - as above
    import json  # noqa: PLC0415 - as above

    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None


def _storable(key: str | int) -> bool:
    """Whether any database can compare with this key."""
    if isinstance(key, int):
        return -(2**63) <= key < 2**63
    return "\0" not in key and not any("\ud800" <= letter <= "\udfff" for letter in key)


def identifier_in(key: str | int) -> Id:
    """A sort key that must be an id. Raises: Invalid, if it was not made by this list."""
    if not is_id(str(key)):
        raise foreign_cursor()
    return Id(str(key))


def foreign_cursor() -> Invalid:
    """The refusal of a cursor that a list has not made."""
    return Invalid(Fault("cursor", "is not one that this list has given out"))


def moment_cursor(listing: str, moment: datetime, identifier: Id) -> Cursor:
    """The place after an item, in a list that is sorted by time and then by id."""
    return cursor_after(listing, (moment - EPOCH) // MILLISECOND, identifier)


def after_moment(page: PageRequest, listing: str) -> tuple[datetime, Id] | None:
    """The time and id after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, listing, int, str)
    if keys is None:
        return None
    try:
        return EPOCH + int(keys[0]) * MILLISECOND, identifier_in(keys[1])
    except OverflowError as error:
        raise foreign_cursor() from error
