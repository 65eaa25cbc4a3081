"""People by their taste, on PostgreSQL: an inverted index in plain SQL.

Posting lists are the rows of an index by term and weight. Of each list the heaviest postings are
read, of rare terms first, up to a budget; those whom most is found of are weighed in full.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, text

from phantom_adapters.search.ages import born_between
from phantom_adapters.search.person import IndexedPerson
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.taste_index import taste_postings
from phantom_adapters.sql.taste_rows import drop, store
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import UserId
from phantom_core.kernel.ids import id_to_bytes
from phantom_core.matching.index_ports import (
    EVERYBODY,
    Candidate,
    CandidateFilter,
    TasteIndex,
    TasteVector,
)
from phantom_core.matching.profile import ADULT, Traits, age

__all__ = ["PostgresTasteIndex", "PostingCounts"]

_POSTINGS: Final = 20_000
_ENOUGH: Final = 1_000_000
_WEIGHED: Final = 300
_LEAST: Final = 500
_REMEMBERED: Final = 100_000
_FORGOTTEN_AFTER: Final = 1_000

_MINE: Final = taste_postings.c.user_id == bindparam("user_id")
_OLD: Final = Statement(select(taste_postings.c.term, taste_postings.c.weight).where(_MINE))
_DROP_ALL: Final = Statement(delete(taste_postings).where(_MINE))
_DROP: Final = Statement(
    delete(taste_postings).where(
        _MINE, taste_postings.c.term.in_(bindparam("terms", expanding=True))
    )
)
_ADD: Final = Statement(
    text(
        "INSERT INTO taste_postings (user_id, term, weight)"
        " SELECT CAST(:user_id AS uuid), new.term, new.weight"
        " FROM unnest(CAST(:terms AS text[]), CAST(:weights AS float8[])) AS new(term, weight)"
    )
)
_COUNT: Final = Statement(
    text(
        "SELECT asked.term, (SELECT count(*) FROM (SELECT FROM taste_postings"
        " WHERE term = asked.term LIMIT :most) AS counted)"
        " FROM unnest(CAST(:terms AS text[])) AS asked(term)"
    )
)
_READ: Final = (
    "WITH asked AS MATERIALIZED (SELECT * FROM"
    " unnest(CAST(:terms AS text[]), CAST(:weights AS float8[]), CAST(:reads AS int[]))"
    " AS given(term, weight, read)),"
    " best AS MATERIALIZED (SELECT found.user_id FROM asked"
    " CROSS JOIN LATERAL (SELECT user_id, weight FROM taste_postings"
    " WHERE term = asked.term ORDER BY weight DESC LIMIT asked.read) AS found"
    " {suiting}"
    " GROUP BY found.user_id ORDER BY sum(found.weight * asked.weight) DESC LIMIT :most)"
    " SELECT own.user_id, sum(own.weight * asked.weight) AS product, (SELECT count(*) FROM best)"
    " FROM best JOIN taste_postings AS own ON own.user_id = best.user_id"
    " JOIN asked ON asked.term = own.term"
    " GROUP BY own.user_id ORDER BY product DESC, own.user_id LIMIT :wanted"
)
_WITHOUT: Final = "found.user_id <> ALL (CAST(:without AS uuid[]))"
_SUITING: Final = (
    "JOIN taste_people AS other ON other.user_id = found.user_id"
    " AND (cardinality(CAST(:genders AS text[])) = 0 OR other.gender = ANY (:genders))"
    " AND (other.birth_date BETWEEN CAST(:earliest AS date) AND CAST(:latest AS date)"
    " OR other.birth_date IS NULL AND CAST(:untold AS boolean))"
    " AND (cardinality(CAST(:regions AS text[])) = 0 OR other.region IS NULL"
    " OR other.region = ANY (:regions))"
    " AND (other.wished_genders = '[]' OR jsonb_exists(other.wished_genders, :gender))"
    " AND (other.oldest IS NULL OR CAST(:age AS int) BETWEEN other.youngest AND other.oldest)"
    " AND (CAST(:region AS text) IS NULL OR other.wished_regions = '[]'"
    " OR jsonb_exists(other.wished_regions, :region))"
)
_ANYBODY: Final = Statement(text(_READ.format(suiting=f"WHERE {_WITHOUT}")))
_SOMEBODY: Final = Statement(text(_READ.format(suiting=f"{_SUITING} WHERE {_WITHOUT}")))


class PostingCounts:
    """How long posting lists are, as far as it was asked, for all transactions of a process.

    They need not be right: they say which lists are read first. Now and then they are forgotten.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._asked = 0

    def of(self, tx: Transaction, terms: Sequence[str]) -> Mapping[str, int]:
        """The lengths of some lists, those above a budget as one more than that."""
        self._asked += 1
        if self._asked % _FORGOTTEN_AFTER == 0 or len(self._counts) > _REMEMBERED:
            self._counts = {}
        known = self._counts
        if unknown := [term for term in terms if term not in known]:
            known.update(tx.rows(_COUNT, terms=unknown, most=_POSTINGS + 1))
        return {term: known[term] for term in terms}


