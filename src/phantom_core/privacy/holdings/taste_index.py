"""What is kept about people to find those alike."""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding

__all__ = ["TASTE_INDEX"]

_WITHHELD: Final = "It is computed from the taste and the profile, which are exported."

TASTE_INDEX: Final = (
    Holding(
        table="taste_people",
        what="by what somebody is found as alike, and whom they wish to meet",
        people=("user_id",),
        words=("vector", "gender", "birth_date", "region", "wished_genders", "wished_regions"),
        withheld=_WITHHELD,
        fate=Fate.GONE,
        dropped_by=("user_id",),
    ),
    Holding(
        table="taste_postings",
        what="one thing by which somebody is found as alike",
        people=("user_id",),
        words=("term",),
        withheld=_WITHHELD,
        fate=Fate.GONE,
        dropped_by=("user_id",),
    ),
    Holding(
        table="taste_changes",
        what="how many changes the index of tastes has seen",
        fate=Fate.KEPT,
    ),
)
"""The index of tastes."""
