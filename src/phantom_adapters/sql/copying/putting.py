"""Putting saved rows into a database that has none."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Final

from sqlalchemy import Connection, func, insert, inspect, select, text

from phantom_adapters.sql.copying.plain_tables import PLAIN_TABLES
from phantom_adapters.sql.copying.rows_file import RowsFile
from phantom_adapters.sql.copying.taking import reaching
from phantom_adapters.sql.errors import Unreachable
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.sqlite import SqliteDatabase, connect
from phantom_core.kernel import Conflict

__all__ = ["NotEmpty", "put_rows", "rows_there"]

_BATCH: Final = 1000
_BARE: Final = {"alembic_version", "meta"}
_NAMED: Final = 5


class NotEmpty(Conflict):
    """The database has rows, which nothing is put beside."""

    rule = "database-not-empty"

    def __init__(self, there: Mapping[str, int]) -> None:
        named = [f"{table} ({count})" for table, count in [*there.items()][:_NAMED]]
        more = f" and {len(there) - _NAMED} more tables" if len(there) > _NAMED else ""
        super().__init__(
            f"The database is not empty: it has rows in {', '.join(named)}{more}. A backup is "
            "restored into an empty one: name another, or take this one away yourself."
        )


def rows_there(url: str) -> Mapping[str, int]:
    """How many rows there are by table, of tables that have some; nothing is made.

    What a database has before anybody has used it is not counted. A table that is not ours counts:
    it is somebody else's database then. Raises: Unavailable; ValueError, for a URL.
    """
    database = database_at(url)
    if isinstance(database, SqliteDatabase) and not database.path.exists():
        return {}
    with reaching(database.engine()) as engine, engine.connect() as connection:
        return _rows_in(connection)


def put_rows(rows: RowsFile, url: str) -> None:
    """Put all rows into an empty database, in one transaction; it has this version's tables then.

    Args:
        rows: at this version's migration.
        url: the database.

    Raises: NotEmpty, Unavailable; ValueError, for a URL that is not understood.
    """
    database = database_at(url)
    migrate_database(database)
    if isinstance(database, SqliteDatabase):
        _put_file(rows, database)
    else:
        _put_copies(rows, database)


def _rows_in(connection: Connection) -> Mapping[str, int]:
    quoted = connection.dialect.identifier_preparer.quote
    names = [name for name in inspect(connection).get_table_names() if name not in _BARE]
    counts = {
        name: connection.execute(text(f"SELECT count(*) FROM {quoted(name)}")).scalar_one()  # noqa: S608
        for name in sorted(names)
    }
    return {name: count for name, count in counts.items() if count}


def _put_file(rows: RowsFile, database: SqliteDatabase) -> None:
    with reaching(database.engine()) as engine, engine.connect() as connection:
        if there := _rows_in(connection):
            raise NotEmpty(there)
    try:
        with rows.connected() as source, closing(connect(database.path)) as target:
            source.backup(target, pages=-1)
    except sqlite3.Error as error:
        raise Unreachable(str(error)) from error


def _put_copies(rows: RowsFile, database: Database) -> None:
    with (
        rows.engine() as file,
        reaching(database.engine()) as engine,
        file.connect() as source,
        engine.begin() as target,
    ):
        target.execute(text("LOCK TABLE meta IN ACCESS EXCLUSIVE MODE"))
        if there := _rows_in(target):
            raise NotEmpty(there)
        target.execute(text("DELETE FROM meta"))
        for table in PLAIN_TABLES:
            for batch in source.execute(select(table)).mappings().partitions(_BATCH):
                target.execute(insert(table), [dict(row) for row in batch])
            _expect_all(source, target, table.name)


def _expect_all(source: Connection, target: Connection, name: str) -> None:
    query = select(func.count()).select_from(text(name))
    if source.execute(query).scalar_one() != target.execute(query).scalar_one():
        message = f"not all rows of {name} have come"
        raise AssertionError(message)
