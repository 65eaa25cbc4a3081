"""What every test may ask for, and what none may do."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings

from phantom_adapters.sql import migrate
from tests.postgres_server import PostgresServer, postgres
from tests.valkey_server import ValkeyServer, valkey

ROOT: Final = Path(__file__).resolve().parent.parent
IN_CI: Final = "CI" in os.environ

settings.register_profile(
    "desk",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
# It looks further, and at the same each time: what fails then is the change's doing, not chance's.
settings.register_profile("long", parent=settings.get_profile("desk"), max_examples=100)
settings.load_profile(os.environ.get("PHANTOM_TEST_PROFILE", "desk"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run what is asynchronous on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Find the real recordings: in `PHANTOM_TEST_DATA`, or `shared/data` beside the clone."""
    folder = Path(os.environ.get("PHANTOM_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        reason = f"The recordings that this test needs are not at {folder}."
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, migrated."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of the test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'phantom.db')}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Run a PostgreSQL for this process; a commit costs little, as nothing need survive."""
    with postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Make an empty database for one test."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """Run a Valkey for this process."""
    with valkey() as server:
        yield server


@pytest.fixture
def broker(valkey_server: ValkeyServer) -> ValkeyServer:
    """A Valkey that runs and has forgotten everything."""
    valkey_server.start()
    valkey_server.empty()
    return valkey_server


@pytest.fixture(autouse=True, scope="session")
def _no_test_leaves_this_machine() -> Iterator[None]:
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            pytest.fail(f"A test tried to reach {address[0]}; tests stay on this machine.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


def _is_here(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
