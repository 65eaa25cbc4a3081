"""The estimate of the server's clock, in simulated networks."""

import itertools
import math
import random
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from phantom_adapters.client import ClockEstimate, next_pings, position_at
from tests.unit.client.network import PATHS, Machine, Path, every_second

SEEDS = 40


def machine(path: Path, seed: int = 0, ppm: float = 30) -> Machine:
    """A machine whose clock is off by up to a quarter of an hour."""
    chance = random.Random(seed)
    return Machine(path=path, chance=chance, ahead=chance.uniform(-1e6, 1e6), drift=ppm * 1e-6)


def off(clock: ClockEstimate, of: Machine, local: float) -> float:
    """By how many ms an estimate is wrong."""
    return abs(clock.server_time(local) - local - of.offset(local))


@pytest.mark.parametrize(
    ("path", "ppm", "seconds", "median", "worst"),
    [
        ("LAN", 30, 120, 0.04, 0.12),
        ("WAN", 30, 120, 1.4, 3.9),
        ("mobile", 30, 120, 5.2, 14.6),
        ("mobile", 100, 300, 3.1, 9.1),
    ],
)
def test_it_is_as_good_as_the_best_filter_known_to_us(
    path: str, ppm: float, seconds: int, median: float, worst: float
) -> None:
    errors = []
    for seed in range(SEEDS):
        here, clock = machine(PATHS[path], seed, ppm), ClockEstimate()
        for exchange in every_second(here, seconds):
            clock.observe(*exchange)
        errors.append(off(clock, here, exchange[3]))

    assert statistics.median(errors) <= 1.1 * median
    assert statistics.quantiles(errors, n=20)[-1] <= 1.1 * worst


@pytest.mark.parametrize("path", PATHS)
def test_it_knows_how_wrong_it_may_be(path: str) -> None:
    within = []
    for seed in range(SEEDS):
        here, clock = machine(PATHS[path], seed), ClockEstimate()
        for exchange in every_second(here, 40):
            clock.observe(*exchange)
            within.append(off(clock, here, exchange[3]) <= 2 * clock.error)

    assert statistics.mean(within) >= 0.95


def test_it_is_not_sure_of_anything_at_first_and_surer_with_each_exchange() -> None:
    here, clock = machine(PATHS["WAN"]), ClockEstimate()
    errors = [clock.error]
    for exchange in every_second(here, 100):
        clock.observe(*exchange)
        errors.append(clock.error)

    assert errors[0] == math.inf
    assert errors[100] < errors[20] < errors[1] < PATHS["WAN"].base * 4


@pytest.mark.parametrize("step", [5_000, -3_600_000, 400])
def test_a_clock_that_was_set_is_noticed_within_three_exchanges(step: float) -> None:
    here, clock = machine(PATHS["WAN"]), ClockEstimate()
    for exchange in every_second(here, 60):
        clock.observe(*exchange)
    here.ahead += step
    for exchange in every_second(here, 3, start=60):
        clock.observe(*exchange)

    assert off(clock, here, exchange[3]) < 60


def test_one_exchange_that_cannot_be_true_changes_nothing() -> None:
    here, clock = machine(PATHS["WAN"]), ClockEstimate()
    for exchange in every_second(here, 60):
        clock.observe(*exchange)
    before = clock.offset, clock.error
    t0, t1, t2, t3 = here.exchange(60_000.0)
    clock.observe(t0, t1 + 900, t2 + 900, t3)

    assert (clock.offset, clock.error) == before


def test_strange_exchanges_count_only_when_they_come_in_a_row() -> None:
    here, clock = machine(PATHS["WAN"]), ClockEstimate()
    for number, (t0, t1, t2, t3) in enumerate(every_second(here, 90)):
        wrong = 900 if number >= 30 and number % 3 else 0
        clock.observe(t0, t1 + wrong, t2 + wrong, t3)

    assert off(clock, here, 90_000.0) < 10


@pytest.mark.parametrize(
    "exchange", [(1_000.0, 5_000.0, 9_000.0, 1_010.0), (1_000.0, 5_000.0, 5_001.0, 999.0)]
)
def test_an_exchange_during_which_a_clock_was_set_says_nothing(
    exchange: tuple[float, float, float, float],
) -> None:
    clock = ClockEstimate()
    clock.observe(*exchange)

    assert clock.error == math.inf


