"""Whoever serves need own nothing in PostgreSQL; what they may not do is told, and by whom."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from phantom_adapters.sql import migrate
from phantom_app.database import chosen_storage
from phantom_app.doctor import Finding, Level
from phantom_app.doctor.rights import rights
from phantom_app.exit_codes import code_of
from phantom_app.settings import read_settings
from tests.postgres_server import PostgresServer


class Serving:
    """Somebody with the rights in a database that are documented."""

    def __init__(self, server: PostgresServer, database: str, folder: Path) -> None:
        self._server = server
        self._database = database
        self._folder = folder
        self.url = server.serving(database)
        self.role = f'"{urlsplit(self.url).username}"'

    def lose(self, what: str) -> None:
        """Have a right no more."""
        self._server.ask(f"REVOKE {what} FROM {self.role}", database=self._database)

    def start(self) -> int:
        """Open the database as a server does, and answer the exit code."""
        settings = read_settings({"PHANTOM_DATABASE_URL": self.url}, data_dir=str(self._folder))
        return code_of(lambda: chosen_storage(settings, serving=True))

    def findings(self) -> list[Finding]:
        """What the doctor finds of rights."""
        return [*rights(read_settings({"PHANTOM_DATABASE_URL": self.url}))]


@pytest.fixture
def serving(postgres_server: PostgresServer, migrated_database: str, tmp_path: Path) -> Serving:
    return Serving(postgres_server, migrated_database, tmp_path)


def test_whoever_serves_need_not_own_the_tables(serving: Serving) -> None:
    (finding,) = serving.findings()

    assert serving.start() == 0
    assert (finding.check, finding.level) == ("rights", Level.OK)


def test_rights_that_are_missing_are_told_by_their_names(serving: Serving) -> None:
    serving.lose("UPDATE ON chat_messages")
    serving.lose("INSERT, DELETE ON jobs, users")
    (finding,) = serving.findings()

    assert finding.level is Level.FAILURE
    assert f"{serving.role}, whom PHANTOM_DATABASE_URL names" in finding.said
    assert "DELETE in 2 tables; INSERT in 2 tables; UPDATE in chat_messages." in finding.said
    assert "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES" in finding.advice


def test_whoever_may_not_even_look_is_told_what_to_do(
    serving: Serving, capsys: pytest.CaptureFixture[str]
) -> None:
    serving.lose("ALL ON ALL TABLES IN SCHEMA public")
    code, (finding,) = serving.start(), serving.findings()

    told = capsys.readouterr().err
    assert code == 1
    assert told.startswith("phantom: PHANTOM_DATABASE_URL: The database does not let its user do")
    assert "have the owner of its tables run `phantom migrate`" in told
    assert "permission denied for table alembic_version" in told
    assert told.count("\n") == 1
    assert "SELECT in " in finding.said


def test_whoever_may_not_make_tables_is_told_whom_to_ask(
    postgres_server: PostgresServer,
    postgres_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    serving = Serving(postgres_server, urlsplit(postgres_url).path.strip("/"), tmp_path)

    assert serving.start() == 1
    assert "have the owner of its tables run `phantom migrate`" in capsys.readouterr().err
    assert serving.findings() == []


def test_a_table_that_a_migration_makes_is_like_the_others(
    postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    database = urlsplit(postgres_url).path.strip("/")
    serving = Serving(postgres_server, database, tmp_path)
    migrate(postgres_url)

    assert [each.level for each in serving.findings()] == [Level.OK]
