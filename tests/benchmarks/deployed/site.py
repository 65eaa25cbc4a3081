"""A place where Phantom runs: one server on SQLite, or two on PostgreSQL and Valkey."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from tests.benchmarks.deployed.usage import Programs
from tests.crash.server import Server
from tests.postgres_server import PostgresServer, postgres
from tests.valkey_server import ValkeyServer, valkey

__all__ = ["HEAPS", "Site", "programs", "shared_site", "small_site"]

HEAPS: Final = {"MALLOC_ARENA_MAX": "1"}
"""What the C library is told, as by the units of systemd and the image."""

# A machine that is busy with other things is no database that is away, and no client that is mute.
_MORE: Final = {
    "PHANTOM_SOCKETS_PER_PERSON": "100",
    "PHANTOM_ACCESS_TTL": "86400",
    "PHANTOM_DATABASE_PATIENCE": "20",
    "PHANTOM_AUTH_WITHIN": "60",
}


@attrs.frozen(kw_only=True)
class Site:
    """What is installed; none of its servers runs at first.

    Attributes:
        settings: what all of its servers are told.
    """

    data_dir: Path
    settings: Mapping[str, str]
    servers: Sequence[Server]
    database: PostgresServer | None = None
    broker: ValkeyServer | None = None

    async def start(self, count: int) -> Sequence[Server]:
        """Have so many servers run, fresh ones, and wait until they answer."""
        self.stop()
        chosen = self.servers[:count]
        for server in chosen:
            server.start()
            await server.ready()
        return chosen

    def stop(self) -> None:
        """End the servers."""
        for server in self.servers:
            server.kill()


def programs(servers: Sequence[Server]) -> Programs:
    """What servers run."""
    return Programs(tuple(server.pid for server in servers if server.pid is not None))


@contextmanager
def small_site() -> Iterator[Site]:
    """One server, with everything in its data folder."""
    with tempfile.TemporaryDirectory(prefix="phantom-site-") as folder:
        yield from _site(Path(folder), 1, {})


@contextmanager
def shared_site() -> Iterator[Site]:
    """Two servers that share a durable PostgreSQL, a Valkey and a folder of files."""
    with (
        tempfile.TemporaryDirectory(prefix="phantom-site-") as folder,
        postgres(durable=True) as database,
        valkey() as broker,
    ):
        settings = {
            "PHANTOM_DATABASE_URL": database.url(database.create_database()),
            "PHANTOM_BROKER_URL": broker.url(),
        }
        yield from _site(Path(folder), 2, settings, database, broker)


def _site(
    folder: Path,
    count: int,
    settings: Mapping[str, str],
    database: PostgresServer | None = None,
    broker: ValkeyServer | None = None,
) -> Iterator[Site]:
    told = {**HEAPS, **_MORE, **settings}
    data_dir = folder / "data"
    site = Site(
        data_dir=data_dir,
        settings=told,
        servers=[Server(data_dir, "--no-worker", **told) for _ in range(count)],
        database=database,
        broker=broker,
    )
    try:
        yield site
    finally:
        site.stop()
