"""Traces: from a request or a frame to the command, its commit and its delivery."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from phantom_app import tracing
from phantom_app.composition import composed
from phantom_app.http.app import create_app
from phantom_app.http.routes import ROUTES, server_of
from phantom_app.services import Services
from phantom_app.settings import BadSetting, read_settings
from phantom_app.spans import NO_SPANS
from phantom_app.tracing import spans_of
from tests.http.world import PASSWORD, Someone
from tests.socket.stage import Client, visit

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"


@asynccontextmanager
async def traced(folder: Path, url: str) -> AsyncIterator[tuple[Services, Any, httpx.AsyncClient]]:
    """A server as operators run it, which sends its traces somewhere."""
    settings = read_settings({"PHANTOM_OTEL_URL": url}, data_dir=str(folder))
    async with composed(settings) as services, services.hub:
        app: Any = create_app(server_of(services), routes=ROUTES)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://phantom.test") as http:
            yield services, app, http


async def someone(http: httpx.AsyncClient, name: str) -> Someone:
    body = {"email": f"{name}@example.org", "username": name, "password": PASSWORD}
    return Someone(http, (await http.post("/api/auth/register", json=body)).json())


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(tracing, "exporter_to", lambda _: exporter)
    return exporter


def paths_to(spans: Sequence[ReadableSpan], name: str) -> list[list[str]]:
    """For each span of a name, the names from the outermost one to it."""
    by_id = {span.context.span_id: span for span in spans if span.context}

    def path(span: ReadableSpan) -> list[str]:
        around = by_id.get(span.parent.span_id) if span.parent else None
        return [*(path(around) if around else []), span.name]

    return [path(span) for span in spans if span.name == name]


async def test_a_request_leads_to_its_command_its_commit_and_its_delivery(
    tmp_path: Path, kept: InMemorySpanExporter
) -> None:
    async with traced(tmp_path, "http://collector.test") as (_, app, http):
        ada, bob = await someone(http, "ada"), await someone(http, "bob")
        async with asyncio.TaskGroup() as tasks:
            socket = _connected(app, tasks, ada)
            await socket.next()
            headers = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
            await bob.send("PUT", f"/api/users/{ada.id}/follow", headers=headers)
            await socket.next()
            socket.leave()
    spans = kept.get_finished_spans()
    route = "PUT /api/users/{user_id}/follow"
    (request,) = [span for span in spans if span.name == route]

    assert [route, "FollowUser", "commit"] in paths_to(spans, "commit")
    assert [route, "FollowUser", "deliver"] in paths_to(spans, "deliver")
    assert request.context is not None
    assert request.context.trace_id == int(TRACE, 16)
    assert request.parent is not None
    assert request.parent.span_id == int(PARENT, 16)
    assert request.attributes == {
        "http.request.method": "PUT",
        "http.route": "/api/users/{user_id}/follow",
        "http.response.status_code": 204,
    }
    assert ada.id not in str([dict(span.attributes or {}) for span in spans])


def _connected(app: Any, tasks: asyncio.TaskGroup, ada: Someone) -> Client:
    protocols = ["phantom", f"phantom.bearer.{ada.signed_in['accessToken']}"]
    return visit(app, tasks, protocols=protocols)


async def test_a_frame_leads_to_its_command_and_a_refusal_is_named(
    tmp_path: Path, kept: InMemorySpanExporter
) -> None:
    async with traced(tmp_path, "http://collector.test") as (_, app, http):
        ada = await someone(http, "ada")
        async with asyncio.TaskGroup() as tasks:
            socket = _connected(app, tasks, ada)
            await socket.next()
            await socket.ask({"id": "j", "type": "session.join", "topic": f"room:{ada.id}"})
            socket.leave()
    spans = kept.get_finished_spans()
    frame = next(span for span in spans if span.name == "frame session.join")

    assert ["frame session.join", "JoinTopic", "read"] in paths_to(spans, "read")
    assert (frame.attributes or {})["phantom.outcome"] == "not-found"


async def test_an_error_is_told_by_its_class_and_not_by_its_words(
    kept: InMemorySpanExporter,
) -> None:
    async with AsyncExitStack() as stack:
        settings = read_settings({"PHANTOM_OTEL_URL": "http://collector.test"})
        spans = spans_of(settings, stack)
        with pytest.raises(ValueError, match="secret"), spans.begin("work"):
            raise ValueError("a secret")
    (span,) = kept.get_finished_spans()

    assert span.attributes == {"error.type": "ValueError"}
    assert not span.events
    assert "secret" not in span.to_json()


class _Collector(BaseHTTPRequestHandler):
    server: "Collector"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Collector(ThreadingHTTPServer):
    """Takes what is sent by OTLP."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Collector)
        self.received: list[ExportTraceServiceRequest] = []


async def test_a_collector_is_sent_what_was_traced_at_the_latest_at_the_end(
    tmp_path: Path,
) -> None:
    with Collector() as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{collector.server_address[1]}/v1/traces"
        async with traced(tmp_path, url) as (_, _, http):
            await http.get("/health/live")
        await anyio.to_thread.run_sync(collector.shutdown)
    resources = [each for request in collector.received for each in request.resource_spans]
    names = [span.name for each in resources for scope in each.scope_spans for span in scope.spans]

    assert "GET /health/live" in names
    facts = {each.key: each.value.string_value for each in resources[0].resource.attributes}
    assert facts["service.name"] == "phantom"


async def test_by_default_nothing_is_traced_or_imported(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        assert spans_of(read_settings({}), stack) is NO_SPANS
    program = (
        "import sys, anyio; from phantom_app.composition import composed; "
        "from phantom_app.settings import read_settings\n"
        "async def main():\n"
        f"    async with composed(read_settings({{}}, data_dir={str(tmp_path)!r})): pass\n"
        "anyio.run(main); print([m for m in sys.modules if m.startswith('opentelemetry')])"
    )
    said = await anyio.to_thread.run_sync(
        lambda: subprocess.check_output([sys.executable, "-c", program], text=True)
    )

    assert said.strip() == "[]"


async def test_without_the_extra_the_setting_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    async with AsyncExitStack() as stack:
        with pytest.raises(BadSetting, match="phantom\\[otel\\]"):
            spans_of(read_settings({"PHANTOM_OTEL_URL": "http://collector.test"}), stack)
