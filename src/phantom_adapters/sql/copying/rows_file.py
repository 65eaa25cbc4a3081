"""The file that holds the rows: opened, looked at, and brought up to date."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Engine, NullPool, create_engine

from phantom_adapters.sql.migrations import REVISIONS, DatabaseNewer, migrate_database
from phantom_adapters.sql.sqlite import SqliteDatabase
from phantom_core.kernel import Conflict

__all__ = ["RowsFile", "RowsUnfit"]

_SAID: Final = 3


class RowsUnfit(Conflict):
    """A file of rows is not what it should be: it is damaged, or no such file."""

    rule = "rows-unfit"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"The rows in {name} cannot be used: {problem}.")


class RowsFile:
    """A SQLite database that nobody else has open.

    Attributes:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def new(cls, path: Path) -> "RowsFile":
        """Make one of no rows, with this version's tables."""
        migrate_database(_database(path))
        return cls(path)

    def copied_to(self, path: Path) -> "RowsFile":
        """A copy of it, to change."""
        return RowsFile(Path(shutil.copyfile(self.path, path)))

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """A connection to it. Raises: RowsUnfit, for what SQLite says of it meanwhile."""
        address = f"file:{quote(str(self.path.absolute()))}?mode=rw"
        try:
            with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise RowsUnfit(self.path.name, str(error)) from error

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """SQLAlchemy's way to it."""
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(self.path, check_same_thread=False),
            poolclass=NullPool,
        )
        try:
            yield engine
        finally:
            engine.dispose()

    def alone(self) -> None:
        """Make it one file: what was copied of a living database has its log beside it."""
        with self.connected() as connection:
            connection.execute("PRAGMA journal_mode = DELETE")

    def revision(self) -> str:
        """The migration that it stands at. Raises: RowsUnfit."""
        with self.connected() as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None:
            raise RowsUnfit(self.path.name, "they stand at no migration")
        return str(row[0])

    def epoch(self) -> str:
        """The id of its log. Raises: RowsUnfit."""
        with self.connected() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
        if row is None:
            raise RowsUnfit(self.path.name, "their log has no id")
        return str(row[0])

    def begin_log(self, epoch: str) -> None:
        """Give its log another id: numbers that were told before mean nothing in it."""
        with self.connected() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", (epoch,))

    def counts(self) -> Mapping[str, int]:
        """How many rows each table has, by name."""
        with self.connected() as connection:
            found = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
            names = [name for (name,) in found]
            return {name: _count(connection, name) for name in names}

    def check(self) -> list[str]:
        """What SQLite finds wrong with it, as sentences: damage, and rows that refer to none."""
        with self.connected() as connection:
            broken = [text for (text,) in connection.execute("PRAGMA integrity_check(10)")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchmany(_SAID)
        found = [] if broken == ["ok"] else [f"SQLite says of the rows: {text}" for text in broken]
        return found + [f"A row of {table} refers to none of {to}" for table, _, to, _ in loose]

    def migrate(self) -> None:
        """Bring it to this version's state. Raises: DatabaseNewer; RowsUnfit."""
        revision = self.revision()
        if revision not in REVISIONS:
            raise DatabaseNewer(revision)
        migrate_database(_database(self.path))
        self.alone()


def _database(path: Path) -> SqliteDatabase:
    return SqliteDatabase(f"sqlite:///{quote(str(path))}")


def _count(connection: sqlite3.Connection, table: str) -> int:
    ((count,),) = connection.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - from SQLite
    return int(count)
