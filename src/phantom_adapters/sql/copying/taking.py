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
from phantom_adapters.sql.errors import Unreachable
from phantom_adapters.sql.migrations import REVISIONS, DatabaseNewer
from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.sqlite import SqliteDatabase, connect
from phantom_core.kernel import EPOCH, MILLISECOND, Conflict

__all__ = ["SchemaBehind", "Taken", "looking_into", "reaching", "take_rows"]

_BATCH: Final = 1000
_READ: Final = "REPEATABLE READ"


class SchemaBehind(Conflict):
    """The database is not at this version's state, so this version cannot tell what is in it."""

    rule = "schema-behind"

    def __init__(self, revision: str | None) -> None:
        at = "has no tables yet" if revision is None else f"stands at migration {revision}"
        super().__init__(
            f"The database {at}, and this version needs {REVISIONS[-1]}: run `phantom migrate`, "
            "or the version that serves from it."
        )


@attrs.frozen(kw_only=True)
class Taken:
    """What was taken.

    Attributes:
        rows: the file.
        mark: the time by the database's clock, from just before the moment that the rows show:
            whatever was acknowledged before it is among them.
    """

    rows: RowsFile
    mark: datetime


def take_rows(url: str, path: Path) -> Taken:
    """Copy all rows of a database into a new file, while others write.

    Nobody waits for it: SQLite's readers and PostgreSQL's snapshots hinder no writer.

    Args:
        url: the database.
        path: the file, which is written anew.

    Raises: SchemaBehind, DatabaseNewer, Unavailable; ValueError, for a URL that is not understood.
    """
    path.unlink(missing_ok=True)
    with looking_into(url):
        database = database_at(url)
    if isinstance(database, SqliteDatabase):
        mark = _take_file(database, path)
    else:
        with reaching(database.engine()) as engine:
            mark = _take_snapshot(engine, path)
    rows = RowsFile(path)
    rows.alone()
    return Taken(rows=rows, mark=mark)


@contextmanager
def reaching(engine: Engine) -> Iterator[Engine]:
    """Use an engine, and let go of it. Raises: Unreachable, for whatever it fails with."""
    try:
        yield engine
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(str(error.orig)) from error.orig
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
        yield connection


def _expect_current(connection: Connection) -> None:
    """See to it that the tables are those of this version."""
    has_tables = inspect(connection).has_table("alembic_version")
    query = text("SELECT version_num FROM alembic_version")
    revision = connection.execute(query).scalar() if has_tables else None
    if revision is not None and revision not in REVISIONS:
        raise DatabaseNewer(revision)
    if revision != REVISIONS[-1]:
        raise SchemaBehind(revision)


def _take_file(database: SqliteDatabase, path: Path) -> datetime:
    mark = wall_clock()
    try:
        with closing(connect(database.path, read_only=True)) as living, closing(_new(path)) as copy:
            # In one step, which is one reader's view: steps would begin anew at others' writes.
            living.backup(copy, pages=-1)
    except sqlite3.Error as error:
        raise Unreachable(str(error)) from error
    return mark


def _take_snapshot(engine: Engine, path: Path) -> datetime:
    target = RowsFile.new(path)
    with (
        engine.connect().execution_options(isolation_level=_READ) as source,
        target.engine() as file,
        file.begin() as copy,
    ):
        source.execute(text("SET TRANSACTION READ ONLY"))
        # The transaction began before its snapshot, which is taken with this.
        mark: datetime = source.execute(text("SELECT transaction_timestamp()")).scalar_one()
        copy.execute(text("DELETE FROM meta"))
        _copy_tables(source, copy)
        source.rollback()
    return EPOCH + (mark - EPOCH) // MILLISECOND * MILLISECOND


def _copy_tables(source: Connection, copy: Connection) -> None:
    """Copy table by table, of which no more than a batch is held in memory."""
    streaming = source.execution_options(yield_per=_BATCH)
    for table in PLAIN_TABLES:
        try:
            for batch in streaming.execute(select(table)).mappings().partitions():
                copy.execute(insert(table), [dict(row) for row in batch])
        except ProgrammingError as error:
            raise Unreachable(str(error.orig)) from error


def _new(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600)
    return sqlite3.connect(path)