def test_a_longer_way_makes_it_no_worse() -> None:
    here, clock = machine(PATHS["LAN"]), ClockEstimate()
    for exchange in every_second(here, 60):
        clock.observe(*exchange)
    here.path = PATHS["mobile"]
    for exchange in every_second(here, 60, start=60):
        clock.observe(*exchange)

        assert off(clock, here, exchange[3]) < 2


def test_a_shorter_way_makes_it_better() -> None:
    here, clock = machine(PATHS["mobile"]), ClockEstimate()
    for exchange in every_second(here, 30):
        clock.observe(*exchange)
    here.path = PATHS["LAN"]
    for exchange in every_second(here, 10, start=30):
        clock.observe(*exchange)

    assert off(clock, here, exchange[3]) < 1


def test_a_clock_that_begins_to_run_faster_is_followed() -> None:
    here, clock = machine(PATHS["WAN"]), ClockEstimate()
    for exchange in every_second(here, 300):
        clock.observe(*exchange)
    here.ahead -= 500e-6 * 300_000
    here.drift += 500e-6
    for exchange in every_second(here, 300, start=300):
        clock.observe(*exchange)

        assert off(clock, here, exchange[3]) < 25


def test_exchanges_are_forgotten_after_ten_minutes() -> None:
    here, clock = machine(PATHS["LAN"]), ClockEstimate()
    for exchange in every_second(here, 20):
        clock.observe(*exchange)
    sure = clock.error
    here.path = PATHS["mobile"]
    clock.observe(*here.exchange(700_000.0))

    assert sure < 1
    assert clock.error > 20


def test_exchanges_that_take_no_time_at_all_are_believed() -> None:
    clock = ClockEstimate()
    for second in range(10):
        local = 1000.0 * second
        clock.observe(local, local + 5_000, local + 5_000, local)

    assert clock.offset == pytest.approx(5_000)
    assert clock.error < 1


def test_a_server_that_tells_whole_milliseconds_is_understood_to_one() -> None:
    here, clock = machine(Path(base=0.1, jitter=0.05)), ClockEstimate()
    for t0, t1, t2, t3 in every_second(here, 100):
        clock.observe(t0, math.floor(t1), math.floor(t2), t3)

    assert off(clock, here, t3) <= 1


def test_it_tells_the_time_between_exchanges() -> None:
    here, clock = machine(PATHS["LAN"], ppm=100), ClockEstimate()
    for exchange in every_second(here, 120):
        clock.observe(*exchange)

    assert off(clock, here, 180_000.0) < 1


def test_pings_come_quickly_at_first_and_seldom_in_the_end() -> None:
    pauses = [*itertools.islice(next_pings(), 20)]

    assert sum(pauses[:5]) < 1
    assert pauses == sorted(pauses)
    assert pauses[-1] == 10


def _listeners(count: int) -> Iterator[Machine]:
    """People in whatever networks, with whatever clocks."""
    for seed in range(count):
        chance = random.Random(seed)
        path = Path(base=chance.uniform(0.5, 60), jitter=chance.choice([1, 30, 120]))
        yield machine(path, seed, chance.uniform(-100, 100))


def test_two_hundred_listeners_hear_the_same_within_fifty_milliseconds() -> None:
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    instant = noon.timestamp() * 1000
    playback = {
        "status": "playing",
        "positionMs": 20_000,
        "anchoredAt": (noon - timedelta(seconds=15)).isoformat(),
        "song": {"durationMs": 240_000},
    }
    positions = []
    for listener in _listeners(200):
        clock = ClockEstimate()
        local = listener.local(instant)
        for exchange in listener.exchanges(next_pings(), local - 30_000, local):
            clock.observe(*exchange)
        positions.append(position_at(playback, clock.server_time(local)))

    apart = sorted(abs(one - two) for one, two in itertools.combinations(positions, 2))
    assert apart[int(0.95 * len(apart))] < 50
    assert statistics.median(positions) == pytest.approx(35_000, abs=5)
