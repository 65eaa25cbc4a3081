"""Twenty people edit one project at once, each over a socket that hears all the others.

The server is `phantom serve` in a process of its own, on one processor; the editors are protocols
on plain sockets in this process. Each turns the volume of one of twenty stems, then adds a note,
and so on. `flat out` each edits as soon as the edit before is answered, which is when it is
durable; `steadily` each edits once a second. The table says how many edits a second became
durable; how long they took from before they were sent to when the last of the others had them; and
which processor time of the server's process, all threads together, an edit has cost, with its
commit and its nineteen deliveries. What PostgreSQL itself takes is not in it.

Run it from the repository: `python -m tests.benchmarks.studio_server [--seconds S] [--stores
NAME...]`.
"""

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import attrs
import httpx
import uvloop

from phantom_adapters.clock import wall_clock
from phantom_core.kernel import uuid7
from tests.benchmarks.live.lines import Line, connect_all, until
from tests.crash.server import Server
from tests.postgres_server import postgres

_EDITORS: Final = 20
_PAUSE: Final = 1.0
_PACKAGES: Final = ("uvicorn", "uvloop", "litestar", "sqlalchemy", "psycopg")


@attrs.define
class Watch:
    """What becomes of edits.

    Attributes:
        sent: when each was sent that not all others have: by replica and counter.
        missing: how many of the others do not have it.
        delays: how many seconds each took to reach the last.
        durable: how many were answered.
    """

    sent: dict[tuple[str, int], float] = attrs.field(factory=dict)
    missing: dict[tuple[str, int], int] = attrs.field(factory=dict)
    delays: list[float] = attrs.field(factory=list)
    durable: int = 0

    def sends(self, edit: tuple[str, int]) -> None:
        """An edit is being sent."""
        self.sent[edit], self.missing[edit] = time.monotonic(), _EDITORS - 1

    def arrives(self, edit: tuple[str, int]) -> None:
        """One of the others has it."""
        self.missing[edit] -= 1
        if not self.missing[edit]:
            self.delays.append(time.monotonic() - self.sent.pop(edit))


class Editor(Line):
    """Somebody at work in the project.

    Attributes:
        joined: whether the others are heard.
        goes_on: whether an answer is followed by the next edit.
    """

    def __init__(self, token: str, project: str, stem: str, segment: str, watch: Watch) -> None:
        super().__init__(token)
        self.joined = self.goes_on = False
        self._project, self._stem, self._segment = project, stem, segment
        self._replica = _minted()
        self._counter = 0
        self._watch = watch

    def edit(self) -> None:
        """Make the next edit."""
        self._counter += 1
        if self._counter % 2:
            kind, entity = "stem.update", self._stem
            deed: dict[str, Any] = {"fields": {"volume": self._counter % 100 / 100}}
        else:
            kind, entity = "segment.update", self._segment
            deed = {"noteOps": [_note(self._counter)]}
        self._watch.sends((self._replica, self._counter))
        stamp = [int(time.time() * 1000), self._counter % 65536, self._replica]
        data = {"entityId": entity, "hlc": stamp, "counter": self._counter, **deed}
        self._ask("e", kind, data)

    def _ask(self, name: str, kind: str, data: Mapping[str, Any]) -> None:
        self.send({"id": name, "type": kind, "topic": f"project:{self._project}", "data": data})

    def hear(self, message: Any) -> None:
        """Join, once signed in; then note what is answered, and what others did."""
        if "reply" not in message:
            if message["type"] in {"stem.update", "segment.update"}:
                self._learn(message["data"]["replicaId"], message["data"]["counter"])
        elif message["reply"] is None:
            self._ask("j", "session.join", {})
        elif message["reply"] == "j":
            self.joined = message["ok"]
        else:
            assert message["ok"], message
            self._watch.durable += 1
            if self.goes_on:
                self.edit()

    def _learn(self, replica: str, counter: int) -> None:
        if replica != self._replica:
            self._watch.arrives((replica, counter))


def _minted() -> str:
    return str(uuid7(wall_clock(), int.from_bytes(os.urandom(9))))


def _note(number: int) -> Mapping[str, Any]:
    pitch, start = 36 + number % 60, number * 120
    return {"op": "add", "noteId": _minted(), "pitch": pitch, "start": start, "duration": 120}


@attrs.frozen(kw_only=True)
class Figures:
    """What was seen: edits a second, seconds of delay, and processor time of an edit."""

    rate: float
    delays: Sequence[float]
    cost: float


