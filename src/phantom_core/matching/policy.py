"""Whom matching may show to whom: what each side wishes for, both ways.

Blocks, consents and hidden accounts are facts of other contexts; whoever gathers candidates asks
for them beside this.
"""

from datetime import date
from typing import Final

from phantom_core.matching.profile import ADULT, TasteProfile, age

__all__ = ["liking", "suits"]

_UNTOLD: Final = 0.7


def suits(a: TasteProfile, b: TasteProfile, today: date) -> bool:
    """Whether each is among those whom the other wishes to meet.

    Who wishes for a gender or an age meets nobody who does not tell it. Regions and roles that
    somebody does not tell are given the benefit of the doubt, and lower `liking` instead.
    """
    return a.user_id != b.user_id and _welcomes(a, b, today) and _welcomes(b, a, today)


def liking(a: TasteProfile, b: TasteProfile) -> float:
    """How far b is what a wishes for, from those who suit: 1, less for each wish left open."""
    wishes = a.traits.wishes
    untold = bool(wishes.regions and b.traits.region is None) + bool(wishes.roles and not b.roles)
    return _UNTOLD**untold


def _welcomes(a: TasteProfile, b: TasteProfile, today: date) -> bool:
    wishes, traits = a.traits.wishes, b.traits
    born = traits.birth_date
    if born is not None and age(born, today) < ADULT:
        return False
    if wishes.ages and (born is None or not wishes.ages[0] <= age(born, today) <= wishes.ages[1]):
        return False
    if wishes.genders and traits.gender not in wishes.genders:
        return False
    if wishes.regions and traits.region not in (None, *wishes.regions):
        return False
    return not (wishes.roles and b.roles) or not set(wishes.roles).isdisjoint(b.roles)
