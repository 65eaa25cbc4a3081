"""People of the index of tastes as rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.search.person import IndexedPerson
from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.taste_index import taste_changes, taste_people
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.upsert import upsert
from phantom_core.kernel import UserId
from phantom_core.matching.profile import Traits, Wishes

__all__ = [
    "drop",
    "newest_since",
    "next_revision",
    "people_since",
    "store",
    "those_there",
]

_ME: Final = taste_people.c.user_id == bindparam("user_id")
_THEM: Final = taste_people.c.user_id.in_(bindparam("ids", expanding=True))
_SET: Final = Statement(upsert(taste_people))
_DELETE: Final = Statement(delete(taste_people).where(_ME))
_CHANGE: Final = Statement(
    insert(taste_changes)
    .values(id=1, revision=1)
    .on_conflict_do_update(index_elements=["id"], set_={"revision": taste_changes.c.revision + 1})
    .returning(taste_changes.c.revision)
)
_SINCE: Final = Statement(
    select(taste_people)
    .where(taste_people.c.revision > bindparam("revision"))
    .order_by(taste_people.c.revision)
    .limit(bindparam("limit"))
)
_NEWEST: Final = Statement(
    select(taste_people)
    .where(taste_people.c.revision > bindparam("revision"))
    .order_by(taste_people.c.revision.desc())
    .limit(bindparam("limit"))
)
_THERE: Final = Statement(select(taste_people.c.user_id).where(_THEM))


def store(tx: Transaction, person: IndexedPerson, revision: int) -> None:
    """Put somebody in, in place of what was known of them."""
    traits, wishes = person.traits, person.traits.wishes
    youngest, oldest = wishes.ages or (None, None)
    tx.run(
        _SET,
        user_id=person.user_id,
        revision=revision,
        vector=person.vector,
        gender=traits.gender,
        birth_date=traits.birth_date,
        region=traits.region,
        wished_genders=wishes.genders,
        youngest=youngest,
        oldest=oldest,
        wished_regions=wishes.regions,
    )


def drop(tx: Transaction, user_id: UserId) -> bool:
    """Take somebody away, and say whether they were there."""
    return tx.run(_DELETE, user_id=user_id) > 0


def next_revision(tx: Transaction) -> int:
    """The number of this change: greater than those of all that are committed already."""
    ((revision,),) = tx.rows(_CHANGE)
    return int(revision)


def people_since(tx: Transaction, revision: int, limit: int) -> Sequence[tuple[int, IndexedPerson]]:
    """Those who changed after a revision, each with theirs, in order."""
    rows = tx.rows(_SINCE, revision=revision, limit=limit)
    return [(row[1], _person(*row)) for row in rows]


def newest_since(tx: Transaction, revision: int, limit: int) -> list[IndexedPerson]:
    """Those who changed last, and after a revision."""
    return [_person(*row) for row in tx.rows(_NEWEST, revision=revision, limit=limit)]


def those_there(tx: Transaction, ids: Sequence[UserId]) -> frozenset[UserId]:
    """Which of some people are there."""
    found = (tx.rows(_THERE, ids=batch) for batch in batches(ids))
    return frozenset(user_id for rows in found for (user_id,) in rows)


def _person(
    user_id: UserId,
    _revision: int,
    vector: Sequence[tuple[str, float]],
    gender: str | None,
    birth_date: date | None,
    region: str | None,
    *wished: Any,
) -> IndexedPerson:
    genders, youngest, oldest, regions = wished
    wishes = Wishes(
        genders=tuple(genders),
        ages=None if youngest is None else (youngest, oldest),
        regions=regions,
    )
    traits = Traits(gender=gender, birth_date=birth_date, region=region, wishes=wishes)
    return IndexedPerson(user_id, vector, traits)
