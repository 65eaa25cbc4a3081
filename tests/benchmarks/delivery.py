"""How a recording goes out and comes in, beside nginx, which does the same with a bare file.

Phantom is `phantom serve` in a process of its own, on SQLite and its folder of files; nginx is the
system's, with one worker: `sendfile` for what goes out, WebDAV's PUT for what comes in. The same
plain sockets in this process ask both. Phantom's GETs verify the signed URL and ask whether its
reader may still hear the recording, each time; its upload is a form that is parsed, hashed, made
durable and probed. Of `Phantom behind nginx`, nginx asks Phantom and sends the bytes itself.

`CPU s/GiB` is the processor time of the processes that serve, but for the one that probes; it is
the steady figure. `ratio` compares the rates of the same round. Medians are shown. `grows` is how
far the memory of Phantom's own process rose above where it stood before.

Run it from the repository: `python -m tests.benchmarks.delivery [--mib N] [--rounds N]`.
"""

import argparse
import json
import platform
import random
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import anyio
import attrs
import httpx

from tests.benchmarks.delivering.family import Family
from tests.benchmarks.delivering.wire import form, get, music, send
from tests.crash.server import Server
from tests.nginx_server import documented_site, find_nginx, nginx

_MIB: Final = 1024 * 1024
_RANGE: Final = 256 * 1024
_CONNECTIONS: Final = 8
_RANGES: Final = 200
_FRONT: Final = "Phantom behind nginx"
_BARE: Final = """
server {{
    listen 80;
    sendfile on;
    client_max_body_size 0;
    root {root};
    location /in/ {{ dav_methods PUT; }}
}}
"""


@attrs.frozen
class Side:
    """One of those that are measured.

    Attributes:
        port: where it listens.
        target: the path of the recording, as a GET asks for it.
        serving: its processes.
        put: sends it a file of so many bytes, and waits until it is kept.
    """

    name: str
    port: int
    target: str
    serving: Family
    put: Callable[[int], object]


@attrs.frozen
class Measured:
    """What one round of one side showed: MiB a second, and CPU seconds for a GiB."""

    rate: float
    cpu: float


_Act = Callable[[Side, int], int]


def _whole(side: Side, _: int) -> int:
    """GET all of it."""
    with socket.create_connection(("127.0.0.1", side.port)) as line:
        return get(line, side.target)


def _ranges(side: Side, size: int) -> int:
    """GET random pieces, on some connections at once."""
    done: list[int] = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        with socket.create_connection(("127.0.0.1", side.port)) as line:
            for _ in range(_RANGES):
                start = chance.randrange(size - _RANGE)
                done.append(get(line, side.target, f"bytes={start}-{start + _RANGE - 1}"))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


def _upload(side: Side, size: int) -> int:
    """Send all of it."""
    side.put(size)
    return size


def _measure(side: Side, size: int, act: _Act) -> Measured:
    before, began = side.serving.cpu_seconds(), time.perf_counter()
    moved = act(side, size)
    seconds = time.perf_counter() - began
    spent = side.serving.cpu_seconds() - before
    return Measured(moved / _MIB / seconds, spent / (moved / _MIB / 1024))


def _compare(title: str, sides: Sequence[Side], size: int, rounds: int, act: _Act) -> None:
    """Let all take turns, and print the medians; the first is whom the others stand beside."""
    own = sides[-1].serving
    own.forget_peak()
    stood = own.memory()
    found: dict[str, list[Measured]] = {side.name: [] for side in sides}
    for _ in range(rounds):
        for side in sides:
            found[side.name].append(_measure(side, size, act))
    peer = found[sides[0].name]
    for name, measured in found.items():
        rate = statistics.median(each.rate for each in measured)
        ratio = statistics.median(a.rate / b.rate for a, b in zip(measured, peer, strict=True))
        cpu = statistics.median(each.cpu for each in measured)
        grown = f"{own.peak() - stood:5.0f} MiB" if name == sides[-1].name else ""
        print(f"{title:15} {name:21} {rate:7.0f} {ratio:7.2f} {cpu:10.2f} {grown:>10}", flush=True)


def _sides(stack: ExitStack, folder: Path, size: int) -> list[Side]:
    """Start all of them, and give each the recording."""
    bare_folder, front_folder = folder / "bare", folder / "front"
    for each in (bare_folder / "in", front_folder, folder / "data"):
        each.mkdir(parents=True)
    bare = stack.enter_context(nginx(bare_folder, _BARE.format(root=bare_folder)))
    behind = _started(stack, folder / "data" / "behind", PHANTOM_ACCEL_PREFIX="/_blobs")
    site = documented_site(behind.url, folder / "data" / "behind" / "blobs")
    front = stack.enter_context(nginx(front_folder, site))
    plain = _started(stack, folder / "data" / "plain")

    def dav(size: int) -> object:
        return send(bare.port, "PUT", target, music(size), f"Content-Length: {size}")

    target = "/in/recording.wav"
    dav(size)
    workers = Family((bare.pid,), below=True)
    fronts = [_pid(behind), *Family((front.pid,), below=True).pids]
    return [
        Side("nginx", bare.port, target, workers, dav),
        _side(_FRONT, behind, front.port, Family((front.pid, fronts[0]), below=True), size),
        _side("Phantom", plain, _port(plain), Family((_pid(plain),)), size),
    ]


def _side(name: str, server: Server, port: int, serving: Family, size: int) -> Side:
    """Phantom with a person in it, and a recording of theirs."""
    person = {"email": "ada@example.org", "username": "ada", "password": "a long enough secret"}
    answer = httpx.post(f"{server.url}/api/auth/register", json=person).raise_for_status()
    bearer = f"Authorization: Bearer {answer.json()['accessToken']}"

    def put(size: int) -> str:
        kind, length, body = form(size)
        told = (bearer, f"Content-Type: {kind}", f"Content-Length: {length}")
        return str(json.loads(send(_port(server), "POST", "/api/audio", body, *told))["id"])

    headers = dict([bearer.split(": ", 1)])
    link = httpx.get(f"{server.url}/api/audio/{put(size)}/stream", headers=headers)
    parts = urlsplit(link.raise_for_status().json()["url"])
    return Side(name, port, f"{parts.path}?{parts.query}", serving, put)


def _started(stack: ExitStack, folder: Path, **settings: str) -> Server:
    settings |= {"PHANTOM_UPLOAD_LIMIT": "5GiB", "PHANTOM_TEST_EAR": "real"}
    server = Server(folder, "--no-worker", **settings)
    server.start()
    stack.callback(server.kill)
    anyio.run(server.ready)
    return server


def _pid(server: Server) -> int:
    assert server.pid is not None
    return server.pid


def _port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    program, size = find_nginx(), chosen.mib * _MIB
    if program is None:
        parser.exit(1, "There is no nginx here; Debian has it in `nginx-light`.\n")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sides = _sides(stack, Path(folder), size)
        print(f"{'':15} {'':21} {'MiB/s':>7} {'ratio':>7} {'CPU s/GiB':>10} {'grows':>10}")
        _compare(f"GET {chosen.mib} MiB", sides, size, chosen.rounds, _whole)
        _compare("256 KiB ranges", sides, size, chosen.rounds, _ranges)
        uploaders = [sides[0], sides[-1]]
        _compare(f"put {chosen.mib} MiB", uploaders, size, chosen.rounds, _upload)
    told = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr
    names = ("uvicorn", "uvloop", "httptools", "litestar")
    print(f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names))
    print(told.strip())


if __name__ == "__main__":
    main()
