"""A trace goes on from the server where something was done to the one where it is told."""

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from phantom_app.tracing import OtelSpans, tell_of
from tests.socket.test_two_servers import LOOKS_NEVER, events, server
from tests.unit.live.stage import until
from tests.valkey_server import ValkeyServer


async def test_what_one_server_does_and_the_other_tells_is_one_trace(
    postgres_url: str, broker: ValkeyServer
) -> None:
    kept, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    spans = OtelSpans(provider.get_tracer("test"))
    async with (
        server(postgres_url, broker, LOOKS_NEVER, spans) as here,
        server(postgres_url, broker, LOOKS_NEVER, spans) as there,
    ):
        there.hub.watch(tell_of(spans))
        await until(lambda: here.transport.connected and there.transport.connected)
        _, wire = await there.listen()
        with spans.begin("frame"):
            await here.happen()
        await until(lambda: len(events(wire)) == 1)
        await here.happen()
        await until(lambda: len(events(wire)) == 2)
    (frame,) = [each.context for each in kept.get_finished_spans() if each.name == "frame"]
    told, alone = [each.parent for each in kept.get_finished_spans() if each.name == "deliver"]

    assert frame is not None
    assert told is not None
    assert (told.trace_id, told.span_id) == (frame.trace_id, frame.span_id)
    assert alone is None


async def test_servers_that_trace_and_those_that_do_not_hear_each_other(
    postgres_url: str, broker: ValkeyServer
) -> None:
    spans = OtelSpans(TracerProvider(shutdown_on_exit=False).get_tracer("test"))
    async with (
        server(postgres_url, broker, LOOKS_NEVER, spans) as here,
        server(postgres_url, broker, LOOKS_NEVER) as there,
    ):
        await until(lambda: here.transport.connected and there.transport.connected)
        (_, near), (_, far) = await here.listen(), await there.listen()
        with spans.begin("frame"):
            await here.happen()
            await there.happen()
        await until(lambda: len(events(near)) == len(events(far)) == 2)

        assert events(near) == events(far) == [1, 2]
