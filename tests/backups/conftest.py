"""Installations on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from phantom_adapters.sql import migrate
from phantom_app.database import database_url
from tests.backups.house import SECRET, House
from tests.postgres_server import PostgresServer

Make = Callable[[str, str], House]


@pytest.fixture
def house(tmp_path: Path, sqlite_template: Path) -> House:
    """One on SQLite, with its tables, and a key of its own."""
    data_dir = tmp_path / "house"
    data_dir.mkdir()
    (data_dir / "phantom.db").write_bytes(sqlite_template.read_bytes())
    (data_dir / "secret.key").write_text(SECRET)
    return House.at(data_dir)


@pytest.fixture
def elsewhere(tmp_path: Path) -> House:
    """Another machine, where there is nothing yet."""
    return House.at(tmp_path / "elsewhere")


@pytest.fixture(params=["sqlite", "postgres"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes installations on one kind of database; a name that ends in `.db` gets its tables."""

    def one(name: str, database: str) -> House:
        if request.param == "sqlite":
            house = House.at(tmp_path / name)
            house.settings.data_dir.mkdir()
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            house = House.at(tmp_path / name, database_url=server.url(server.create_database()))
        if database == "with tables":
            migrate(database_url(house.settings))
        return house

    return one
