"""The laws of allowances: never more than the count in any burst, and even pay back.

- From nothing spent, exactly `count` calls are granted at one instant.
- Over any stretch of time, no more is granted than `count` plus what was earned back meanwhile.
- Waiting `retry_after` is exactly long enough.
"""

from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from phantom_core.kernel import EPOCH
from phantom_core.limits import Allowance, weigh

MICROSECOND = timedelta(microseconds=1)
ALLOWANCES = st.builds(
    lambda count, length: Allowance(name="any", count=count, per=length * MICROSECOND),
    st.integers(1, 1_000),
    st.integers(1, 1_000) | st.integers(1, 86_400).map(lambda seconds: seconds * 1_000_000),
)


@given(allowance=ALLOWANCES)
def test_exactly_the_count_is_granted_at_one_instant(allowance: Allowance) -> None:
    granted, spent_until = 0, None
    for _ in range(allowance.count + 3):
        verdict = weigh(allowance, spent_until, EPOCH)
        granted += verdict.granted
        spent_until = verdict.spent_until

    assert granted == allowance.count


@given(allowance=ALLOWANCES, gaps=st.lists(st.integers(0, 10_000), max_size=60))
def test_no_more_is_granted_than_the_count_and_what_was_earned_back(
    allowance: Allowance, gaps: list[int]
) -> None:
    now: datetime = EPOCH
    spent_until, granted = None, 0
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        verdict = weigh(allowance, spent_until, now)
        spent_until, granted = verdict.spent_until, granted + verdict.granted

    assert granted <= allowance.count + allowance.count * (now - EPOCH) / allowance.per


@given(allowance=ALLOWANCES, cost=st.integers(1, 5))
def test_waiting_as_long_as_told_is_exactly_long_enough(allowance: Allowance, cost: int) -> None:
    assume(cost <= allowance.count)
    full = weigh(allowance, None, EPOCH, cost=allowance.count).spent_until
    refused = weigh(allowance, full, EPOCH, cost=cost)
    then = EPOCH + refused.retry_after

    assert not refused.granted
    assert not weigh(allowance, full, then - MICROSECOND, cost=cost).granted
    assert weigh(allowance, full, then, cost=cost).granted
