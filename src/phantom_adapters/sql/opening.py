"""Opening a storage by its URL. What a database needs is imported only when it is asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from phantom_core.registry import REGISTRY, Registry

if TYPE_CHECKING:
    from phantom_adapters.sql.postgres import PostgresDatabase
    from phantom_adapters.sql.session import Database
    from phantom_adapters.sql.standby_session import StandbyDatabase
    from phantom_adapters.sql.storage import SqlStorage

__all__ = ["database_at", "migrate", "open_storage"]


def open_storage(
    url: str,
    *,
    clock: Callable[[], datetime] | None = None,
    registry: Registry = REGISTRY,
    patience: float | None = None,
    standby: str | None = None,
    standby_patience: float = 0.05,
) -> "SqlStorage":
    """Open a database as a storage, migrated to this version's state.

    Args:
        url: `sqlite:///relative/path`, `sqlite:////absolute/path`, with `?synchronous=NORMAL`
            for speed at the price of the last moments before a loss of power; or
            `postgresql://user:password@host/database`, as libpq reads it.
        clock: tells the time; SQLite's default is the wall clock, PostgreSQL's its own.
        registry: the events, tasks and commands that may be stored.
        patience: seconds for which a server is waited for that does not answer; long, if not given.
        standby: a standby of that PostgreSQL, where people's queries are answered; it may be away.
        standby_patience: seconds for which such a query waits for what the standby lacks of what
            was acknowledged, before the database at `url` answers it.

    Raises: DatabaseNewer, Unavailable; ValueError, for a URL that is not understood, and for a
    standby of a database that has none.
    """
    from phantom_adapters.sql.migrations import migrate_database
    from phantom_adapters.sql.running import PATIENCE
    from phantom_adapters.sql.storage import storage_on

    database = database_at(url, clock=clock)
    if standby is not None and url.startswith("sqlite:"):
        raise ValueError("SQLite has no standby.")
    beside = None if standby is None else _standby_of(database, standby, standby_patience)
    migrate_database(database)
    return storage_on(
        database,
        registry=registry,
        patience=PATIENCE if patience is None else patience,
        standby=beside,
    )


def migrate(url: str) -> bool:
    """Bring a database to this version's state, and say whether there was anything to do.

    Raises: DatabaseNewer, Unavailable; ValueError, for a URL that is not understood.
    """
    from phantom_adapters.sql.migrations import migrate_database

    return migrate_database(database_at(url))


def database_at(url: str, *, clock: Callable[[], datetime] | None = None) -> "Database":
    """The database that a URL names. Raises: ValueError, if the URL is not understood."""
    if url.startswith("sqlite:"):
        from phantom_adapters.sql.sqlite import SqliteDatabase

        return SqliteDatabase(url, clock)
    if url.startswith(("postgresql:", "postgres:")):
        from phantom_adapters.sql.postgres import PostgresDatabase

        return PostgresDatabase(url, clock)
    raise ValueError("A database URL begins with sqlite:/// or postgresql://.")


def _standby_of(database: "Database", url: str, patience: float) -> "StandbyDatabase":
    from phantom_adapters.sql.standby_session import StandbyDatabase

    return StandbyDatabase(url, cast("PostgresDatabase", database), patience=patience)
