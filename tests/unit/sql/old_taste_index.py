"""People in the index of tastes long ago, and how the version of now finds them."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Invocation, Storage
from tests.unit.sql.old_rows import ADA, Rows

__all__ = ["OLD_TASTE_INDEX", "find_the_people"]

_TERM: Final = "a:01J9AD7000E15S2BYZEDGDT68Q"

OLD_TASTE_INDEX: Final[Rows] = {
    "taste_people": [
        {
            "user_id": ADA,
            "revision": 1,
            "vector": f'[["{_TERM}", 0.5]]',
            "gender": None,
            "birth_date": None,
            "region": "bern",
            "wished_genders": "[]",
            "youngest": 20,
            "oldest": 30,
            "wished_regions": "[]",
        }
    ],
    "taste_changes": [{"id": 1, "revision": 1}],
    "taste_postings": [{"user_id": ADA, "term": _TERM, "weight": 0.5}],
}
"""One who likes one artist."""


async def find_the_people(storage: Storage) -> None:
    """Look for them by that artist, and by another."""

    def body(work: Any) -> Any:
        return [work.taste_index.candidates(((term, 1.0),), 5) for term in (_TERM, "a:other")]

    found, others = await storage.read(Invocation(SYSTEM, 0), body)
    assert [(each.user_id, round(each.approximate, 3)) for each in found] == [(ADA, 0.5)]
    assert others == ()
