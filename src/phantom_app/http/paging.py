"""Lists over HTTP: `?limit=&cursor=` in, `{items, next}` out."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter

from phantom_app.http.payloads import Payload
from phantom_core.kernel import MAX_PAGE, Cursor, Page, PageRequest

__all__ = ["CursorText", "Items", "Limit", "items_of", "page_at"]

T = TypeVar("T")
U = TypeVar("U")

_LONGEST_CURSOR = 2048

Limit = Annotated[int, QueryParameter(ge=1, le=MAX_PAGE, description="How many items at the most.")]
"""A route's `limit: Limit = 50`."""

CursorText = Annotated[
    str | None,
    QueryParameter(max_length=_LONGEST_CURSOR, description="The `next` of the page before."),
]
"""A route's `cursor: CursorText = None`."""


class Items(Payload, Generic[T]):
    """Some items of a list."""

    items: Sequence[T]
    next: Annotated[
        str | None, msgspec.Meta(description="The `cursor` of the next page; null on the last.")
    ]


def page_at(limit: int, cursor: str | None) -> PageRequest:
    """Which page is asked for."""
    return PageRequest(limit=limit, cursor=None if cursor is None else Cursor(cursor))


def items_of(page: Page[U], change: Callable[[U], T]) -> Items[T]:
    """A page of core values as a page of payloads."""
    return Items(items=[change(item) for item in page.items], next=page.next)
