"""SQLite: its connections, and its errors in Phantom's words."""

import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from phantom_adapters.sql.errors import Dangling, Taken, unfit, unreachable
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.transaction import Driver

__all__ = ["SqliteDriver", "connect"]

_STATEMENTS: Final = 1000
_PATIENCE: Final = 10.0
_OURS: Final = {
    sqlite3.SQLITE_CONSTRAINT_CHECK,
    sqlite3.SQLITE_CONSTRAINT_NOTNULL,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_READONLY,
}
_UNIQUE: Final = {
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}


def connect(
    path: Path, *, synchronous: str = "FULL", read_only: bool = False
) -> sqlite3.Connection:
    """Open a database file; it is made if need be.

    Args:
        path: the file.
        synchronous: `FULL` survives a loss of power; `NORMAL` may lose the last commits to one.
        read_only: whether this connection refuses to write.
    """
    connection = sqlite3.connect(
        path,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS,
    )
    for pragma in (
        "journal_mode = WAL",
        f"synchronous = {synchronous}",
        "foreign_keys = ON",
        f"query_only = {int(read_only)}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class SqliteDriver(Driver):
    """SQLite's side of things."""

    def __init__(self) -> None:
        self.dialect = sqlite_dialect(paramstyle="qmark")
        self.error = sqlite3.Error

    def translated(self, error: Exception) -> Exception:
        """By SQLite's extended result code."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
        if code in _UNIQUE:
            return Taken(_constraint(str(error).partition(": ")[2]))
        if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            return Dangling()
        if code in {sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH}:
            return unfit(str(error))
        return error if code in _OURS else unreachable(str(error))


def _constraint(columns: str) -> str:
    """The name of a unique constraint, which SQLite knows by its columns: `users.email`."""
    return _constraints().get(columns, columns)


@cache
def _constraints() -> Mapping[str, str]:
    return {
        ", ".join(f"{table.name}.{column.name}" for column in rule.columns): str(rule.name)
        for table in METADATA.tables.values()
        for rule in _unique_rules(table)
    }


def _unique_rules(table: Table) -> Iterator[PrimaryKeyConstraint | UniqueConstraint | Index]:
    yield table.primary_key
    yield from (index for index in table.indexes if index.unique)
    yield from (rule for rule in table.constraints if isinstance(rule, UniqueConstraint))
