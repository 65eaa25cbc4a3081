"""Tables of two users and a time: what follows and blocks share."""

from typing import Any, Final

from sqlalchemy import Column, Select, Table, bindparam, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.repositories.identity_people import PERSON_COLUMNS, person_of
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import users
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.identity.user import Person
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["Pairs", "PeopleByTime"]

_AT: Final = "created_at"


class Pairs:
    """The rows of such a table, one for each pair.

    Args:
        table: its first two columns are the pair.
    """

    def __init__(self, table: Table) -> None:
        self._names = [column.name for column in table.c]
        this = [column == bindparam(column.name) for column in table.primary_key]
        given: dict[str, Any] = {name: bindparam(name) for name in self._names}
        self._add = Statement(insert(table).values(given).on_conflict_do_nothing())
        self._remove = Statement(delete(table).where(*this))
        self._find = Statement(select(table.c[_AT]).where(*this))

    def add(self, tx: Transaction, *row: Any) -> bool:
        """Insert a pair with its time, and say whether it is new."""
        return tx.run(self._add, **dict(zip(self._names, row, strict=True))) > 0

    def remove(self, tx: Transaction, *pair: UserId) -> bool:
        """Delete a pair, and say whether it was there."""
        return tx.run(self._remove, **dict(zip(self._names, pair, strict=False))) > 0

    def exists(self, tx: Transaction, *pair: UserId) -> bool:
        """Whether there is such a pair."""
        return tx.row(self._find, **dict(zip(self._names, pair, strict=False))) is not None


class PeopleByTime:
    """The people at one end of such a table, as seen from the other: the latest first.

    Args:
        listing: the name of the list.
        theirs: the column of those who are listed.
        mine: the column of the one whose list it is.
        conditions: who else is left out.
    """

    def __init__(
        self, listing: str, *, theirs: Column[Any], mine: Column[Any], conditions: list[Any]
    ) -> None:
        self._listing = listing
        at = mine.table.c[_AT]
        first = _listed(theirs, mine, conditions)
        begin = tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
        self._first = Statement(first)
        self._further = Statement(first.where(tuple_(at, theirs) < begin))

    def page(
        self, tx: Transaction, user_id: UserId, page: PageRequest, **viewer: UserId | None
    ) -> Page[Person]:
        """A page of the list. Raises: Invalid, for a cursor of another list."""
        begin = after_moment(page, self._listing)
        limits = {"mine": user_id, "limit": page.limit + 1, **viewer}
        if begin is None:
            rows = tx.rows(self._first, **limits)
        else:
            rows = tx.rows(self._further, **limits, at=begin[0], id=begin[1])
        cut = Page.of(rows, page.limit, lambda row: moment_cursor(self._listing, row[-1], row[0]))
        return cut.map(person_of)


def _listed(theirs: Column[Any], mine: Column[Any], conditions: list[Any]) -> Select[Any]:
    at = mine.table.c[_AT]
    return (
        select(*PERSON_COLUMNS, at)
        .join_from(mine.table, users, users.c.id == theirs)
        .where(mine == bindparam("mine"), *conditions)
        .order_by(at.desc(), theirs.desc())
        .limit(bindparam("limit"))
    )
