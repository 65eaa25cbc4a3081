"""Users as others see them, over SQL."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final

import attrs
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    tuple_,
)

from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.identity import (
    blocks,
    profile_words,
    profiles,
    search_terms,
    users,
)
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Whole, Words
from phantom_core.identity.listing import after_name, name_cursor
from phantom_core.identity.people_filter import ANYBODY, PeopleFilter
from phantom_core.identity.people_search import LONGEST_TERM, NameRank
from phantom_core.identity.ports import People
from phantom_core.identity.user import Person, UserStatus
from phantom_core.kernel import Id, Page, PageRequest, UserId

__all__ = ["PERSON_COLUMNS", "SqlPeople", "person_of", "shown"]

PERSON_COLUMNS: Final = [users.c[field.name] for field in attrs.fields(Person)]
"""What of a user makes a person, in the order of `Person`'s fields."""

_Place = tuple[int, str, Id]
_Found = list[tuple[Any, ...]]

_FIELDS: Final = [field.name for field in attrs.fields(Person)]
_LAST: Final = "\U0010ffff" * (LONGEST_TERM + 1)
_FEW: Final = 2000
"""So many people are sorted faster than others are passed over to find the first of them."""


def person_of(row: tuple[Any, ...]) -> Person:
    """The person in the first columns of a row."""
    return Person(**dict(zip(_FIELDS, row, strict=False)))


def shown() -> ColumnElement[bool]:
    """Whether a user is listed for `seen_by`: they are active, and neither blocks the other.

    Where `seen_by` is null, nobody's block counts.
    """
    viewer = bindparam("seen_by", type_=Key())
    blocked = and_(blocks.c.blocker_id == viewer, blocks.c.blocked_id == users.c.id)
    blocking = and_(blocks.c.blocker_id == users.c.id, blocks.c.blocked_id == viewer)
    return and_(
        users.c.status == UserStatus.ACTIVE,
        ~exists(select(blocks.c.blocker_id).where(blocked).correlate(users)),
        ~exists(select(blocks.c.blocker_id).where(blocking).correlate(users)),
    )


def _fitting() -> Any:
    """Whose terms begin with the key, and how well the best of them fits."""
    key = bindparam("key", type_=Words())
    fit = case(
        (and_(search_terms.c.whole, search_terms.c.term == key), int(NameRank.EXACT)),
        (search_terms.c.whole, int(NameRank.START)),
        else_=int(NameRank.WORD),
    )
    return (
        select(search_terms.c.user_id, func.min(fit).label("rank"))
        .where(search_terms.c.term >= key, search_terms.c.term < bindparam("beyond"))
        .group_by(search_terms.c.user_id)
        .subquery()
    )


def _said(number: int, *, common: bool) -> ColumnElement[bool]:
    """Whether a user's profile has the wanted word of that number.

    Args:
        common: whether it is asked of one user after another, until a page is full; otherwise all
            who have the word are collected first.
    """
    said = profile_words.c.word == bindparam(f"word{number}", type_=Words())
    having = select(profile_words.c.user_id).where(said)
    if common:
        return exists(having.where(profile_words.c.user_id == users.c.id).correlate(users))
    return users.c.id.in_(having)


def _listed(source: Any, rank: ColumnElement[int], common: Sequence[bool]) -> Select[Any]:
    """Those of a source, which has the users in it, who are seen, may be found and are wanted."""
    return (
        select(*PERSON_COLUMNS, rank, users.c.name_key)
        .select_from(source)
        .join(profiles, profiles.c.user_id == users.c.id)
        .where(
            shown(),
            profiles.c.discoverable,
            *[_said(number, common=each) for number, each in enumerate(common)],
        )
        .limit(bindparam("limit"))
    )


@by_form
def _search(words: int, *, further: bool) -> Statement:
    found = _fitting()
    place = (found.c.rank, users.c.name_key, users.c.id)
    source = found.join(users, users.c.id == found.c.user_id)
    clause = _listed(source, found.c.rank, [False] * words).order_by(*place)
    begin = (bindparam("rank", type_=Whole()), *_begin())
    return Statement(clause.where(tuple_(*place) > tuple_(*begin)) if further else clause)


@by_form
def _everybody(common: tuple[bool, ...], *, further: bool) -> Statement:
    """What an empty key finds, and in the same order, read off an index."""
    place = (users.c.name_key, users.c.id)
    rank: ColumnElement[int] = literal_column(str(int(NameRank.START)), Whole())
    clause = _listed(users, rank, common).order_by(*place)
    return Statement(clause.where(tuple_(*place) > tuple_(*_begin())) if further else clause)


def _begin() -> tuple[BindParameter[str], BindParameter[str]]:
    return bindparam("name", type_=Words()), bindparam("id", type_=Key())


_SOME: Final = (
    select(profile_words.c.user_id)
    .where(profile_words.c.word == bindparam("word", type_=Words()))
    .limit(_FEW)
)
_HAVING: Final = Statement(select(func.count()).select_from(_SOME.subquery()))
_OF: Final = Statement(
    select(*PERSON_COLUMNS).where(users.c.id.in_(bindparam("ids", expanding=True)))
)
_STATUS: Final = Statement(select(users.c.status).where(users.c.id == bindparam("id")))


class SqlPeople(People):
    """People, read from the table of users."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are."""
        if not user_ids:
            return {}
        rows = self._tx.rows(_OF, ids=list(user_ids))
        return {person.id: person for person in map(person_of, rows)}

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active."""
        return self._status(user_id) is UserStatus.ACTIVE

    def erased(self, user_id: UserId) -> bool:
        """Whether there was such a user, who has been erased."""
        return self._status(user_id) is UserStatus.ERASED

    def search(
        self,
        key: str,
        *,
        seen_by: UserId | None,
        page: PageRequest,
        wanted: PeopleFilter = ANYBODY,
    ) -> Page[Person]:
        """People who fit a key, the best first."""
        begin = after_name(page)
        words = {f"word{number}": word for number, word in enumerate(wanted.words)}
        limits = {"seen_by": seen_by, "limit": page.limit + 1, **words}
        read = self._everybody if not key else partial(self._fitting, key)
        rows = read(len(words), begin, limits)
        cut = Page.of(rows, page.limit, lambda row: name_cursor(NameRank(row[-2]), row[-1], row[0]))
        return cut.map(person_of)

    def _status(self, user_id: UserId) -> UserStatus | None:
        row = self._tx.row(_STATUS, id=user_id)
        return None if row is None else row[0]

    def _fitting(
        self, key: str, words: int, begin: _Place | None, limits: Mapping[str, Any]
    ) -> _Found:
        statement = _search(words, further=begin is not None)
        stretch = {"key": key, "beyond": key + _LAST}
        if begin is None:
            return self._tx.rows(statement, **stretch, **limits)
        rank, name, user_id = begin
        return self._tx.rows(statement, **stretch, **limits, rank=rank, name=name, id=user_id)

    def _everybody(self, words: int, begin: _Place | None, limits: Mapping[str, Any]) -> _Found:
        common = tuple(self._is_common(limits[f"word{number}"]) for number in range(words))
        if begin is None or begin[0] < NameRank.START:
            return self._tx.rows(_everybody(common, further=False), **limits)
        rank, name, user_id = begin
        if rank > NameRank.START:
            return []
        statement = _everybody(common, further=True)
        return self._tx.rows(statement, **limits, name=name, id=user_id)

    def _is_common(self, word: str) -> bool:
        """Whether so many profiles have a word that some of these come soon in any order."""
        ((having,),) = self._tx.rows(_HAVING, word=word)
        return bool(having >= _FEW)
