"""Matches over SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

import attrs
from sqlalchemy import Select, and_, bindparam, case, delete, or_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.repositories.matching_people import grown_up_since, matchable_to
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import profiles, users
from phantom_adapters.sql.tables.matching import matches
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Choice, Key, Whole
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.matching import Match, Matches, MatchStatus, pair_of
from phantom_core.matching.pages import after_match, match_cursor

__all__ = ["SqlMatches"]

_MATCHES: Final = Rows(
    matches,
    Match,
    noun="match",
    computed={
        "low_status": lambda match: match.status_for(match.low_id),
        "high_status": lambda match: match.status_for(match.high_id),
    },
)
_BEGIN: Final = Statement(
    insert(matches)
    .values({each.name: bindparam(each.name) for each in matches.c})
    .on_conflict_do_nothing()
)
_ME: Final = bindparam("me", type_=Key())
_MINE: Final = or_(matches.c.low_id == _ME, matches.c.high_id == _ME)
_OTHERS: Final = bindparam("others", expanding=True, type_=Key())
_TO_REVIEW: Final = Statement(
    _MATCHES.select.where(
        or_(
            and_(matches.c.low_id == _ME, or_(matches.c.suggested, matches.c.high_id.in_(_OTHERS))),
            and_(matches.c.high_id == _ME, or_(matches.c.suggested, matches.c.low_id.in_(_OTHERS))),
        )
    ).order_by(matches.c.low_id, matches.c.high_id),
    locks=True,
)
_ALL_OF: Final = Statement(
    _MATCHES.select.where(_MINE).order_by(matches.c.low_id, matches.c.high_id), locks=True
)
_REMOVE: Final = Statement(delete(matches).where(_MINE))


def _listed() -> Select[Any]:
    statuses = bindparam("statuses", expanding=True, type_=Choice(MatchStatus))
    other = case((matches.c.low_id == _ME, matches.c.high_id), else_=matches.c.low_id)
    mine = or_(
        and_(matches.c.low_id == _ME, matches.c.low_status.in_(statuses)),
        and_(matches.c.high_id == _ME, matches.c.high_status.in_(statuses)),
    )
    score, after = bindparam("score", type_=Whole()), bindparam("after", type_=Key())
    rest = or_(matches.c.score < score, and_(matches.c.score == score, users.c.id > after))
    return (
        _MATCHES.select.join(users, users.c.id == other)
        .join(profiles, profiles.c.user_id == users.c.id)
        .where(mine, rest, matchable_to(_ME))
        .order_by(matches.c.score.desc(), users.c.id)
        .limit(bindparam("limit"))
    )


_LISTED: Final = Statement(_listed())
_BEST: Final = 101
"""Above every score."""


class SqlMatches(Matches):
    """Matches in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def hold(self, one: UserId, other: UserId, now: datetime) -> Match:
        """The match of two people. A blank one is stored first, for none is held before it is."""
        low, high = pair_of(one, other)
        blank = Match(low_id=low, high_id=high, created_at=now)
        values = attrs.asdict(blank, recurse=False)
        self._tx.run(_BEGIN, **values, low_status=None, high_status=None)
        return _MATCHES.get(self._tx, low, high)

    def find(self, one: UserId, other: UserId) -> Match | None:
        """The match of two people."""
        return _MATCHES.find(self._tx, *pair_of(one, other))

    def put(self, match: Match) -> None:
        """Store its new state; a blank one is taken away."""
        if match.blank:
            _MATCHES.remove(self._tx, *match.pair)
        else:
            _MATCHES.put(self._tx, match)

    def to_review(self, user_id: UserId, others: Collection[UserId]) -> Sequence[Match]:
        """Somebody's matches with the others named, and all of theirs that are suggested."""
        return _MATCHES.all(self._tx, _TO_REVIEW, me=user_id, others=list(others))

    def remove_of(self, user_id: UserId) -> Sequence[Match]:
        """Take away all in which somebody takes part."""
        there = _MATCHES.all(self._tx, _ALL_OF, me=user_id)
        self._tx.run(_REMOVE, me=user_id)
        return there

    def of(
        self, user_id: UserId, statuses: Collection[MatchStatus], page: PageRequest, today: date
    ) -> Page[Match]:
        """Those of some statuses, the highest score first."""
        score, after = after_match(page) or (_BEST, user_id)
        rows = _MATCHES.all(
            self._tx,
            _LISTED,
            me=user_id,
            statuses=list(statuses),
            score=score,
            after=after,
            grown_up=grown_up_since(today),
            limit=page.limit + 1,
        )
        return Page.of(rows, page.limit, lambda match: match_cursor(match, user_id))
