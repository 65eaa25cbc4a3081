"""What is read off the parts of a process when somebody asks for its measurements.

No label holds an id, an address or a word of anybody's: kinds of topics, names of jobs, of lanes
and of systems are in the code, and there are few.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Final

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from phantom_adapters.sql.standby import Standby
from phantom_adapters.sql.storage import SqlStorage
from phantom_adapters.transport import Hub
from phantom_adapters.web.circuit import Circuit, CircuitState
from phantom_app.http.metrics import Metrics
from phantom_core.jobs import QueueLine, TallyJobs
from phantom_core.kernel import SYSTEM, Doer, PhantomError, Storage

__all__ = [
    "Measuring",
    "circuits_of",
    "of_broker",
    "of_circuits",
    "of_hub",
    "of_jobs",
    "of_storage",
]

_FRESH: Final = 5.0
_LONGEST: Final = 2.0


class Measuring:
    """Tells what is measured, with how the queue of jobs stands, which only the store knows.

    The store is asked every five seconds at most. While it does not answer, nothing is told of
    the queue, and everything else is.
    """

    def __init__(
        self, metrics: Metrics, phantom: Doer, *, clock: Callable[[], float] = monotonic
    ) -> None:
        """Tell of `metrics`, and of the queue that `phantom` knows."""
        self._metrics = metrics
        self._phantom = phantom
        self._clock = clock
        self._queue: Sequence[QueueLine] = ()
        self._until = float("-inf")
        metrics.watch(lambda: of_jobs(self._queue))

    async def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        if self._clock() >= self._until:
            self._until = self._clock() + _FRESH
            self._queue = await self._counted()
        return self._metrics.text()

    async def _counted(self) -> Sequence[QueueLine]:
        try:
            async with asyncio.timeout(_LONGEST):
                return await self._phantom.ask(TallyJobs(), actor=SYSTEM)
        except (PhantomError, TimeoutError):
            return ()


def of_jobs(queue: Iterable[QueueLine]) -> Iterator[Metric]:
    """How many jobs there are, and how long the oldest have been due."""
    jobs = GaugeMetricFamily(
        "phantom_jobs", "Stored jobs that are not done, by name and state.", labels=["job", "state"]
    )
    late = GaugeMetricFamily(
        "phantom_jobs_late_seconds",
        "How long the oldest of them has been due.",
        labels=["job", "state"],
    )
    for line in queue:
        labels = [line.name, line.state.value]
        jobs.add_metric(labels, line.count)
        late.add_metric(labels, line.late.total_seconds())
    yield jobs
    yield late


def of_hub(hub: Hub) -> Iterator[Metric]:
    """Who is connected here, what they were told, and what waits for them."""
    yield _gauge(
        "phantom_sockets", "Connections to the socket that are signed in.", len(hub.readers)
    )
    yield _gauge("phantom_topics", "Topics that somebody reads here.", len(hub))
    waiting = [reader.outbox.size for reader in hub.readers]
    yield _gauge("phantom_outbox_bytes", "What waits for readers, together.", sum(waiting))
    largest = max(waiting, default=0)
    yield _gauge("phantom_outbox_largest_bytes", "What waits for the slowest of them.", largest)
    told = CounterMetricFamily(
        "phantom_deliveries", "Messages told to readers, by kind of topic.", labels=["topic"]
    )
    dropped = CounterMetricFamily(
        "phantom_topics_dropped",
        "Readers that lost a topic and must join again, by its kind.",
        labels=["topic"],
    )
    for kind, deliveries in sorted(hub.deliveries.items()):
        told.add_metric([kind], deliveries.told)
        dropped.add_metric([kind], deliveries.dropped)
    yield told
    yield dropped


def of_storage(storage: Storage) -> Iterator[Metric]:
    """How full the lines before the database are, and whether it answers."""
    if not isinstance(storage, SqlStorage):
        return
    yield _gauge("phantom_database_away", "1 while the database does not answer.", storage.away)
    if storage.fence is not None:
        meaning = "1 while the database that is reached is one that another has taken over from."
        yield _gauge("phantom_database_taken_over", meaning, bool(storage.fence.refused))
    calls = GaugeMetricFamily(
        "phantom_database_calls", "Calls that wait or run, by lane.", labels=["lane"]
    )
    sessions = GaugeMetricFamily(
        "phantom_database_sessions", "Calls that can run at once, by lane.", labels=["lane"]
    )
    for lanes in storage.lanes:
        calls.add_metric([lanes.name], lanes.calls)
        sessions.add_metric([lanes.name], len(lanes))
    yield calls
    yield sessions
    if storage.standby is not None:
        yield from _of_standby(storage.standby)


def _of_standby(standby: Standby) -> Iterator[Metric]:
    """Who answers people's questions, and how late the standby is."""
    reads = CounterMetricFamily(
        "phantom_standby_reads", "People's questions, by who answered them.", labels=["by"]
    )
    reads.add_metric(["standby"], standby.asked - standby.passed_over)
    reads.add_metric(["primary"], standby.passed_over)
    yield reads
    yield CounterMetricFamily(
        "phantom_standby_waited_seconds",
        "How long they waited for it to have what was acknowledged, together.",
        value=standby.waited,
    )
    yield _gauge(
        "phantom_standby_behind_bytes", "What it lacked when it was last looked at.", standby.behind
    )


def of_broker(standing: str) -> Iterator[Metric]:
    """Whether the broker is there, where there ought to be one."""
    if standing != "none":
        away = standing != "ok"
        yield _gauge("phantom_broker_away", "1 while the broker does not answer.", away)


def of_circuits(circuits: Mapping[str, Circuit]) -> Iterator[Metric]:
    """How the breakers stand."""
    family = GaugeMetricFamily(
        "phantom_circuit", "1 for how a breaker stands, by system.", labels=["system", "state"]
    )
    for system, circuit in circuits.items():
        for state in CircuitState:
            family.add_metric([system, state.value], circuit.state is state)
    yield family


def circuits_of(**adapters: object) -> Mapping[str, Circuit]:
    """The breakers of those adapters that have one, by the name that each is given here."""
    found = {name: getattr(adapter, "circuit", None) for name, adapter in adapters.items()}
    return {name: circuit for name, circuit in found.items() if isinstance(circuit, Circuit)}


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
