"""Times of bookings: which overlap, and what is meant by a time on a clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.booking import LONGEST, Slot, in_utc
from phantom_core.kernel import EPOCH, Invalid

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.integers(0, 40).map(lambda hour: EPOCH + timedelta(hours=hour))
SLOTS = st.tuples(MOMENTS, MOMENTS).filter(lambda ends: ends[0] < ends[1])


def slot(ends: tuple[datetime, datetime]) -> Slot:
    return Slot(start_time=ends[0], end_time=ends[1])


@given(SLOTS.map(slot), SLOTS.map(slot))
def test_two_overlap_if_some_instant_is_in_both(one: Slot, other: Slot) -> None:
    hours = [EPOCH + timedelta(hours=hour, minutes=30) for hour in range(40)]
    shared = any(
        one.start_time <= hour < one.end_time and other.start_time <= hour < other.end_time
        for hour in hours
    )

    assert one.overlaps(other) == other.overlaps(one) == shared
    assert one.overlaps(one)


@pytest.mark.parametrize("length", [timedelta(), -timedelta(hours=1), LONGEST + timedelta(hours=1)])
def test_a_time_goes_forwards_and_not_for_ever(length: timedelta) -> None:
    with pytest.raises(Invalid, match="end_time"):
        Slot(start_time=EPOCH, end_time=EPOCH + length)
    assert Slot(start_time=EPOCH, end_time=EPOCH + LONGEST).end_time == EPOCH + LONGEST


def test_a_moment_with_an_offset_is_that_instant_wherever_clocks_are_looked_at() -> None:
    moment = datetime.fromisoformat("2026-07-01T12:00:00.123456+09:00")

    assert in_utc("start_time", moment, BERLIN) == datetime(2026, 7, 1, 3, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-01-15T12:00", "2026-01-15T11:00"),
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T03:00", "2026-10-25T02:00"),
    ],
)
def test_a_moment_without_one_is_what_clocks_show(local: str, utc: str) -> None:
    found = in_utc("start_time", datetime.fromisoformat(local), BERLIN)

    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "why"),
    [
        ("2026-03-29T02:00", "never shown"),
        ("2026-03-29T02:59:59", "never shown"),
        ("2026-10-25T02:00", "shown twice"),
        ("2026-10-25T02:59:59", "shown twice"),
    ],
)
def test_a_time_that_clocks_never_show_or_show_twice_is_refused(local: str, why: str) -> None:
    with pytest.raises(Invalid, match=f"start_time: is {why}"):
        in_utc("start_time", datetime.fromisoformat(local), BERLIN)


def test_what_cannot_be_an_instant_is_refused() -> None:
    noon = datetime.fromisoformat("2026-01-15T12:00")

    with pytest.raises(Invalid, match="must say its offset"):
        in_utc("start_time", noon, None)
    for text in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        with pytest.raises(Invalid, match="must be a time that can be told in UTC"):
            in_utc("start_time", datetime.fromisoformat(text), None)
    for text, zone in (("0001-01-01", "Asia/Tokyo"), ("9999-12-31T23:59", "America/Lima")):
        with pytest.raises(Invalid, match="must be a time that can be told in UTC"):
            in_utc("start_time", datetime.fromisoformat(text), ZoneInfo(zone))
