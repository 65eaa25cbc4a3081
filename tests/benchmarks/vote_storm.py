"""A thousand people in one room vote within five seconds, each over a socket that hears the room.

The server is `phantom serve` in a process of its own, on one processor; its voters are protocols on
plain sockets in this process. Everybody votes once, for a song that chance chooses. The table says
whether the tally at the end is exact; how many tallies each voter was told a second; how long votes
took to be answered; and which processor time of the server's process, all threads together, a vote
has cost, with everything that followed of it: commits, and the tallies told to all. What PostgreSQL
itself takes is not in it.

Run it from the repository: `python -m tests.benchmarks.vote_storm [--voters N] [--stores NAME...]`.
"""

import argparse
import asyncio
import os
import platform
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import attrs
import uvloop

from phantom_adapters.security import Argon2Passwords
from phantom_adapters.security.argon2_passwords import Argon2Cost
from phantom_app.composition import composed
from phantom_app.services import Services
from phantom_app.settings import read_settings
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    SetFavouriteArtists,
    SetFavouriteGenres,
)
from phantom_core.identity import Registration
from phantom_core.identity.flows import register
from phantom_core.kernel import SYSTEM, Actor, Command, Milliseconds, person
from phantom_core.rooms import CreateRoom, JoinRoom
from tests.benchmarks.live.lines import Line, connect_all, until
from tests.crash.server import Server
from tests.postgres_server import postgres

_SONGS: Final = 4
_LENGTH: Final = Milliseconds(20_000)
_SECONDS: Final = 5.0
_AT_ONCE: Final = 20
_LIGHT: Final = Argon2Cost(passes=1, memory_kib=8, lanes=1)
_PACKAGES: Final = ("uvicorn", "uvloop", "litestar", "sqlalchemy", "psycopg")


class Voter(Line):
    """Somebody in the room.

    Attributes:
        joined: whether the room is heard.
        tallies: when tallies were told.
        opened: the vote that was opened last, as it was told.
        closed: the vote that was closed last, as it was told.
        answered: how many seconds the answer took; `None` until it has come.
        refusals: how many votes were refused.
    """

    def __init__(self, token: str, topic: str) -> None:
        super().__init__(token)
        self.joined = False
        self.tallies: list[float] = []
        self.opened: Any = None
        self.closed: Any = None
        self.answered: float | None = None
        self.refusals = 0
        self._topic = topic
        self._sent = 0.0

    def cast(self, song: str) -> None:
        """Vote."""
        self._sent = time.monotonic()
        frame = {"id": "v", "type": "room.vote", "topic": self._topic, "data": {"songId": song}}
        self.send(frame)

    def hear(self, message: Any) -> None:
        """Join, once signed in; then look at what comes."""
        if "reply" not in message:
            if message["type"] == "vote.tally":
                self.tallies.append(time.monotonic())
            elif message["type"] == "vote.opened":
                self.opened = message["data"]
            elif message["type"] == "vote.closed":
                self.closed = message["data"]
        elif message["reply"] is None:
            self.send({"id": "j", "type": "session.join", "topic": self._topic})
        elif message["reply"] == "j":
            self.joined = message["ok"]
        else:
            self.answered = time.monotonic() - self._sent
            self.refusals += not message["ok"]


@attrs.frozen(kw_only=True)
class Figures:
    """What was seen; times in seconds.

    Attributes:
        exact: whether the tally is what was voted.
        tallies: how many a second each voter was told, at the most.
        answers: how long each vote took to be answered, in order.
        cpu: what a vote has cost the server.
    """

    exact: bool
    tallies: float
    answers: Sequence[float]
    cpu: float


async def _furnish(settings: Any, voters: int) -> tuple[str, Sequence[str]]:
    """Have everybody sit in one room; its topic, and a token for each of them."""
    async with composed(settings) as services:
        genre = await _do(services, SYSTEM, AddGenre(name="Swing"))
        artist = await _do(services, SYSTEM, AddArtist(name="Ella", genre_id=genre.id))
        for number in range(_SONGS):
            song = AddSong(title=f"Song {number}", artist_id=artist.id, duration_ms=_LENGTH)
            await _do(services, SYSTEM, song)
        guard = asyncio.Semaphore(_AT_ONCE)

        async def come(number: int) -> tuple[Actor, str]:
            async with guard:
                desk = attrs.evolve(services.desk, hasher=Argon2Passwords(_LIGHT))
                form = Registration(
                    email=f"p{number}@example.org", username=f"p{number:04}", password="a" * 20
                )
                signed_in = await register(desk, form)
                actor = person(signed_in.user.id)
                await _do(services, actor, SetFavouriteGenres(ids=(genre.id,)))
                await _do(services, actor, SetFavouriteArtists(ids=(artist.id,)))
                return actor, signed_in.tokens.access_token

        people = await asyncio.gather(*(come(number) for number in range(voters)))
        create = CreateRoom(name="The den", is_public=True, artist_id=artist.id)
        room_id = (await _do(services, people[0][0], create)).card.id
        for actor, _ in people[1:]:
            await _do(services, actor, JoinRoom(room_id=room_id))
        return f"room:{room_id}", [token for _, token in people]


