"""Lines and lanes: who goes with whom, how many may wait, and that nobody is forgotten."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from phantom_adapters.contracts.kernel_examples import WALL, invocation, wall
from phantom_adapters.sql.calls import Call, deliver
from phantom_adapters.sql.lanes import Lanes, Line, Runner
from phantom_core.kernel import Topic, Unavailable


def call(hot_topic: Topic | None = None) -> Call:
    return Call(invocation(), lambda _: None, hot_topic)


def line(*, longest: int = 100, most: int = 100) -> Line:
    return Line(lambda each: each.hot_topic, longest=longest, most=most)


class Noting(Runner):
    """Notes who came together, and waits for leave to go on."""

    def __init__(self) -> None:
        self.groups: list[Sequence[Call]] = []
        self.gate = threading.Event()
        self.rested = threading.Event()
        self.closed_by = ""

    def run(self, calls: Sequence[Call]) -> None:
        self.gate.wait()
        self.groups.append(calls)
        for each in calls:
            each.succeed(len(calls))

    def rest(self) -> None:
        self.rested.set()

    def close(self) -> None:
        self.closed_by = threading.current_thread().name


class Breaking(Runner):
    """Has a bug."""

    def run(self, calls: Sequence[Call]) -> None:
        raise SystemExit(f"a bug met {len(calls)}")

    def rest(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is open."""


async def outcomes(calls: Sequence[Call]) -> list[Any]:
    return await asyncio.gather(*[each.outcome for each in calls], return_exceptions=True)


async def test_those_who_share_something_go_together_and_all_others_alone() -> None:
    waiting = line()
    hot, other = [call(WALL) for _ in range(3)], [call(wall(7)) for _ in range(2)]
    cold = [call() for _ in range(2)]
    for each in (hot[0], cold[0], other[0], hot[1], cold[1], other[1], hot[2]):
        waiting.join(each)

    assert [waiting.take() for _ in range(4)] == [hot, [cold[0]], other, [cold[1]]]


async def test_who_shares_something_with_those_who_run_waits_until_they_leave() -> None:
    waiting, (first, second, third) = line(), [call(WALL) for _ in range(3)]
    waiting.join(first)
    running = waiting.take()
    waiting.join(second)
    waiting.join(third)
    waiting.leave(running)

    assert running == [first]
    assert waiting.take() == [second, third]


async def test_no_more_go_together_than_may_and_the_rest_come_next() -> None:
    waiting, calls = line(most=2), [call(WALL) for _ in range(5)]
    for each in calls:
        waiting.join(each)
    groups = []
    for _ in range(3):
        groups.append(waiting.take())
        waiting.leave(groups[-1])

    assert groups == [calls[:2], calls[2:4], calls[4:]]


async def test_a_line_that_is_too_long_refuses_and_takes_again_when_it_is_shorter() -> None:
    waiting = line(longest=2)
    waiting.join(call())
    waiting.join(call())
    with pytest.raises(Unavailable, match="Too many"):
        waiting.join(call())
    waiting.leave(waiting.take())
    waiting.join(call())


async def test_who_has_to_wait_rests_first_and_nobody_else() -> None:
    waiting, (first, second) = line(), [call() for _ in range(2)]
    rests = list[int]()

    def rest() -> None:
        rests.append(waiting.here)
        waiting.join(second)

    waiting.join(first)
    taken = [waiting.take(rest)]
    waiting.leave(taken[0])
    taken.append(waiting.take(rest))

    assert taken == [[first], [second]]
    assert rests == [0]


async def test_a_lane_that_has_nothing_to_do_has_its_runner_rest() -> None:
    noting = Noting()
    lanes = Lanes("resting", line(), [noting])
    rested = await asyncio.to_thread(noting.rested.wait, 20)
    await lanes.close()

    assert rested


async def test_a_closed_line_lets_out_who_is_in_and_nobody_in() -> None:
    waiting, inside = line(), call()
    waiting.join(inside)
    waiting.close()
    with pytest.raises(Unavailable, match="closed"):
        waiting.join(call())
    taken = waiting.take()
    waiting.leave(taken)

    assert taken == [inside]
    assert waiting.take() == waiting.take() == []


async def test_lanes_end_in_good_order_each_with_its_connection_closed_on_its_own_thread() -> None:
    runners = [Noting(), Noting()]
    lanes, calls = Lanes("test", line(), runners), [call() for _ in range(5)]
    for each in calls:
        lanes.join(each)
    for runner in runners:
        runner.gate.set()
    await lanes.close()

    assert await outcomes(calls) == [1] * 5
    assert [runner.closed_by for runner in runners] == ["phantom-test-1", "phantom-test-2"]


async def test_a_bug_leaves_nobody_waiting_and_does_not_end_the_lane() -> None:
    lanes = Lanes("test", line(), [Breaking()])
    for _ in range(2):
        each = call()
        lanes.join(each)
        with pytest.raises(SystemExit, match="a bug met 1"):
            await each.outcome
    await lanes.close()


async def test_who_has_gone_away_is_not_run() -> None:
    runner = Noting()
    lanes, (first, gone, last) = Lanes("test", line(), [runner]), [call() for _ in range(3)]
    for each in (first, gone, last):
        lanes.join(each)
    gone.outcome.cancel()
    runner.gate.set()
    await outcomes([first, last])
    await lanes.close()

    assert runner.groups == [[first], [last]]


async def test_an_event_loop_is_woken_once_for_all_its_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop, woken = asyncio.get_running_loop(), list[object]()
    calls = [call() for _ in range(3)]
    wake = loop.call_soon_threadsafe

    def count(callback: Any, *given: Any, **named: Any) -> asyncio.Handle:
        woken.append(callback)
        return wake(callback, *given, **named)

    monkeypatch.setattr(loop, "call_soon_threadsafe", count)
    deliver(calls)

    assert await outcomes(calls) == [None] * 3
    assert len(woken) == 1


def test_callers_whose_event_loop_has_ended_are_passed_over() -> None:
    async def leave() -> Call:
        return call()

    deliver([asyncio.run(leave())])


async def test_an_exception_that_no_future_takes_still_reaches_the_caller() -> None:
    each = call()
    each.fail(StopIteration())
    deliver([each])

    with pytest.raises(RuntimeError, match="raised StopIteration"):
        await each.outcome


async def test_what_has_waited_too_long_is_refused_and_not_run() -> None:
    noting = Noting()
    lanes = Lanes("test", line(), [noting])
    first, late, last = call(), call(), call()
    late.since -= 60
    for each in (first, late, last):
        lanes.join(each)
    noting.gate.set()
    await lanes.close()

    assert noting.groups == [[first], [last]]
    with pytest.raises(Unavailable, match="overloaded"):
        await late.outcome
