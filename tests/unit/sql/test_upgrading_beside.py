"""While a newer version's migration has run, processes of this version that run go on.

The migration here stands for any that only adds, as all do: a table, a column that may be empty,
and one with a default, in tables that this version reads and writes.
"""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from phantom_adapters.contracts.identity_examples import MOMENT, add_people, read, user, write
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.migrations import DatabaseNewer
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.sqlite import SqliteDatabase
from phantom_core.kernel import Storage

NEWER = (
    "CREATE TABLE news (id INTEGER PRIMARY KEY)",
    "ALTER TABLE users ADD COLUMN motto TEXT",
    "ALTER TABLE users ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",
    "ALTER TABLE profiles ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",
    "CREATE INDEX ix_users_mood ON users (mood)",
    "UPDATE alembic_version SET version_num = '9999_future'",
)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """A database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    """It is open, and has been used."""
    opened = open_storage(url)
    await add_people(opened, user(1))
    yield opened
    await opened.close()


def migrate_ahead(url: str) -> None:
    """What the newer version does to the database."""
    kind = SqliteDatabase if url.startswith("sqlite") else PostgresDatabase
    engine = kind(url).engine()
    with engine.begin() as connection:
        for statement in NEWER:
            connection.execute(text(statement))
    engine.dispose()


async def test_who_runs_goes_on_reading_and_writing(url: str, storage: Storage) -> None:
    migrate_ahead(url)
    await add_people(storage, user(2))
    ada = await read(storage, lambda work: work.users.get(user(1).id))
    await write(storage, lambda work: work.users.put(ada.changed(MOMENT, display_name="Ada")))
    bob = await read(storage, lambda work: work.users.get(user(2).id))
    changed = await read(storage, lambda work: work.users.get(ada.id))

    assert (changed.display_name, bob.display_name) == ("Ada", "user2")


async def test_who_starts_then_is_told_so(url: str, storage: Storage) -> None:
    await write(storage, lambda _: None)
    migrate_ahead(url)

    with pytest.raises(DatabaseNewer, match="9999_future"):
        open_storage(url)
