"""Finding things by their names, over SQL: by an index of words first, then inside of names."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, Final, Generic, TypeVar

import attrs
from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)

from phantom_adapters.sql.place_in import place_in
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Whole, Words
from phantom_adapters.sql.word_index import beyond
from phantom_core.kernel import (
    Id,
    NameQuery,
    NameRank,
    Page,
    PageRequest,
    Place,
    name_key,
)
from phantom_core.kernel.name_search import after_place, place_cursor

__all__ = ["NameSearch", "WordsOf"]

V = TypeVar("V")

_KEY: Final = bindparam("key", type_=Words())
_BEYOND: Final = bindparam("beyond", type_=Words())
_RANK: Final = bindparam("rank", type_=Whole())
_NAME: Final = bindparam("name", type_=Words())
_ID: Final = bindparam("id", type_=Key())


class _Phase(Enum):
    """What is looked for, one after the other: the first and the last rank that it finds."""

    WORDS = NameRank.EXACT, NameRank.WORD
    INSIDE = NameRank.INSIDE, NameRank.INSIDE
    ALL = NameRank.START, NameRank.START

    @property
    def first(self) -> NameRank:
        return self.value[0]

    @property
    def last(self) -> NameRank:
        return self.value[1]

    def rank_of(self, query: NameQuery, key: str) -> NameRank:
        return query.rank_of(key) if self is _Phase.WORDS else self.first


@attrs.frozen(eq=False)
class WordsOf:
    """A table of words, and how the things that are sought have them.

    Attributes:
        table: an owner and a word.
        names: the table of the owners.
        owner: the column of the things that is their owner; it is indexed.
    """

    table: Table
    names: Table
    owner: Column[Any]

    def begun(self, number: int) -> ColumnElement[bool]:
        """Whether the owner has a word that begins with the query's word of that number."""
        mine, _ = self.table.c
        return exists(select(mine).where(mine == self.owner, self._stretch(number)))

    def holding(self, number: int) -> ColumnElement[bool]:
        """Whether the query's word of that number is somewhere in the owner's name."""
        word = bindparam(f"word{number}", type_=Words())
        held: ColumnElement[bool] = place_in(self.names.c["spelled"], word) > literal(0)
        if self._own:
            return held
        return self.owner.in_(select(self.names.c["id"]).where(held))

    def things(self, identifier: Column[Any]) -> Select[Any]:
        """The things of which the query's first word begins a word."""
        mine, _ = self.table.c
        if self._own:
            return select(mine).where(self._stretch(0))
        other = self.owner.table.alias()
        joined = select(other.c[identifier.name]).join_from(
            self.table, other, other.c[self.owner.name] == mine
        )
        return joined.where(self._stretch(0))

    @property
    def _own(self) -> bool:
        """Whether the things themselves are the owners."""
        return self.owner.table is self.names

    def _stretch(self, number: int) -> ColumnElement[bool]:
        _, word = self.table.c
        begin, beyond = (bindparam(f"{name}{number}", type_=Words()) for name in ("word", "past"))
        return and_(word >= begin, word < beyond)


@attrs.frozen(kw_only=True, eq=False)
class NameSearch(Generic[V]):
    """Finds the things of one table that live.

    Attributes:
        rows: the things.
        table: the table of the things.
        of_genre: whether a thing is of the genre `genre_id`.
        words: where words are that they are found by; first those of their own names.
        listing: the name of the list.
        named: takes a thing's name and id from it.
    """

    rows: Rows[V]
    table: Table
    of_genre: ColumnElement[bool]
    words: Sequence[WordsOf]
    listing: str
    named: Callable[[V], tuple[str, Id]]

    def page(
        self, tx: Transaction, query: NameQuery, page: PageRequest, genre_id: Id | None
    ) -> Page[V]:
        """Those that fit, the best first. Raises: Invalid, for a cursor of another list."""
        begin = after_place(page, self.listing)
        values = _values_of(query, genre_id)
        found: list[tuple[Place, V]] = []
        for phase in [_Phase.WORDS, _Phase.INSIDE] if query.words else [_Phase.ALL]:
            left = page.limit + 1 - len(found)
            if left and (begin is None or begin[0] <= phase.last):
                further = begin is not None and begin[0] >= phase.first
                made = self._made(phase, len(query.words), genre_id is not None, further)
                place = dict(zip(("rank", "name", "id"), begin or (), strict=False))
                rows = self.rows.all(tx, made, limit=left, **place, **values)
                found += [(self._place(phase, query, each), each) for each in rows]
        cut = Page.of(found, page.limit, lambda each: place_cursor(self.listing, each[0]))
        return cut.map(lambda each: each[1])

    def _place(self, phase: _Phase, query: NameQuery, value: V) -> Place:
        name, identifier = self.named(value)
        key = name_key(name)
        return phase.rank_of(query, key), key, identifier

    @by_form
    def _made(self, phase: _Phase, words: int, by_genre: bool, further: bool) -> Statement:  # noqa: FBT001
        columns = self.table.c
        clause = self.rows.select.where(columns["deleted_at"].is_(None)).limit(bindparam("limit"))
        order: list[ColumnElement[Any]] = [columns["name_key"], columns["id"]]
        bounds: list[ColumnElement[Any]] = [_NAME, _ID]
        if phase is _Phase.WORDS:
            clause = clause.where(columns["id"].in_(self._first()), *self._begun(range(1, words)))
            order, bounds = [_rank(columns["name_key"]), *order], [_RANK, *bounds]
        elif phase is _Phase.INSIDE:
            clause = clause.where(*self._held(range(words)), not_(and_(*self._begun(range(words)))))
        if by_genre:
            clause = clause.where(self.of_genre)
        if further:
            clause = clause.where(tuple_(*order) > tuple_(*bounds))
        return Statement(clause.order_by(*order))

    def _first(self) -> Any:
        """The things of which the query's first word, the longest, begins a word."""
        return union_all(*[each.things(self.table.c["id"]) for each in self.words])

    def _begun(self, numbers: Iterable[int]) -> list[ColumnElement[bool]]:
        return [or_(*[each.begun(number) for each in self.words]) for number in numbers]

    def _held(self, numbers: Iterable[int]) -> list[ColumnElement[bool]]:
        return [or_(*[each.holding(number) for each in self.words]) for number in numbers]


def _rank(name: ColumnElement[str]) -> ColumnElement[int]:
    return case(
        (name == _KEY, int(NameRank.EXACT)),
        (and_(name >= _KEY, name < _BEYOND), int(NameRank.START)),
        else_=int(NameRank.WORD),
    )


def _values_of(query: NameQuery, genre_id: Id | None) -> dict[str, Any]:
    values: dict[str, Any] = {"key": query.key, "beyond": beyond(query.key), "genre_id": genre_id}
    for number, word in enumerate(query.words):
        values |= {f"word{number}": word, f"past{number}": beyond(word)}
    return values
