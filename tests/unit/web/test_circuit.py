"""A circuit breaker: closed, open, half-open."""

import pytest

from phantom_adapters.web.circuit import Circuit, CircuitState, Declined
from phantom_core.kernel import Unavailable


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    return Circuit("The service", clock, failures=3, pause=10)


def _fail(circuit: Circuit, times: int) -> None:
    for _ in range(times):
        circuit.enter()
        circuit.fail()


def test_it_opens_after_so_many_failures_in_a_row(circuit: Circuit) -> None:
    _fail(circuit, 2)
    circuit.enter()
    circuit.succeed()
    _fail(circuit, 2)
    before = circuit.state
    _fail(circuit, 1)

    assert [before, circuit.state] == [CircuitState.CLOSED, CircuitState.OPEN]


def test_open_it_says_when_to_come_back(circuit: Circuit, clock: Clock) -> None:
    _fail(circuit, 3)
    clock.now = 4

    with pytest.raises(Unavailable, match="The service does not answer") as refusal:
        circuit.enter()

    assert refusal.value.retry_after == 6


def test_half_open_it_lets_one_through(circuit: Circuit, clock: Clock) -> None:
    _fail(circuit, 3)
    clock.now = 10
    assert circuit.state is CircuitState.HALF_OPEN
    circuit.enter()

    with pytest.raises(Unavailable):
        circuit.enter()


def test_half_open_a_success_closes_it_and_a_failure_opens_it(
    circuit: Circuit, clock: Clock
) -> None:
    _fail(circuit, 3)
    clock.now = 10
    _fail(circuit, 1)
    after_failure = circuit.state
    clock.now = 20
    circuit.enter()
    circuit.succeed()

    assert [after_failure, circuit.state] == [CircuitState.OPEN, CircuitState.CLOSED]


def test_a_call_that_is_given_up_leaves_the_way_to_the_next(circuit: Circuit, clock: Clock) -> None:
    _fail(circuit, 3)
    clock.now = 10
    circuit.enter()
    circuit.leave()

    assert circuit.state is CircuitState.HALF_OPEN


def test_a_call_that_never_ends_does_not_keep_the_way_for_ever(
    circuit: Circuit, clock: Clock
) -> None:
    _fail(circuit, 3)
    clock.now = 10
    circuit.enter()
    during = circuit.state
    clock.now = 20

    assert [during, circuit.state] == [CircuitState.OPEN, CircuitState.HALF_OPEN]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Unavailable("It is away."), CircuitState.OPEN),
        (Declined("Not this."), CircuitState.CLOSED),
        (ValueError("A bug of ours."), CircuitState.CLOSED),
    ],
)
def test_what_passes_is_judged_by_how_it_ends(
    circuit: Circuit, error: Exception, state: CircuitState
) -> None:
    for _ in range(3):
        with pytest.raises(type(error)), circuit.passing():
            raise error

    assert circuit.state is state
