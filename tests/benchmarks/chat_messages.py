"""How many durable messages a second go through one chat room with two hundred readers.

The server is `phantom serve`, in a process of its own, with all its checks but rate limits. This
process holds the readers, each a socket of its own that has joined the room, and sixteen more that
send. `flat out` keeps sixteen messages on the way: each of those sockets sends as soon as its last
message is answered, which is when it is durable, unless readers are that far behind; so what is
found is what the server and these readers do together. Then they send fifty messages a second
between them. A delivery is timed from before the message was sent to when a reader has it; all of
them are counted. SQLite and PostgreSQL both survive a crash (`synchronous` FULL; `fsync` on).

Run it from the repository: `python -m tests.benchmarks.chat_messages [--seconds S]`.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
import httpx

from tests.benchmarks.live.crowd import Audience, Listener, Speaker
from tests.postgres_server import postgres

_READERS: Final = 200
_SENDERS: Final = 16
_STEADY: Final = 50
_ROOT: Final = Path(__file__).resolve().parents[2]
_PACKAGES: Final = ("uvicorn", "uvloop", "msgspec", "sqlalchemy", "psycopg")


@attrs.frozen(kw_only=True)
class _Place:
    """A running server, as its readers know it."""

    name: str = "phantom"
    host: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time that all its threads have used."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(path.read_text().split()[0]) for path in tasks) / 1e9


@attrs.frozen(kw_only=True)
class _Figures:
    """What was found: seconds of delay, and processor time per message."""

    rate: float
    delays: Sequence[float]
    cost: float


@contextmanager
def _serving(database_url: str) -> Iterator[_Place]:
    told = {
        "PHANTOM_RATE_LIMITS": "off",
        "PHANTOM_SOCKETS_PER_PERSON": "9999",
        "PHANTOM_DATABASE_URL": database_url,
    }
    program = [sys.executable, "-c", "from phantom_app.cli import main; main()", "serve"]
    with tempfile.TemporaryDirectory() as folder:
        command = [*program, "--port", "0", "--no-worker", "--data-dir", folder]
        environment = {**os.environ, "PYTHONPATH": str(_ROOT / "src"), **told}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            found = next(word for word in run.stdout.readline().split() if "://" in word)
            address = urlsplit(found)
            try:
                yield _Place(host=address.hostname or "", port=address.port or 0, pid=run.pid)
            finally:
                run.terminate()


def _audience(place: _Place) -> Audience:
    """Two people: one reads on two hundred connections, the other speaks on a few."""
    address = f"http://{place.host}:{place.port}"
    ada, bob = _token(address, "ada"), _token(address, "bob")
    body = {"kind": "group", "memberIds": [bob["user"]["id"]]}
    bearer = {"Authorization": f"Bearer {ada['accessToken']}"}
    opened = httpx.post(f"{address}/api/messages/rooms", json=body, headers=bearer)
    topic = f"chat:{opened.raise_for_status().json()['id']}"
    listeners = [Listener(place, bob["accessToken"]) for _ in range(_READERS)]
    for listener in listeners:
        listener.begin(topic)
    speakers = [Speaker(place, ada["accessToken"]) for _ in range(_SENDERS)]
    for speaker in speakers:
        speaker.topic = topic
    return Audience(listeners, speakers)


def _token(address: str, name: str) -> Any:
    body = {"email": f"{name}@example.org", "username": name, "password": "a long enough secret"}
    return httpx.post(f"{address}/api/auth/register", json=body).raise_for_status().json()


def _flat_out(audience: Audience, seconds: float, place: _Place) -> _Figures:
    def speak(_: float) -> None:
        for speaker in audience.speakers:
            if speaker.answered == speaker.sent and audience.under_way < _SENDERS:
                speaker.speak()

    return _measured(audience, seconds, place, speak)


def _steadily(audience: Audience, seconds: float, place: _Place) -> _Figures:
    begun = sum(speaker.sent for speaker in audience.speakers)

    def speak(passed: float) -> None:
        sent = sum(speaker.sent for speaker in audience.speakers) - begun
        if sent < passed * _STEADY:
            audience.speakers[sent % _SENDERS].speak()

    return _measured(audience, seconds, place, speak)


def _measured(audience: Audience, seconds: float, place: _Place, speak: Any) -> _Figures:
    sent = sum(speaker.sent for speaker in audience.speakers)
    heard = len(audience.listeners[0].delays)
    before = place.cpu()
    took = audience.run(seconds, speak)
    count = sum(speaker.sent for speaker in audience.speakers) - sent
    delays = [delay for each in audience.listeners for delay in each.delays[heard:]]
    return _Figures(rate=count / took, delays=delays, cost=(place.cpu() - before) / count)


def _row(name: str, found: _Figures) -> str:
    cuts = statistics.quantiles(found.delays, n=100)
    return (
        f"{name:24}{found.rate:12,.0f}{cuts[49] * 1000:10.1f}{cuts[98] * 1000:10.1f}"
        f"{found.cost * 1000:14.2f}{found.cost / _READERS * 1e6:16.1f}"
    )


def _measure(database: str, database_url: str, seconds: float) -> None:
    with _serving(database_url) as place:
        audience = _audience(place)
        _flat_out(audience, 0.5, place)
        print(_row(f"{database}, flat out", _flat_out(audience, seconds, place)), flush=True)
        time.sleep(0.5)
        print(_row(f"{database}, {_STEADY}/s", _steadily(audience, seconds, place)), flush=True)
        for each in (*audience.listeners, *audience.speakers):
            each.plain.close()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    chosen = parser.parse_args()
    print(f"{_READERS} readers of one room; delays in ms; processor time of the server")
    print(f"{'':24}{'messages/s':>12}{'p50':>10}{'p99':>10}{'ms/message':>14}{'us/delivery':>16}")
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", f"sqlite:///{folder}/phantom.db", chosen.seconds)
    with postgres(durable=True) as server:
        url = server.url(server.create_database())
        _measure("PostgreSQL", url, chosen.seconds)
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"Python {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
