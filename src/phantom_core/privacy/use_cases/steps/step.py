"""A step of an erasure: one kind of data, a bounded piece at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

import attrs

from phantom_core.kernel import Cursor, PageRequest, UserId, Work, person
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.ports import Erasures, PersonalRows

__all__ = [
    "FEW",
    "MANY",
    "SCANNED",
    "Done",
    "ErasingWork",
    "Step",
    "first_of",
    "in_their_name",
    "over_pages",
]

FEW: Final = 20
"""So many things are done at once that touch others' rows."""

MANY: Final = 500
"""So many rows are deleted at once."""

SCANNED: Final = 5000
"""So many rows are looked through at once."""


class ErasingWork(Work, Protocol):
    """What every step is given, beside what its context has."""

    erasures: Erasures
    personal_rows: PersonalRows


@attrs.frozen(kw_only=True)
class Done:
    """What a piece of a step came to.

    Attributes:
        count: how many things were done.
        cursor: where the next piece begins, where the things do not go away.
        more: whether there is another piece.
    """

    count: int
    cursor: str = ""
    more: bool = False


Step = Callable[[Any, Erasure, str], Done]
"""Does the next piece of its kind of data, from a cursor on. Done again, it finds less to do."""


@contextmanager
def in_their_name(work: Work, user_id: UserId) -> Iterator[None]:
    """Let what follows be done as if by somebody, within what they may do."""
    actor, work.actor = work.actor, person(user_id)
    try:
        yield
    finally:
        work.actor = actor


def first_of(limit: int = FEW) -> PageRequest:
    """The first page of things that go away as they are done."""
    return PageRequest(limit=limit)


def over_pages(cursor: str, limit: int) -> PageRequest:
    """The page that begins at a step's cursor."""
    return PageRequest(limit=limit, cursor=Cursor(cursor) if cursor else None)
