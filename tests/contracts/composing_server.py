"""A service on this machine that composes, behind an API like OpenAI's, for the tests."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import attrs

__all__ = ["KEY", "ComposingServer", "Scripted", "answer_of", "composing_server", "said"]

KEY: Final = "sk-a-secret"
"""What callers must show."""


@attrs.frozen
class Scripted:
    """An answer that was arranged beforehand.

    Attributes:
        before: runs before it is sent; it may take its time.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = attrs.field(factory=dict)
    before: Callable[[], object] = lambda: None


class ComposingServer(ThreadingHTTPServer):
    """Composes what it is asked for, in whole notes.

    Attributes:
        script: answers to the next calls.
        asked: the bodies of all calls, in order, with their paths.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.script: deque[Scripted] = deque()
        self.asked: list[tuple[str, Any]] = []

    @property
    def url(self) -> str:
        """What the addresses of the API begin with."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that does not wait for the answer."""


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: ComposingServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        if self.headers["Authorization"] != f"Bearer {KEY}":
            self._send(Scripted(status=401))
        elif self.server.script:
            scripted = self.server.script.popleft()
            scripted.before()
            self._send(scripted)
        else:
            wanted = json.loads(body["messages"][-1]["content"])
            self._send(Scripted(body=said(json.dumps(answer_of(wanted)))))

    def _send(self, answer: Scripted) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def said(text: str) -> bytes:
    """The body of an answer in which a model says something."""
    message = {"role": "assistant", "content": text}
    return json.dumps({"choices": [{"index": 0, "message": message}]}).encode()


def answer_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A piece such as is wanted: its tonic, from beginning to end."""
    tonic = "C D EF G A B".index(wanted["key"][0])
    whole = wanted["quarters"]
    parts = [
        {
            "instrument": each["instrument"],
            "notes": [
                [beat, _within(tonic, each), 0.5, 80] for beat in range(int(wanted["quarters"]))
            ],
        }
        for each in wanted["instruments"]
    ]
    return {"chords": [{"symbol": wanted["key"][0] + "m", "quarters": whole}], "parts": parts}


def _within(tonic: int, instrument: Mapping[str, Any]) -> int:
    lowest: int = instrument["lowest"]
    return lowest + (tonic - lowest) % 12


@contextmanager
def composing_server() -> Iterator[ComposingServer]:
    """Serve while needed."""
    server = ComposingServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
