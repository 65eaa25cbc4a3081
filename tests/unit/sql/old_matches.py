"""Matches of long ago, and how they are read by the version of now."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage, UserId
from phantom_core.matching import MatchStatus
from tests.unit.sql.old_rows import ADA, BOB, THEN, Rows

__all__ = ["OLD_MATCHES", "OLD_TASTES", "read_the_matches", "read_the_tastes"]

OLD_MATCHES: Final[Rows] = {
    "matches": [
        {
            "low_id": min(ADA, BOB),
            "high_id": max(ADA, BOB),
            "low": "liked",
            "high": "liked",
            "suggested": False,
            "score": 70,
            "formula_version": 1,
            "statistics_version": 1,
            "created_at": THEN,
            "matched_at": THEN,
            "low_status": "matched",
            "high_status": "matched",
        }
    ]
}
"""One of two who like each other."""

_PROFILE: Final = """{
    "user_id": "%s", "artists": [["01J9AD7000E15S2BYZEDGDT68Q", 0.5]], "genres": [],
    "tags": ["night"], "roles": [], "sound": [],
    "traits": {
        "gender": null, "birth_date": null, "region": "bern",
        "wishes": {"genders": [], "ages": [20, 30], "roles": [], "regions": []}
    }
}"""
_STATISTICS: Final = """{
    "version": 7, "people": 2, "floor": 2, "artists": {"01J9AD7000E15S2BYZEDGDT68Q": 2},
    "genre_people": {}, "genres": {}, "tags": {"night": 1}, "roles": {}, "sound": [], "spread": []
}"""
_SCORES: Final = {"score": 0.5, "liking": 1.0, "liked": 0.7}

OLD_TASTES: Final[Rows] = {
    "taste_profiles": [
        {"user_id": ADA, "profile": _PROFILE % ADA, "statistics_version": 7, "settled_at": THEN}
    ],
    "taste_census": [
        {"place": 1, "counted_id": ADA, "people": 2, "counted_at": THEN, "wanted_at": None}
    ],
    "taste_statistics": [{"id": ADA, "statistics": _STATISTICS}],
    "taste_ties": [{"user_id": ADA, "other_id": BOB, **_SCORES}],
    "taste_standings": [{"user_id": ADA, "reach": 0.5, "bar": 0.0, "floor": 0.0}],
    "taste_refreshes": [{"user_id": ADA, "due_at": THEN}],
}
"""Tastes of two, of whom one is on the other's list."""


async def read_the_matches(storage: Storage) -> None:
    """Look at it."""

    def body(work: Any) -> Any:
        return work.matches.find(UserId(Id(ADA)), UserId(Id(BOB)))

    found = await storage.read(Invocation(SYSTEM, 0), body)
    assert (found.score, found.matched_at) == (70, THEN)
    assert found.status_for(UserId(Id(ADA))) is MatchStatus.MATCHED


async def read_the_tastes(storage: Storage) -> None:
    """Look at them."""
    ada, bob = UserId(Id(ADA)), UserId(Id(BOB))

    def body(work: Any) -> Any:
        (tie,) = work.neighbourhoods.around(bob)
        kept = work.taste_profiles.find(ada)
        reach = work.neighbourhoods.standings([ada])[ada].reach
        return kept.profile, tie.liked, reach, work.taste_census.current()

    profile, liked, reach, statistics = await storage.read(Invocation(SYSTEM, 0), body)
    assert (profile.artists[0][1], profile.traits.wishes.ages) == (0.5, (20, 30))
    assert (liked, reach) == (0.7, 0.5)
    assert (statistics.version, [*statistics.artists.values()]) == (7, [2])