async def editors_at_work(url: str, watch: Watch, *, name: str = "editor") -> list[Editor]:
    """Twenty new people in one project, each with a stem and a segment.

    Args:
        url: a server.
        watch: what all of them tell of their edits.
        name: what their names begin with.
    """
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:

        async def send(token: str, path: str, body: Any) -> Any:
            bearer = {"Authorization": f"Bearer {token}"} if token else {}
            answer = await client.post(f"/api/{path}", json=body, headers=bearer)
            return answer.raise_for_status().json() if answer.content else None

        people = [
            await send("", "auth/register", _form(f"{name}{number}")) for number in range(_EDITORS)
        ]
        tokens = [each["accessToken"] for each in people]
        owner = tokens[0]
        project = (await send(owner, "projects", {"name": "Nights"}))["id"]
        path = f"projects/{project}"
        for each in people[1:]:
            invited = {"userId": each["user"]["id"], "role": "contributor"}
            await send(owner, f"{path}/collaborators", invited)
            await send(each["accessToken"], f"{path}/collaborators/accept", {})
        found = []
        for token in tokens:
            stem = (await send(owner, f"{path}/stems", {"name": "Bass"}))["id"]
            body = {"type": "midi", "startMs": 0, "endMs": 4000}
            segment = (await send(owner, f"stems/{stem}/segments", body))["id"]
            found.append(Editor(token, project, stem, segment, watch))
        return found


def _form(name: str) -> Mapping[str, str]:
    return {"email": f"{name}@example.org", "username": name, "password": "a long enough secret"}


async def _measured(server: Server, watch: Watch, work: Any, seconds: float) -> Figures:
    watch.delays.clear()
    before, cost, begun = watch.durable, _cpu(server), time.monotonic()
    await work(seconds)
    await until(lambda: not watch.sent)
    took, count = time.monotonic() - begun, watch.durable - before
    return Figures(rate=count / took, delays=watch.delays[:], cost=(_cpu(server) - cost) / count)


def _cpu(server: Server) -> float:
    """Seconds of processor time that the server's threads have used."""
    tasks = Path(f"/proc/{server.pid}/task").glob("*/schedstat")
    return sum(int(path.read_text().split()[0]) for path in tasks) / 1e9


async def _measure(name: str, server: Server, seconds: float) -> None:
    watch = Watch()
    editors = await editors_at_work(server.url, watch)
    await connect_all(editors, int(server.url.rpartition(":")[2]))
    await until(lambda: all(each.joined for each in editors))

    async def flat_out(seconds: float) -> None:
        for each in editors:
            each.goes_on = True
            each.edit()
        await asyncio.sleep(seconds)
        for each in editors:
            each.goes_on = False

    async def steadily(seconds: float) -> None:
        await edit_steadily(editors, seconds)

    await _measured(server, watch, flat_out, 0.5)
    for title, work in (("flat out", flat_out), ("steadily", steadily)):
        _print(f"{name}, {title}", await _measured(server, watch, work, seconds))


async def edit_steadily(editors: Sequence[Editor], seconds: float) -> None:
    """Have each edit once a second, one after the other."""
    async with asyncio.TaskGroup() as group:
        for number, each in enumerate(editors):
            group.create_task(_edit_steadily(each, number / _EDITORS, seconds))


async def _edit_steadily(editor: Editor, later: float, seconds: float) -> None:
    begun = time.monotonic() + later * _PAUSE
    for number in range(round(seconds / _PAUSE)):
        await asyncio.sleep(max(0, begun + number * _PAUSE - time.monotonic()))
        editor.edit()


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """The settings by which a store is used."""
    if name == "sqlite":
        yield {}
        return
    with postgres(durable=True) as database:
        yield {"PHANTOM_DATABASE_URL": database.url(database.create_database())}


async def _run(name: str, seconds: float, processors: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, _database(name) as store:
        server = Server(Path(folder, "data"), "--no-worker", **store)
        os.sched_setaffinity(0, {processors[0]})
        server.start()
        os.sched_setaffinity(0, {*processors[1:]} or {*processors})
        try:
            await server.ready()
            await _measure(name, server, seconds)
        finally:
            server.kill()


def _print(name: str, seen: Figures) -> None:
    cuts = statistics.quantiles(seen.delays, n=100)
    print(
        f"{name:24}{seen.rate:10,.0f}{cuts[49] * 1e3:10.1f}{cuts[98] * 1e3:10.1f}"
        f"{seen.cost * 1e3:12.2f}",
        flush=True,
    )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    known = ["sqlite", "postgresql"]
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--stores", nargs="+", choices=known, default=known)
    chosen = parser.parse_args()
    processors = sorted(os.sched_getaffinity(0))
    print(f"{_EDITORS} people in one project; delay until the last of the others has an edit, ms")
    print(f"{'store':24}{'edits/s':>10}{'p50':>10}{'p99':>10}{'CPU ms/edit':>12}")
    for name in chosen.stores:
        uvloop.run(_run(name, chosen.seconds, processors))
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"Python {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
