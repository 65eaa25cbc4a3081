"""Two servers and two workers on PostgreSQL, Valkey and S3, by lines that can be troubled."""

import os
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import anyio.to_thread
import attrs
import psycopg

from tests.crash.server import Program, Server
from tests.fire.town import import_songs
from tests.postgres_server import PostgresServer, empty, postgres
from tests.proxy import Proxy, proxy_before
from tests.s3.ceph import Ceph
from tests.valkey_server import ValkeyServer, valkey

__all__ = ["Balanced", "Installation", "balanced", "installation"]

_PORT: Final = 5432
_PATIENCE: Final = 60
_SOON: Final = 5


@attrs.define
class Installation:
    """What is deployed.

    Attributes:
        database_url: where its rows are, without a line between.
        lines: by what is at their other end.
    """

    servers: Sequence[Server]
    workers: Sequence[Program]
    database: PostgresServer
    broker: ValkeyServer
    store: Ceph
    database_url: str
    lines: Mapping[str, Proxy]

    @property
    def programs(self) -> Mapping[str, Program]:
        """All that can be killed and started again, by what it is."""
        return {
            **{f"server {at}": each for at, each in enumerate(self.servers, 1)},
            **{f"worker {at}": each for at, each in enumerate(self.workers, 1)},
        }

    async def whole(self) -> None:
        """Have everything run, and wait until the servers answer."""
        for each in self.lines.values():
            each.heal()
        for program in self.programs.values():
            send(program, signal.SIGCONT)
            if not program.runs:
                program.start()
        for server in self.servers:
            await server.ready()

    async def furnish(self) -> None:
        """Put songs and their artists into the empty database, and have everything run."""
        await anyio.to_thread.run_sync(import_songs, self.servers[0])
        await self.begin()

    async def begin(self) -> None:
        """Have one server make what is not there yet, and then everything run."""
        self.servers[0].start()
        await self.servers[0].ready()
        await self.whole()

    def jobs_due(self, soon: int = 0) -> int:
        """How many jobs are at work, or wait and may begin within so many seconds."""
        query = (
            "SELECT count(*) FROM jobs"
            " WHERE due_at <= now() + make_interval(secs => %s) OR state = 'running'"
        )
        with psycopg.connect(self.database_url) as rows:
            return int(rows.execute(query, [soon]).fetchall()[0][0])

    def kill(self) -> None:
        """End it all."""
        for program in self.programs.values():
            program.kill()


def send(program: Program, number: signal.Signals) -> None:
    """Signal a program, if it runs."""
    if program.pid is not None:
        os.kill(program.pid, number)


@asynccontextmanager
async def installation(
    folder: Path, store: Ceph, store_settings: Mapping[str, str], *options: str, **more: str
) -> AsyncIterator[Installation]:
    """Have one that does not run yet.

    Args:
        folder: where its programs keep what is not kept elsewhere.
        store: an S3 server.
        store_settings: by which its bucket is reached.
        options: for the first server.
        more: settings of all programs.
    """
    with (
        postgres(durable=True) as database,
        valkey() as broker,
        proxy_before(database.folder / f".s.PGSQL.{_PORT}") as rows,
        proxy_before(("127.0.0.1", broker.port)) as news,
        proxy_before(("127.0.0.1", urlsplit(store.url).port or 0)) as files,
    ):
        name = database.create_database()
        address = f"127.0.0.1:{rows.port}/{name}"
        settings = {
            **store_settings,
            **more,
            "PHANTOM_DATABASE_URL": f"postgresql://postgres@{address}?sslmode=disable",
            "PHANTOM_BROKER_URL": f"redis://:{broker.password}@127.0.0.1:{news.port}/0",
            "PHANTOM_S3_ENDPOINT": f"http://127.0.0.1:{files.port}",
        }
        data_dir = folder / "data"
        made = Installation(
            servers=[
                Server(data_dir, "--no-worker", *options, **settings),
                Server(data_dir, "--no-worker", **settings),
            ],
            workers=[Program(data_dir, "worker", **settings) for _ in range(2)],
            database=database,
            broker=broker,
            store=store,
            database_url=database.url(name),
            lines={"database": rows, "broker": news, "store": files},
        )
        try:
            yield made
        finally:
            made.kill()


@attrs.frozen
class Balanced:
    """An installation that runs, behind an address where each connection goes to the next server.

    Attributes:
        address: host and port.
    """

    installation: Installation
    address: str

    @property
    def settings(self) -> Mapping[str, str]:
        """What another process of it would be told."""
        server = self.installation.servers[0]
        return {**server.settings, "PHANTOM_DATA_DIR": str(server.data_dir)}

    async def idle(self) -> None:
        """Wait until no job is at work, or due soon: what is done once for many waits a little."""
        with anyio.fail_after(_PATIENCE):
            while await anyio.to_thread.run_sync(self.installation.jobs_due, _SOON):  # noqa: ASYNC110
                await anyio.sleep(0.05)

    async def forget_everything(self) -> None:
        """Have no rows but what the processes say of themselves, and their periodic jobs."""
        await self.idle()
        url = self.installation.database_url
        await anyio.to_thread.run_sync(empty, url, "meta", "servers", "jobs")


@asynccontextmanager
async def balanced(
    folder: Path, store: Ceph, store_settings: Mapping[str, str], *options: str, **more: str
) -> AsyncIterator[Balanced]:
    """Run an installation; the arguments are those of `installation`."""
    async with installation(folder, store, store_settings, *options, **more) as place:
        await place.begin()
        ports = [urlsplit(server.url).port or 0 for server in place.servers]
        with proxy_before(*(("127.0.0.1", port) for port in ports)) as balancer:
            yield Balanced(place, f"127.0.0.1:{balancer.port}")