class PostgresTasteIndex(TasteIndex):
    """Postings in a table."""

    def __init__(self, tx: Transaction, counts: PostingCounts) -> None:
        self._tx = tx
        self._counts = counts

    def upsert(self, user_id: UserId, vector: TasteVector, traits: Traits) -> None:
        """Have somebody found by a vector; written are the terms that differ."""
        # First, as it holds the row against others who would do the same.
        store(self._tx, IndexedPerson(user_id, (), traits), 0)
        old: dict[str, float] = dict(self._tx.rows(_OLD, user_id=user_id))
        new = dict(vector)
        stale = [term for term, weight in old.items() if new.get(term) != weight]
        fresh = [term for term, weight in new.items() if old.get(term) != weight]
        if stale:
            self._tx.run(_DROP, user_id=user_id, terms=stale)
        if fresh:
            weights = [new[term] for term in fresh]
            self._tx.run(_ADD, user_id=_raw(user_id), terms=fresh, weights=weights)

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more."""
        found = drop(self._tx, user_id)
        self._tx.run(_DROP_ALL, user_id=user_id)
        return found

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter = EVERYBODY
    ) -> tuple[Candidate, ...]:
        """Read what matters most, and more where too few pass; compare the best in full."""
        suiting = _suiting(among)
        if suiting is None or not vector or wanted < 1:
            return ()
        counts = self._counts.of(self._tx, [term for term, _ in vector])
        most, budget = max(_WEIGHED, 2 * wanted), _POSTINGS
        while True:
            reads, whole = _shared_out(vector, counts, budget)
            found = self._tx.rows(
                _SOMEBODY if among.seeker else _ANYBODY,
                terms=[term for term, _ in vector],
                weights=[weight for _, weight in vector],
                reads=reads,
                most=most,
                wanted=wanted,
                **suiting,
            )
            if whole or budget > _ENOUGH or (found and found[0][2] >= most):
                return tuple(Candidate(user_id, product) for user_id, product, _ in found)
            budget *= 4


def _shared_out(
    vector: TasteVector, counts: Mapping[str, int], budget: int
) -> tuple[list[int], bool]:
    """How much to read of each list, and whether that is all there is.

    The shortest come first; when the budget is spent, the others give their heaviest.
    """
    reads: dict[str, int] = {}
    for term in sorted(counts, key=counts.__getitem__):
        reads[term] = max(budget, _LEAST)
        budget -= counts[term]
    return [reads[term] for term, _ in vector], budget > 0 and max(counts.values()) <= _POSTINGS


def _suiting(among: CandidateFilter) -> dict[str, Any] | None:
    """What the statements ask of people; `None` where nobody can suit."""
    without = {"without": [_raw(user_id) for user_id in among.without]}
    seeker = among.seeker
    if seeker is None:
        return without
    years = None if seeker.birth_date is None else age(seeker.birth_date, among.today)
    if years is not None and years < ADULT:
        return None
    earliest, latest = born_between(seeker.wishes.ages, among.today)
    return without | {
        "genders": list(seeker.wishes.genders),
        "earliest": earliest,
        "latest": latest,
        "untold": seeker.wishes.ages is None,
        "regions": list(seeker.wishes.regions),
        "gender": seeker.gender,
        "age": years,
        "region": seeker.region,
    }


def _raw(user_id: UserId) -> str:
    return id_to_bytes(user_id).hex()
