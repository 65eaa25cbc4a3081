"""A PostgreSQL by TLS, for a user with a password: believed as the URL says, or told why not."""

from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
import pytest

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.postgres import connect
from phantom_app.database import chosen_storage
from phantom_app.doctor import Level
from phantom_app.doctor.database import database as doctors_findings
from phantom_app.exit_codes import code_of
from phantom_app.settings import Settings, read_settings
from tests.postgres_server import PostgresServer
from tests.proxy import proxy_before
from tests.tls.gate import ELSEWHERE, HERE, gate_before

PASSWORD: Final = "s3cret-of-the-role"


@pytest.fixture(scope="module")
def user(postgres_server: PostgresServer, migrated_database: str) -> str:
    return f"{urlsplit(postgres_server.serving(migrated_database, PASSWORD)).username}"


class Way:
    """The way of a user to a database.

    Attributes:
        place: where the database listens.
    """

    def __init__(self, server: PostgresServer, database: str, user: str, folder: Path) -> None:
        self.place = server.folder / ".s.PGSQL.5432"
        self._where = user, database
        self._folder = folder

    def url(self, port: int, authority: Path | str = HERE, password: str = PASSWORD) -> str:
        """The address, as `PHANTOM_DATABASE_URL` has it."""
        user, database = self._where
        believed = f"sslmode=verify-full&sslrootcert={authority}"
        return f"postgresql://{user}:{password}@localhost:{port}/{database}?{believed}"

    def settings(self, url: str) -> Settings:
        return read_settings({"PHANTOM_DATABASE_URL": url}, data_dir=str(self._folder))


@pytest.fixture
def way(postgres_server: PostgresServer, migrated_database: str, user: str, tmp_path: Path) -> Way:
    return Way(postgres_server, migrated_database, user, tmp_path)


async def test_a_database_is_believed_by_its_own_authority(way: Way) -> None:
    with gate_before(way.place, of_postgres=True) as port:
        settings = way.settings(way.url(port))
        await chosen_storage(settings, serving=True).close()
        with closing(connect(way.url(port))) as connection:
            encrypted = connection.pgconn.ssl_in_use
        found = {each.check: each.level for each in doctors_findings(settings, wall_clock)}

    assert encrypted
    assert found["database"] is Level.OK


@pytest.mark.parametrize(
    ("certificate", "authority", "password", "said"),
    [
        (HERE, ELSEWHERE, PASSWORD, "certificate verify failed"),
        (HERE, "/etc/nowhere.pem", PASSWORD, 'certificate file "/etc/nowhere.pem" does not exist'),
        (ELSEWHERE, ELSEWHERE, PASSWORD, 'does not match host name "localhost"'),
        (HERE, HERE, "another-password", "password authentication failed"),
    ],
    ids=["another authority", "no authority", "another name", "another password"],
)
def test_what_is_wrong_is_told_by_its_setting_and_without_the_password(
    way: Way,
    certificate: Path,
    authority: Path | str,
    password: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with gate_before(way.place, certificate, of_postgres=True) as port:
        settings = way.settings(way.url(port, authority, password))
        code = code_of(lambda: chosen_storage(settings, serving=True))
        (finding,) = doctors_findings(settings, wall_clock)

    told = capsys.readouterr().err
    assert code == 1
    assert told.startswith("phantom: PHANTOM_DATABASE_URL: The database cannot be used now.")
    assert said in told
    assert finding.level is Level.FAILURE
    assert said in finding.said
    assert "PHANTOM_DATABASE_URL" in finding.advice
    assert password not in told + finding.said + finding.advice


def test_a_server_without_tls_is_told_nothing(way: Way) -> None:
    refused = pytest.raises(psycopg.OperationalError, match="server does not support SSL")
    with proxy_before(way.place) as plain, refused:
        connect(way.url(plain.port))
