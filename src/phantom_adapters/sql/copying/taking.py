"""Taking all rows of a living database, as they stand at one moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import attrs
from sqlalchemy import Connection, Engine, insert, inspect, select, text
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.copying.plain_tables import PLAIN_TABLES
from phantom_adapters.sql.copying.rows_file import RowsFile
from phantom_adapters.sql.errors import STANDBY, Unreachable
from phantom_adapters.sql.migrations import REVISIONS, DatabaseNewer
from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.sqlite import SqliteDatabase
from phantom_core.kernel import EPOCH, MILLISECOND, Conflict

__all__ = [
    "SchemaBehind",
    "Snapshot",
    "Taken",
    "looking_into",
    "reaching",
    "snapshot",
    "take_rows",
]

_BATCH: Final = 1000
_REVISION: Final = text("SELECT version_num FROM alembic_version")


class SchemaBehind(Conflict):
    """The database is not at this version's state, so this version cannot tell what is in it.

    Attributes:
        revision: the migration it stands at; `None`, if it has no tables.
    """

    rule = "schema-behind"

    def __init__(self, revision: str | None) -> None:
        at = "has no tables yet" if revision is None else f"stands at migration {revision}"
        super().__init__(
            f"The database {at}, and this version needs {REVISIONS[-1]}: run `phantom migrate`, "
            "or the version that serves from it."
        )
        self.revision = revision


@attrs.frozen(kw_only=True)
class Taken:
    """What was taken.

    Attributes:
        rows: the file.
        mark: as that of the snapshot.
    """

    rows: RowsFile
    mark: datetime


@attrs.frozen(kw_only=True)
class Snapshot:
    """A living database as it stands at one moment, for as long as it is held.

    Attributes:
        mark: the time by the database's clock, from just before that moment: whatever was
            acknowledged before it is to be seen.
        connection: sees that moment; any thread may use it, one at a time.
    """

    mark: datetime
    connection: Connection

    def copy_rows(self, path: Path) -> RowsFile:
        """Copy all rows into a new file. Raises: Unavailable."""
        path.unlink(missing_ok=True)
        with _told():
            if self.connection.dialect.name == "sqlite":
                _copy_file(self.connection, path)
            else:
                _copy_tables(self.connection, path)
        rows = RowsFile(path)
        rows.alone()
        return rows


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Hold on to one moment of a living database, while others write.

    Nobody waits for it: SQLite's readers and PostgreSQL's snapshots hinder no writer. What is
    written meanwhile takes room that is given back afterwards, so it is not to be held for hours.

    Raises: SchemaBehind, DatabaseNewer, Unavailable; ValueError, for a URL that is not understood.
    """
    with looking_into(url) as connection:
        yield _snapshot(connection)


def take_rows(url: str, path: Path) -> Taken:
    """Copy all rows of a database into a new file, as they stand at one moment.

    Raises: as `snapshot`.
    """
    with snapshot(url) as held:
        return Taken(rows=held.copy_rows(path), mark=held.mark)


@contextmanager
def _told() -> Iterator[None]:
    """Raises: Unreachable, for whatever a database fails with."""
    try:
        yield
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        raise Unreachable(str(error.orig)) from error.orig
    except sqlite3.Error as error:
        raise Unreachable(str(error)) from error


@contextmanager
def reaching(engine: Engine) -> Iterator[Engine]:
    """Use an engine, and let go of it. Raises: Unreachable, for whatever it fails with."""
    try:
        with _told():
            yield engine
    finally:
        engine.dispose()


@contextmanager
def looking_into(url: str) -> Iterator[Connection]:
    """A connection to a living database that has this version's tables; nothing is made.

    Raises: SchemaBehind, DatabaseNewer, Unavailable; ValueError, for a URL.
    """
    database = database_at(url)
    if isinstance(database, SqliteDatabase) and not database.path.is_file():
        raise SchemaBehind(None)
    with reaching(database.engine()) as engine, engine.connect() as connection:
        _expect_current(connection)
        _expect_primary(connection)
        connection.rollback()
        yield connection


def _expect_primary(connection: Connection) -> None:
    """See to it that nothing is lacking that others have been told of."""
    if connection.dialect.name == "sqlite":
        return
    if connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one():
        raise Unreachable(STANDBY, f"The database cannot be used now: {STANDBY}.")


def _expect_current(connection: Connection) -> None:
    """See to it that the tables are those of this version."""
    has_tables = inspect(connection).has_table("alembic_version")
    revision = connection.execute(_REVISION).scalar() if has_tables else None
    if revision is not None and revision not in REVISIONS:
        raise DatabaseNewer(revision)
    if revision != REVISIONS[-1]:
        raise SchemaBehind(revision)


def _snapshot(connection: Connection) -> Snapshot:
    if connection.dialect.name == "sqlite":
        mark = wall_clock()
        connection.exec_driver_sql("BEGIN")
        # It is this look, and not the beginning, that fixes what is seen.
        connection.execute(_REVISION)
        return Snapshot(mark=mark, connection=connection)
    connection.execution_options(isolation_level="REPEATABLE READ")
    connection.execute(text("SET TRANSACTION READ ONLY"))
    began: datetime = connection.execute(text("SELECT transaction_timestamp()")).scalar_one()
    mark = EPOCH + (began - EPOCH) // MILLISECOND * MILLISECOND
    return Snapshot(mark=mark, connection=connection)


def _copy_file(source: Connection, path: Path) -> None:
    path.touch(mode=0o600)
    living = source.connection.driver_connection
    assert isinstance(living, sqlite3.Connection)  # noqa: S101 - its dialect says so
    with closing(sqlite3.connect(path)) as copy:
        # In one step, which is one reader's view: steps would begin anew at others' writes.
        living.backup(copy, pages=-1)


def _copy_tables(source: Connection, path: Path) -> None:
    """Copy table by table, of which no more than a batch is held in memory."""
    streaming = source.execution_options(yield_per=_BATCH)
    with RowsFile.new(path).engine() as file, file.begin() as copy:
        copy.execute(text("DELETE FROM meta"))
        for table in PLAIN_TABLES:
            for batch in streaming.execute(select(table)).mappings().partitions():
                copy.execute(insert(table), [dict(row) for row in batch])
