"""OpenTelemetry: spans from a request or frame to the command, its transaction and what was told.

The extra `otel` brings it. Without the setting nothing of it is imported.
"""

from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from phantom_app import VERSION
from phantom_app.settings import BadSetting, Settings
from phantom_app.spans import NO_SPANS, Headers, Span, Spans
from phantom_core.kernel import EPOCH, MILLISECOND, Committed, Storage, StoredEvent, Topic

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span as OtelSpan
    from opentelemetry.trace import Tracer

__all__ = ["OtelSpans", "TracedStorage", "exporter_to", "spans_of", "tell_of"]

T = TypeVar("T")

_NANOSECONDS = 1_000_000
_PARENT = "traceparent"


def spans_of(settings: Settings, stack: AsyncExitStack) -> Spans:
    """Whoever the settings name; what is not sent yet is sent when `stack` closes.

    Spans wait in a queue of OpenTelemetry's, which is bounded: what finds no room is dropped, and
    nobody waits for a collector. Raises: BadSetting, if the extra is not installed.
    """
    if settings.otel_url is None:
        return NO_SPANS
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        exporter = exporter_to(settings.otel_url)
    except ModuleNotFoundError as error:
        problem = "traces take the extra: pip install 'phantom[otel]'"
        raise BadSetting("PHANTOM_OTEL_URL", problem) from error
    resource = Resource.create({"service.name": "phantom", "service.version": VERSION})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    stack.callback(provider.shutdown)
    return OtelSpans(provider.get_tracer("phantom", VERSION))


def exporter_to(url: str) -> "SpanExporter":
    """What sends spans to a collector, by OTLP over HTTP."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=url)


class _OtelSpan(Span):
    def __init__(self, span: "OtelSpan") -> None:
        self._span = span

    def name(self, name: str) -> None:
        """Call it something else."""
        self._span.update_name(name)

    def tell(self, name: str, value: str | int) -> None:
        """Say something of it."""
        self._span.set_attribute(name, value)


class OtelSpans(Spans):
    """Tells a tracer. Errors are told by their class: their words may be anybody's."""

    on = True

    def __init__(self, tracer: "Tracer") -> None:
        from opentelemetry.trace import Status, StatusCode
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._tracer = tracer
        self._failed = Status(StatusCode.ERROR)
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def begin(self, name: str, *, headers: Headers = ()) -> Iterator[Span]:
        """Something begins."""
        parent = self._parent(headers)
        with self._tracer.start_as_current_span(
            name, context=parent, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield _OtelSpan(span)
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(self._failed)
                raise

    def ended(self, name: str, since: datetime, **facts: str | int) -> None:
        """Something has ended."""
        begun = (since - EPOCH) // MILLISECOND * _NANOSECONDS
        self._tracer.start_span(name, start_time=begun, attributes=facts).end()

    def here(self) -> str:
        """The span that goes on (W3C trace context); nothing, where none does."""
        told: dict[str, str] = {}
        self._propagator.inject(told)
        return told.get(_PARENT, "")

    @contextmanager
    def along(self, trail: str) -> Iterator[None]:
        """Have spans be part of one of another process; of none, where it tells of none."""
        from opentelemetry.context import attach, detach

        token = attach(self._propagator.extract({_PARENT: trail}))
        try:
            yield
        finally:
            detach(token)

    def _parent(self, headers: Headers) -> Any:
        """What the caller says that this is part of (W3C trace context), if it does."""
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        return self._propagator.extract(told) if _PARENT in told else None


class TracedStorage(Storage):
    """A storage whose transactions are told: from the line they wait in to their commit."""

    def __init__(self, storage: Storage, spans: Spans) -> None:
        self._storage = storage
        self._spans = spans

    async def write(
        self, invocation: Any, body: Callable[[Any], T], *, hot_topic: Topic | None = None
    ) -> Committed:
        """As the storage does, and tell."""
        with self._spans.begin("commit") as span:
            committed = await self._storage.write(invocation, body, hot_topic=hot_topic)
            span.tell("phantom.events", len(committed.events))
            span.tell("phantom.jobs", committed.jobs)
            return committed

    async def read(self, invocation: Any, body: Callable[[Any], T]) -> T:
        """As the storage does, and tell."""
        with self._spans.begin("read"):
            return await self._storage.read(invocation, body)

    async def close(self) -> None:
        """Close the storage."""
        await self._storage.close()


def tell_of(spans: Spans) -> Callable[[StoredEvent], None]:
    """What tells of each event that is on its way to the readers of this process.

    Its span lasts from when it was stored, and is part of what stored it, in this process or in
    one that the broker tells of; the log keeps nothing of traces.
    """

    def tell(stored: StoredEvent) -> None:
        kind = stored.topic.partition(":")[0]
        what = type(stored.event).__name__
        spans.ended("deliver", stored.at, **{"phantom.topic": kind, "phantom.event": what})

    return tell