async def _do(services: Services, actor: Actor, command: Command[Any]) -> Any:
    return (await services.phantom.do(command, actor=actor)).value


async def _measure(server: Server, topic: str, tokens: Sequence[str]) -> Figures:
    voters = [Voter(token, topic) for token in tokens]
    await connect_all(voters, int(server.url.rpartition(":")[2]))
    await until(lambda: all(each.joined for each in voters))
    for each in voters:
        each.opened = None
    await until(lambda: all(each.opened for each in voters))
    vote = voters[0].opened
    standing = [each["song"]["id"] for each in vote["candidates"]]
    choices = [random.choice(standing) for _ in voters]
    for each in voters:
        each.tallies.clear()
    before = _cpu(server)
    await asyncio.gather(*map(_cast_soon, voters, choices))
    await until(lambda: all(each.answered for each in voters))
    await asyncio.sleep(1)
    cost = _cpu(server) - before
    await until(lambda: all(each.closed and each.closed["id"] == vote["id"] for each in voters))
    tally = {each["song"]["id"]: each["votes"] for each in voters[0].closed["candidates"]}
    counted = Counter(choices)
    return Figures(
        exact=tally == {song: counted[song] for song in standing},
        tallies=max(_frequency(each.tallies) for each in voters),
        answers=sorted(each.answered or 0 for each in voters),
        cpu=cost / len(voters),
    )


async def _cast_soon(voter: Voter, song: str) -> None:
    await asyncio.sleep(random.uniform(0, _SECONDS))
    voter.cast(song)


def _frequency(times: Sequence[float]) -> float:
    """How often something happens in a second."""
    return (len(times) - 1) / (times[-1] - times[0])


def _cpu(server: Server) -> float:
    """Seconds of processor time that the server's threads have used."""
    tasks = Path(f"/proc/{server.pid}/task").glob("*/schedstat")
    return sum(int(path.read_text().split()[0]) for path in tasks) / 1e9


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """The settings by which a store is used."""
    if name == "sqlite":
        yield {}
        return
    with postgres(durable=True) as database:
        yield {"PHANTOM_DATABASE_URL": database.url(database.create_database())}


async def _run(name: str, voters: int, processors: Sequence[int]) -> Figures:
    with tempfile.TemporaryDirectory() as folder, _database(name) as store:
        data_dir = Path(folder, "data")
        topic, tokens = await _furnish(read_settings(store, data_dir=str(data_dir)), voters)
        server = Server(data_dir, "--no-worker", **store)
        os.sched_setaffinity(0, {processors[0]})
        server.start()
        os.sched_setaffinity(0, {*processors[1:]} or {*processors})
        try:
            await server.ready()
            return await _measure(server, topic, tokens)
        finally:
            server.kill()


def _print(name: str, seen: Figures) -> None:
    percentiles = statistics.quantiles(seen.answers, n=100)
    print(
        f"{name:12}{'yes' if seen.exact else 'no':>8}{seen.tallies:12.2f}"
        f"{percentiles[49] * 1e3:10.1f}{percentiles[98] * 1e3:10.1f}{seen.cpu * 1e3:10.2f}"
    )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    known = ["sqlite", "postgresql"]
    parser.add_argument("--voters", type=int, default=1000)
    parser.add_argument("--stores", nargs="+", choices=known, default=known)
    chosen = parser.parse_args()
    processors = sorted(os.sched_getaffinity(0))
    print(f"{chosen.voters} voters in {_SECONDS:.0f} seconds, all of whom are told the tallies")
    columns = ("exact", "tallies/s", "p50 ms", "p99 ms", "CPU ms")
    widths = (8, 12, 10, 10, 10)
    print(f"{'store':12}" + "".join(f"{c:>{w}}" for c, w in zip(columns, widths, strict=True)))
    for name in chosen.stores:
        _print(name, uvloop.run(_run(name, chosen.voters, processors)))
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"Python {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
