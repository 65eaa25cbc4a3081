"""How many requests a CPU second answers, beside bare Litestar routes on the same server.

Each side is a uvicorn of its own, with the same settings (httptools, uvloop, no access log). The
bare routes are what Litestar does by itself: one answers a struct of a user's size; the other
decodes such a body, validates it, and answers it. Phantom's routes do what they promise: the limits
are counted, the token is verified, the session and the office are looked up, the body's faults
would all be told, and the write is durable (SQLite, `synchronous` FULL) before it is answered.

What is measured is the CPU time of the server's process, all threads together, under 32 connections
that each wait for their answers, in rounds in which all take turns; the median is shown.

Run it from the repository: `python -m tests.benchmarks.http_requests [--rounds N] [--seconds S]`.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
import httpx

_CONNECTIONS: Final = 32
_ROOT: Final = Path(__file__).resolve().parents[2]
_PASSWORD: Final = "a long enough secret"

_BARE: Final = """
import socket, msgspec, uvicorn
from litestar import Litestar, get, post
from litestar.params import JSONBody

class User(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    id: str
    username: str
    display_name: str
    email: str
    created_at: str
    version: int

USER = User("0" * 26, "ada", "Ada Lovelace", "ada@example.org", "2026-01-31T12:00:00.000Z", 1)

@get("/read")
async def read() -> User:
    return USER

@post("/write")
async def write(data: JSONBody[User]) -> User:
    return data

app = Litestar([read, write], logging_config=None, openapi_config=None)
bound = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{bound.getsockname()[1]}", flush=True)
config = uvicorn.Config(app, http="httptools", loop="uvloop", log_config=None, access_log=False,
    lifespan="off", server_header=False)
uvicorn.Server(config).run(sockets=[bound])
"""

_USER: Final = {
    "id": "0" * 26,
    "username": "ada",
    "displayName": "Ada Lovelace",
    "email": "ada@example.org",
    "createdAt": "2026-01-31T12:00:00.000Z",
    "version": 1,
}


@attrs.frozen
class Load:
    """One kind of request to one server.

    Attributes:
        pid: the server's process, whose CPU time is measured.
        requests: the bytes of requests that are sent in turn.
    """

    name: str
    pid: int
    host: str
    port: int
    requests: Sequence[bytes]


@contextmanager
def _server(command: Sequence[str], **environment: str) -> Iterator[tuple[int, str]]:
    told = {**os.environ, "PYTHONPATH": str(_ROOT / "src"), **environment}
    with subprocess.Popen(command, env=told, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        try:
            yield process.pid, found[0]
        finally:
            process.terminate()


def _request(method: str, path: str, token: str = "", body: Any = None) -> bytes:
    told = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(told)}"] if told else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + told


def _loads(stack: ExitStack) -> list[Load]:
    bare_pid, bare = stack.enter_context(_server([sys.executable, "-c", _BARE]))
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    program = [sys.executable, "-c", "from phantom_app.cli import main; main()"]
    serve = [*program, "serve", "--port", "0", "--no-worker", "--data-dir", folder]
    many = "address=1000000/1,person=1000000/1,log-in=1000000/1"
    pid, phantom = stack.enter_context(_server(serve, PHANTOM_RATE_LIMITS=many))
    token = _token(phantom)
    renames = [
        _request("PATCH", "/api/users/me", token, {"displayName": f"Ada {number}"})
        for number in range(2)
    ]
    return [
        _load("bare Litestar: read", bare_pid, bare, [_request("GET", "/read")]),
        _load("Phantom: read (GET /health/live)", pid, phantom, [_request("GET", "/health/live")]),
        _load(
            "Phantom: read (GET /api/auth/me)",
            pid,
            phantom,
            [_request("GET", "/api/auth/me", token)],
        ),
        _load("bare Litestar: write", bare_pid, bare, [_request("POST", "/write", body=_USER)]),
        _load("Phantom: write (PATCH /api/users/me)", pid, phantom, renames),
    ]


def _load(name: str, pid: int, address: str, requests: Sequence[bytes]) -> Load:
    place = urlsplit(address)
    return Load(name, pid, place.hostname or "", place.port or 0, requests)


def _token(address: str) -> str:
    body = {"email": "ada@example.org", "username": "ada", "password": _PASSWORD}
    answer = httpx.post(f"{address}/api/auth/register", json=body).raise_for_status()
    return str(answer.json()["accessToken"])


async def _caller(load: Load, until: float) -> int:
    """Send requests on one connection, each after the answer to the one before."""
    reader, writer = await asyncio.open_connection(load.host, load.port)
    answered = 0
    while time.perf_counter() < until:
        writer.write(load.requests[answered % len(load.requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise AssertionError(head)
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        answered += 1
    writer.close()
    return answered


async def _round(load: Load, seconds: float) -> float:
    """Requests answered in each second of the server's CPU time."""
    before = _cpu_seconds(load.pid)
    until = time.perf_counter() + seconds
    answered = await asyncio.gather(*(_caller(load, until) for _ in range(_CONNECTIONS)))
    return sum(answered) / (_cpu_seconds(load.pid) - before)


def _cpu_seconds(pid: int) -> float:
    """CPU time of a process, all threads together (Linux: proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _measure(loads: Sequence[Load], rounds: int, seconds: float) -> dict[str, float]:
    for load in loads:
        await _round(load, 0.5)
    found: dict[str, list[float]] = {load.name: [] for load in loads}
    for _ in range(rounds):
        for load in loads:
            found[load.name].append(await _round(load, seconds))
    return {name: statistics.median(rates) for name, rates in found.items()}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    chosen = parser.parse_args()
    with ExitStack() as stack:
        rates = asyncio.run(_measure(_loads(stack), chosen.rounds, chosen.seconds))
    print(f"{'requests per CPU second':40} {'':>9} {'of bare':>8}")
    for name, rate in rates.items():
        bare = rates[f"bare Litestar: {'read' if 'read' in name else 'write'}"]
        print(f"{name:40} {rate:9,.0f} {rate / bare:8.2f}")
    names = ("litestar", "msgspec", "uvicorn", "uvloop", "httptools", "sqlalchemy")
    print(f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names))


if __name__ == "__main__":
    main()
