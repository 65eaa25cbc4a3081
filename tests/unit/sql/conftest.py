"""Databases to try things on: SQLite and PostgreSQL, empty or migrated."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.sqlite import SqliteDatabase


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path / 'phantom.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return SqliteDatabase(request.getfixturevalue("sqlite_url"))
    return PostgresDatabase(request.getfixturevalue("postgres_url"))


@pytest.fixture
def migrated(database: Database) -> Database:
    """A database of each kind with Phantom's tables."""
    migrate_database(database)
    return database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that writes, on a database of each kind."""
    session = database.session(writing=True)
    yield session
    session.close()
