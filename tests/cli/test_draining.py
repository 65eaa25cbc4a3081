"""A server that is told to end takes its leave of one after the other."""

import json
import re
import signal
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import uuid7
from tests.cli.program import started

NEVER_ENDING = {"PHANTOM_DRAIN_SPREAD": "3600"}


def _register(address: str) -> str:
    person = {"email": "ada@example.org", "username": "ada", "password": "a long enough secret"}
    told = {"Content-Type": "application/json"}
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/api/auth/register", json.dumps(person).encode(), told
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        return str(json.load(answer)["accessToken"])


@contextmanager
def _socket(address: str, token: str) -> Iterator[ClientConnection]:
    protocols = [Subprotocol("phantom"), Subprotocol(f"phantom.bearer.{token}")]
    url = f"ws{address.removeprefix('http')}/ws"
    with connect(url, subprotocols=protocols, proxy=None, open_timeout=60) as client:
        assert json.loads(client.recv(timeout=30))["ok"]
        yield client


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _kept(url: str) -> bool:
    """Whether the connection of a request would be kept for another."""
    place = urlsplit(url)
    with closing(HTTPConnection(f"{place.hostname}", place.port, timeout=30)) as connection:
        connection.request("GET", place.path)
        answer = connection.getresponse()
        answer.read()
        return answer.getheader("Connection") != "close"


def _is_shown_out(client: ClientConnection, timeout: float) -> int | None:
    """With which code a connection was closed; `None` if it goes on for some time."""
    try:
        while True:
            client.recv(timeout=timeout)
    except TimeoutError:
        return None
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_sockets_are_closed_one_after_the_other_and_nobody_is_let_in(tmp_path: Path) -> None:
    data = ("--data-dir", str(tmp_path))
    with (
        started("serve", "--port", "0", *data, settings=NEVER_ENDING) as server,
        ExitStack() as stack,
    ):
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        address, token = found[0], _register(found[0])
        before = _status(f"{address}/health/ready")
        kept_before = _kept(f"{address}/health/live")
        clients = [stack.enter_context(_socket(address, token)) for _ in range(3)]
        server.send_signal(signal.SIGTERM)
        codes: list[Any] = []
        while not any(codes):
            codes = [_is_shown_out(client, 0.1) for client in clients]
        during = _status(f"{address}/health/ready"), _status(f"{address}/health/live")
        kept_during = _kept(f"{address}/health/live")
        with pytest.raises(InvalidStatus) as refused, _socket(address, token):
            pass
        server.send_signal(signal.SIGTERM)
        ended = server.wait(timeout=60)
        rest = [_is_shown_out(client, 30) for client in clients]

    assert before == 200
    assert sorted(codes, key=str) == [1012, None, None]
    assert during == (503, 200)
    # A proxy that kept it might send what cannot be sent twice in the moment that it is closed.
    assert (kept_before, kept_during) == (True, False)
    assert refused.value.response.status_code == 503
    assert refused.value.response.headers["Retry-After"] == "1"
    assert ended == 0
    assert sum(code == 1012 for code in rest) >= 1


def test_where_the_log_is_another_one_sockets_go_alike_and_others_are_let_in(
    tmp_path: Path,
) -> None:
    data = ("--data-dir", str(tmp_path))
    with (
        started("serve", "--port", "0", *data, settings=NEVER_ENDING) as server,
        ExitStack() as stack,
    ):
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        address, token = found[0], _register(found[0])
        clients = [stack.enter_context(_socket(address, token)) for _ in range(3)]
        with closing(sqlite3.connect(tmp_path / "phantom.db")) as connection, connection:
            epoch = str(uuid7(ManualClock().now, 1))
            connection.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", [epoch])
        codes: list[Any] = []
        while not any(codes):
            codes = [_is_shown_out(client, 0.1) for client in clients]
        with _socket(address, token) as back:
            stays = _is_shown_out(back, 4)
            codes = [_is_shown_out(client, 0.1) for client in clients]
        ready = _status(f"{address}/health/ready")
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)

    assert sorted(codes, key=str) == [1012, None, None]
    assert stays is None
    assert ready == 200


def test_without_sockets_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    data = ("--data-dir", str(tmp_path))
    with started("serve", "--port", "0", *data, settings=NEVER_ENDING) as server:
        assert server.stdout is not None
        server.stdout.readline()
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=60)

    assert code == 0
