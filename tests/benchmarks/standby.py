"""What a standby takes off its primary: processor time of both, with it and without.

Two servers run on one PostgreSQL, each in a process of its own; one of them is told of a standby.
The ten most used routes, and all of them mixed, are asked of each in turn, in the same rounds, by
32 callers. Printed are medians of the rounds: milliseconds of processor time a request, of the
primary without the standby and with it, of the standby and of the servers; which share of the
primary's time has left it; and how long an answer took, without it and with it.

Run it from the repository: `python -m tests.benchmarks.standby [--seconds S] [--rounds R]`.
"""

import argparse
import os
import random
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs
import uvloop

from phantom_app.settings import read_settings
from tests.benchmarks.deployed.asking import ask_a_few, ask_on
from tests.benchmarks.deployed.errands import CHEAPEST, Errand, Mixed, errands
from tests.benchmarks.deployed.hearing import port_of
from tests.benchmarks.deployed.people import CALLERS, hand_in, settle
from tests.benchmarks.deployed.site import programs
from tests.benchmarks.deployed.usage import Programs
from tests.crash.server import Server
from tests.postgres_server import PostgresServer, postgres, standby_of

_ALL: Final = "all together"
_TOLD: Final = {
    "PHANTOM_SOCKETS_PER_PERSON": "100",
    "PHANTOM_ACCESS_TTL": "86400",
    "PHANTOM_DATABASE_PATIENCE": "20",
}


@attrs.frozen
class Taken:
    """What one request took: seconds of processor time, and of the clock."""

    primary: float
    standby: float
    server: float
    delay: float


@attrs.frozen(kw_only=True)
class Place:
    """Two servers, the second of which is told of the standby."""

    primary: PostgresServer
    standby: PostgresServer
    alone: Server
    beside: Server

    async def ask(self, server: Server, sent: Sequence[Errand], seconds: float) -> Taken:
        """Ask one of them for so long."""
        counted = [Programs((self.primary.pid,)), Programs((self.standby.pid,)), programs([server])]
        before = [each.processor() for each in counted]
        answers = await ask_on(sent, [port_of(server)], seconds)
        primary, standby, servers = (
            (each.processor() - then) / answers.count
            for each, then in zip(counted, before, strict=True)
        )
        return Taken(primary, standby, servers, statistics.median(answers.delays))


@contextmanager
def _place() -> Iterator[Place]:
    with (
        tempfile.TemporaryDirectory(prefix="phantom-site-") as folder,
        postgres(durable=True) as primary,
        standby_of(primary) as standby,
    ):
        name = primary.create_database()
        told = {**_TOLD, "PHANTOM_DATABASE_URL": primary.url(name)}
        follows = {"PHANTOM_STANDBY_URL": standby.url(name)}
        data_dir = Path(folder) / "data"
        alone = Server(data_dir, "--no-worker", **told)
        beside = Server(data_dir, "--no-worker", **told, **follows)
        try:
            yield Place(primary=primary, standby=standby, alone=alone, beside=beside)
        finally:
            alone.kill()
            beside.kill()


async def _measure(place: Place, seconds: float, rounds: int) -> Mapping[str, Sequence[Taken]]:
    """What a request took of each server, by the route: without the standby, and with it."""
    people = await settle(read_settings(place.alone.settings, data_dir=str(place.alone.data_dir)))
    for server in (place.alone, place.beside):
        server.start()
        await server.ready()
    asked = errands(people, await hand_in(place.alone.url, people.callers[0]))
    mixed = [
        Mixed([], kinds={name: each[at] for name, each in asked.items()}, chance=random.Random(at))
        for at in range(CALLERS)
    ]
    found: dict[tuple[str, Server], list[Taken]] = defaultdict(list)
    wanted = {**{name: sent for name, sent in asked.items() if name != CHEAPEST}, _ALL: mixed}
    for _ in range(rounds):
        for name, sent in wanted.items():
            for server in (place.alone, place.beside):
                if name != _ALL:
                    await ask_a_few(sent, [port_of(server)])
                found[name, server].append(await place.ask(server, sent, seconds))
    return {
        name: [_median(found[name, server]) for server in (place.alone, place.beside)]
        for name in wanted
    }


def _median(taken: Sequence[Taken]) -> Taken:
    columns = zip(*(attrs.astuple(each) for each in taken), strict=True)
    return Taken(*map(statistics.median, columns))


def _print(found: Mapping[str, Sequence[Taken]]) -> None:
    heads = ("primary", "with it", "left", "standby", "server", "with it", "delay", "with it")
    print(f"{'ms a request':30}" + "".join(f"{head:>10}" for head in heads))
    for name, (alone, beside) in found.items():
        left = 1 - beside.primary / alone.primary
        print(
            f"{name:30}{alone.primary * 1e3:10.3f}{beside.primary * 1e3:10.3f}{left:10.0%}"
            f"{beside.standby * 1e3:10.3f}{alone.server * 1e3:10.3f}{beside.server * 1e3:10.3f}"
            f"{alone.delay * 1e3:10.1f}{beside.delay * 1e3:10.1f}"
        )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, of which {load:.1f} are at work on other things already")
    with _place() as place:
        _print(uvloop.run(_measure(place, chosen.seconds, chosen.rounds)))


if __name__ == "__main__":
    main()
