"""How two people in a call agree on what flows between them, and who gives way."""

from datetime import timedelta

import pytest

from phantom_adapters.contracts.call_examples import call, call_user
from phantom_adapters.contracts.recording_examples import MOMENT
from phantom_core.calls.call import OFFER_LIFE, Negotiation

LESSER, GREATER = call_user(1), call_user(2)
FRESH = Negotiation.between(call(1).id, GREATER, LESSER)
AT_ITS_END = MOMENT + OFFER_LIFE


def test_a_pair_is_named_the_lesser_id_first() -> None:
    assert (FRESH.lesser, FRESH.greater) == (LESSER, GREATER)


def test_nothing_is_under_way_at_first() -> None:
    assert FRESH.under_way(MOMENT) is None


@pytest.mark.parametrize("who", [LESSER, GREATER])
def test_an_offer_is_under_way_until_it_is_answered(who: str) -> None:
    offered = FRESH.offered(who, MOMENT)  # type: ignore[arg-type]

    assert offered.under_way(MOMENT) == who
    assert offered.answered().under_way(MOMENT) is None


def test_an_offer_ages() -> None:
    offered = FRESH.offered(LESSER, MOMENT)

    assert offered.under_way(AT_ITS_END - timedelta(milliseconds=1)) == LESSER
    assert offered.under_way(AT_ITS_END) is None


def test_the_greater_gives_way_to_the_offer_of_the_lesser() -> None:
    offered = FRESH.offered(LESSER, MOMENT)

    assert offered.gives_way(GREATER, MOMENT)
    assert not offered.gives_way(GREATER, AT_ITS_END)
    assert not offered.answered().gives_way(GREATER, MOMENT)


def test_the_offer_of_the_lesser_takes_the_place_of_the_other() -> None:
    offered = FRESH.offered(GREATER, MOMENT)

    assert not offered.gives_way(LESSER, MOMENT)
    assert offered.offered(LESSER, MOMENT).under_way(MOMENT) == LESSER


@pytest.mark.parametrize("who", [LESSER, GREATER])
def test_who_has_offered_may_offer_otherwise(who: str) -> None:
    assert not FRESH.offered(who, MOMENT).gives_way(who, MOMENT)  # type: ignore[arg-type]
