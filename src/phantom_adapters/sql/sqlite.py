"""SQLite: its connections, its transactions, and its errors in Phantom's words."""

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote

from sqlalchemy import (
    Engine,
    Index,
    MetaData,
    NullPool,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    create_engine,
)
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import CommitFailed, Dangling, Taken, Unreachable, unfit
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.statement import Target
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.transaction import Driver, Transaction
from phantom_adapters.sql.watch import Watch

__all__ = ["SQLITE", "SqliteDatabase", "SqliteDriver", "SqliteSession", "connect"]

_STATEMENTS: Final = 1000
_SYNCHRONOUS: Final = {"NORMAL", "FULL", "EXTRA"}
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
_UNFIT: Final = {sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH}


def connect(
    path: Path, *, synchronous: str = "FULL", read_only: bool = False
) -> sqlite3.Connection:
    """Open a database file; it is made if need be.

    Args:
        path: the file.
        synchronous: `FULL` survives a loss of power; `NORMAL` may lose the last commits to one.
        read_only: whether this connection refuses to write.
    """
    # Nobody else on the machine may read it; the files that SQLite adds take after it. What keeps
    # it from being made, SQLite says itself.
    with suppress(OSError):
        path.touch(mode=0o600)
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
        # What is deleted is overwritten: nobody who was erased is left in a page that is free.
        "secure_delete = ON",
        "journal_size_limit = 67108864",
        f"query_only = {int(read_only)}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class SqliteDatabase(Database):
    """One file. One session writes, and takes all calls that wait in one transaction.

    Args:
        url: `sqlite:///path`, with `?synchronous=NORMAL` if need be.
        clock: tells the time; the wall clock if not given.

    Raises: ValueError, for another URL.
    """

    writers = 1
    readers = 4
    fence = None

    def __init__(self, url: str, clock: Callable[[], datetime] | None = None) -> None:
        self._path, self._synchronous = _parse(url)
        self._clock = clock or wall_clock

    def session(
        self,
        *,
        writing: bool,
        watch: Watch | None = None,  # noqa: ARG002 - a file does not fall silent
    ) -> Session:
        """A new session."""
        return SqliteSession(
            lambda: connect(self._path, synchronous=self._synchronous, read_only=not writing),
            self._clock,
        )

    def watch(self) -> None:
        """Nothing: there is no network between."""

    def shared(self, call: Call) -> Hashable:  # noqa: ARG002 - all share the one write lock
        """The file."""
        return self._path

    def engine(self) -> Engine:
        """SQLAlchemy's way to the file; its folder is made if need be."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return create_engine("sqlite://", creator=lambda: connect(self._path), poolclass=NullPool)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path


def _parse(url: str) -> tuple[Path, str]:
    address, _, query = url.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    synchronous = options.pop("synchronous", "FULL").upper()
    path = unquote(address.removeprefix("sqlite:///"))
    if path in {"", address, ":memory:"} or options or synchronous not in _SYNCHRONOUS:
        raise ValueError("A SQLite URL is sqlite:///path, or sqlite:///path?synchronous=NORMAL.")
    return Path(path), synchronous


class SqliteDriver(Driver):
    """What is particular to SQLite."""

    def __init__(self) -> None:
        dialect = sqlite_dialect(paramstyle="qmark")
        self.name = dialect.name
        self.reading = Target(dialect, writing=False)
        self.writing = Target(dialect, writing=True)
        self.error = sqlite3.Error

    def translated(self, error: Exception) -> Exception:
        """By SQLite's extended result code."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
        if code in _UNIQUE:
            return Taken(_constraint(str(error).partition(": ")[2]))
        if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            return Dangling()
        if code in _UNFIT:
            return unfit()
        return error if code in _OURS else Unreachable(str(error))


SQLITE: Final = SqliteDriver()
"""The driver; it has no state."""


class SqliteSession(Session):
    """Transactions on one connection. What writes takes the file's one write lock first.

    Args:
        connect: opens a connection; called on the thread that uses it.
        clock: tells the time.
    """

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], clock: Callable[[], datetime]
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._open: sqlite3.Cursor | None = None

    @property
    def _cursor(self) -> sqlite3.Cursor:
        if self._open is None:
            self._open = self._connect().cursor()
        return self._open

    def begin(self, *, writing: bool, shared: bool) -> datetime:
        """Begin; a reader's state is that of its first look."""
        self._do("BEGIN IMMEDIATE" if writing else "BEGIN")
        if shared:
            self._do("SAVEPOINT part")
        return self._clock()

    def transaction(self, *, writing: bool) -> Transaction:
        """The running transaction."""
        return Transaction(self._cursor, SQLITE, writing=writing)

    def keep(self) -> datetime:
        """Release the savepoint, and set the next."""
        self._do("RELEASE part")
        self._do("SAVEPOINT part")
        return self._clock()

    def undo(self) -> datetime:
        """Go back to the savepoint. Some errors have ended the whole transaction already."""
        self._do("ROLLBACK TO part")
        return self._clock()

    def commit(self) -> None:
        """Write the log, and wait until the disk has it."""
        try:
            self._cursor.execute("COMMIT")
        except sqlite3.Error as error:
            raise CommitFailed(str(error)) from error

    def roll_back(self) -> None:
        """Take everything back; a connection that cannot is replaced."""
        try:
            if self._open is not None and self._open.connection.in_transaction:
                self._open.connection.rollback()
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        """Close the file."""
        if self._open is not None:
            self._open.connection.close()
            self._open = None

    def _do(self, sql: str) -> None:
        try:
            self._cursor.execute(sql)
        except sqlite3.Error as error:
            raise Unreachable(str(error)) from error


def _constraint(columns: str) -> str:
    """The name of a unique constraint, which SQLite knows by its columns: `users.email`."""
    return _constraints(METADATA).get(columns, columns)


@cache
def _constraints(metadata: MetaData) -> Mapping[str, str]:
    return {
        ", ".join(f"{table.name}.{column.name}" for column in rule.columns): str(rule.name)
        for table in metadata.tables.values()
        for rule in _unique_rules(table)
    }


def _unique_rules(table: Table) -> Iterator[PrimaryKeyConstraint | UniqueConstraint | Index]:
    yield table.primary_key
    yield from (index for index in table.indexes if index.unique)
    yield from (rule for rule in table.constraints if isinstance(rule, UniqueConstraint))
