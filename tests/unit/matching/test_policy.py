"""Whom matching may show to whom, by example."""

from datetime import date
from typing import Any

import pytest

from phantom_core.kernel import Id, UserId
from phantom_core.matching import TasteProfile, Traits, Wishes, liking, suits

TODAY = date(2026, 3, 1)


def person(name: str, *, roles: tuple[str, ...] = (), **told: Any) -> TasteProfile:
    wishes = Wishes(**told.pop("wishes", {}))
    traits = Traits(**told, wishes=wishes)
    return TasteProfile(user_id=UserId(Id(name)), roles=roles, traits=traits)


BERLINER = {"gender": "female", "birth_date": date(1996, 3, 1), "region": "Berlin"}


@pytest.mark.parametrize(
    ("wishes", "suited", "liked"),
    [
        ({}, True, 1.0),
        ({"genders": ("female", "other")}, True, 1.0),
        ({"genders": ("male",)}, False, 1.0),
        ({"ages": (30, 40)}, True, 1.0),
        ({"ages": (20, 30)}, True, 1.0),
        ({"ages": (18, 29)}, False, 1.0),
        ({"ages": (31, 40)}, False, 1.0),
        ({"regions": ("berlin",)}, True, 1.0),
        ({"regions": ("Paris",)}, False, 1.0),
        ({"roles": ("drummer",)}, False, 1.0),
        ({"roles": ("drummer", "Singer")}, True, 1.0),
    ],
)
def test_what_either_side_wishes_for_holds_for_both(
    wishes: dict[str, Any], *, suited: bool, liked: float
) -> None:
    asking = person("a", wishes=wishes)
    asked = person("b", roles=("singer",), **BERLINER)

    assert suits(asking, asked, TODAY) is suits(asked, asking, TODAY) is suited
    assert liking(asking, asked) == liked


@pytest.mark.parametrize(
    ("wishes", "suited", "liked"),
    [
        ({"genders": ("male",)}, False, 1.0),
        ({"ages": (18, 99)}, False, 1.0),
        ({"regions": ("Paris",)}, True, 0.7),
        ({"regions": ("Paris",), "roles": ("drummer",)}, True, 0.49),
    ],
)
def test_what_somebody_does_not_tell_is_refused_or_doubted(
    wishes: dict[str, Any], *, suited: bool, liked: float
) -> None:
    asking, silent = person("a", wishes=wishes), person("b")

    assert suits(asking, silent, TODAY) is suited
    assert liking(asking, silent) == pytest.approx(liked)
    assert liking(silent, asking) == 1


def test_minors_suit_nobody_until_the_day_they_come_of_age() -> None:
    late, leap = (
        person("b", birth_date=date(2008, month, day)) for month, day in [(3, 2), (2, 29)]
    )

    assert not suits(person("a"), late, TODAY)
    assert suits(person("a"), late, date(2026, 3, 2))
    assert not suits(person("a"), leap, date(2026, 2, 28))
    assert suits(person("a"), leap, TODAY)


def test_nobody_suits_themself() -> None:
    assert not suits(person("a"), person("a"), TODAY)
