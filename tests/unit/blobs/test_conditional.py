"""Conditions are weighed in the order of RFC 9110, 13.2.2."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.blobs import Preconditions, Validators, Verdict, evaluate, range_holds

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CURRENT = Validators(
    etag='"now"', modified_at=datetime(1994, 11, 6, 8, 49, 37, 999_000, tzinfo=UTC)
)
THEN = "Sun, 06 Nov 1994 08:49:37 GMT"
BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT"
AFTER = "Sun, 06 Nov 1994 08:49:38 GMT"

PROCEED, NOT_MODIFIED, FAILED = Verdict.PROCEED, Verdict.NOT_MODIFIED, Verdict.FAILED


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        (Preconditions(), PROCEED),
        (Preconditions(if_match='"now"'), PROCEED),
        (Preconditions(if_match=' "a","now"'), PROCEED),
        (Preconditions(if_match=', ,"now"\t,'), PROCEED),
        (Preconditions(if_match='"a,now", "now"'), PROCEED),
        (Preconditions(if_match="*"), PROCEED),
        (Preconditions(if_match='"a"'), FAILED),
        (Preconditions(if_match='W/"now"'), FAILED),
        (Preconditions(if_match=""), FAILED),
        (Preconditions(if_match="now"), FAILED),
        (Preconditions(if_match='"a"now"'), FAILED),
        (Preconditions(if_match='*, "now"'), FAILED),
        (Preconditions(if_match='"NOW"'), FAILED),
        (Preconditions(if_unmodified_since=THEN), PROCEED),
        (Preconditions(if_unmodified_since=AFTER), PROCEED),
        (Preconditions(if_unmodified_since=BEFORE), FAILED),
        (Preconditions(if_unmodified_since="then"), PROCEED),
        (Preconditions(if_match='"now"', if_unmodified_since=BEFORE), PROCEED),
        (Preconditions(if_match='"a"', if_unmodified_since=AFTER), FAILED),
        (Preconditions(if_none_match='"now"'), NOT_MODIFIED),
        (Preconditions(if_none_match='W/"now"'), NOT_MODIFIED),
        (Preconditions(if_none_match='"a", W/"now"'), NOT_MODIFIED),
        (Preconditions(if_none_match="*"), NOT_MODIFIED),
        (Preconditions(if_none_match='"a"'), PROCEED),
        (Preconditions(if_none_match="now"), PROCEED),
        (Preconditions(if_none_match='w/"now"'), PROCEED),
        (Preconditions(if_modified_since=THEN), NOT_MODIFIED),
        (Preconditions(if_modified_since=AFTER), NOT_MODIFIED),
        (Preconditions(if_modified_since=BEFORE), PROCEED),
        (Preconditions(if_modified_since="then"), PROCEED),
        (Preconditions(if_modified_since=f"{AFTER}, {AFTER}"), PROCEED),
        (Preconditions(if_none_match='"a"', if_modified_since=AFTER), PROCEED),
        (Preconditions(if_none_match='"now"', if_modified_since=BEFORE), NOT_MODIFIED),
        (Preconditions(if_match='"a"', if_none_match='"now"'), FAILED),
        (Preconditions(if_match='"now"', if_none_match='"now"'), NOT_MODIFIED),
        (Preconditions(if_unmodified_since=BEFORE, if_modified_since=AFTER), FAILED),
        (Preconditions(if_unmodified_since=THEN, if_modified_since=THEN), NOT_MODIFIED),
        (Preconditions(if_range='"a"'), PROCEED),
    ],
)
def test_conditions_are_weighed(asked: Preconditions, verdict: Verdict) -> None:
    assert evaluate(asked, CURRENT, now=NOW) is verdict


@pytest.mark.parametrize(
    ("if_range", "holds"),
    [
        (None, True),
        ('"now"', True),
        (' "now" ', True),
        ('W/"now"', False),
        ('"a"', False),
        ('"now", "a"', False),
        ("*", False),
        ("", False),
        ("now", False),
        (THEN, True),
        (BEFORE, False),
        (AFTER, False),
    ],
)
def test_a_part_is_sent_only_of_what_the_client_knows(if_range: str | None, *, holds: bool) -> None:
    assert range_holds(if_range, CURRENT, now=NOW) is holds


def test_a_weak_tag_of_ours_would_never_match_strongly() -> None:
    weak = Validators(etag='W/"now"', modified_at=NOW)

    assert evaluate(Preconditions(if_none_match='"now"'), weak, now=NOW) is NOT_MODIFIED


texts = st.none() | st.text(max_size=60)


@given(st.builds(Preconditions, if_match=texts, if_none_match=texts, if_modified_since=texts))
def test_no_text_whatever_trips_the_evaluation(asked: Preconditions) -> None:
    assert evaluate(asked, CURRENT, now=NOW) in Verdict
