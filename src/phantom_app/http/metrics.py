"""What Prometheus reads: requests by route, commands and queries by name, with their durations.

Each process has its own registry, and tells of itself alone.
"""

import sys
from asyncio import CancelledError
from collections.abc import Callable, Iterable
from functools import cache
from time import perf_counter
from typing import Final, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.registry import Collector

from phantom_app.doing import note_operation
from phantom_app.spans import NO_SPANS, Span, Spans
from phantom_core.kernel import Actor, Command, Operation, PhantomError, Query, Storage
from phantom_core.phantom import Outcome, Phantom

__all__ = ["MeasuredPhantom", "Metrics"]

R = TypeVar("R")

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The measurements of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "phantom_http_request_seconds",
            "Time that requests took, by route template.",
            ["method", "route", "status"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._operations = Histogram(
            "phantom_operation_seconds",
            "Time that commands and queries took, by name and by what came of them.",
            ["operation", "outcome"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._refused = Counter(
            "phantom_rate_limited",
            "Calls and frames that were refused, by the allowance that was spent.",
            ["allowance"],
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        Gauge(
            "phantom_memory_blocks",
            "Pieces of memory that Python has in use.",
            registry=self._registry,
        ).set_function(sys.getallocatedblocks)
        # Looking a series up takes a lock and longer than counting does; there are not many.
        self._request_series = cache(self._requests.labels)
        self._operation_series = cache(self._operations.labels)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; a method that HTTP does not define is counted as `OTHER`."""
        known = method if method in _METHODS else "OTHER"
        self._request_series(known, route, str(status)).observe(seconds)

    def operation(self, operation: Operation[R], outcome: str, seconds: float) -> None:
        """Count a command or query.

        Its `outcome` is `done`, the rule it broke, `cancelled` if its caller went away, or `fault`.
        """
        self._operation_series(type(operation).__name__, outcome).observe(seconds)

    def rate_limited(self, allowance: str) -> None:
        """Count a refusal by an allowance."""
        self._refused.labels(allowance).inc()

    def watch(self, read: Callable[[], Iterable[Metric]]) -> None:
        """Tell also what is read off some part, whenever somebody asks."""
        self._registry.register(_Reading(read))

    def text(self) -> bytes:
        """Everything measured, in Prometheus' text format."""
        return generate_latest(self._registry)


class _Reading(Collector):
    """What a function answers, as the registry wants it."""

    def __init__(self, read: Callable[[], Iterable[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """Read it."""
        return self._read()


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MeasuredPhantom(Phantom):
    """Phantom with a watch in its hand; what it does is told to `spans` as well."""

    def __init__(self, storage: Storage, metrics: Metrics, spans: Spans = NO_SPANS) -> None:
        super().__init__(storage)
        self._metrics = metrics
        self._spans = spans

    async def do(
        self, command: Command[R], *, actor: Actor, idempotency_key: str | None = None
    ) -> Outcome[R]:
        """Do a command, and measure it."""
        note_operation(command, actor)
        with self._spans.begin(type(command).__name__) as span, self._watch(command, span):
            return await super().do(command, actor=actor, idempotency_key=idempotency_key)

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        """Answer a query, and measure it."""
        note_operation(query, actor)
        with self._spans.begin(type(query).__name__) as span, self._watch(query, span):
            return await super().ask(query, actor=actor)

    def _watch(self, operation: Operation[R], span: Span) -> "_Watch":
        return _Watch(self._metrics, operation, span)


class _Watch:
    """Measures one operation."""

    __slots__ = ("_begun", "_metrics", "_operation", "_span")

    def __init__(self, metrics: Metrics, operation: Operation[R], span: Span) -> None:
        self._metrics = metrics
        self._operation = operation
        self._span = span

    def __enter__(self) -> None:
        self._begun = perf_counter()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        seconds = perf_counter() - self._begun
        outcome = _outcome(error)
        self._span.tell("phantom.outcome", outcome)
        self._metrics.operation(self._operation, outcome, seconds)


def _outcome(error: BaseException | None) -> str:
    match error:
        case None:
            return "done"
        case PhantomError():
            return error.rule
        case CancelledError():
            return "cancelled"
        case _:
            return "fault"
