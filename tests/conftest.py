"""What every test may ask for, and what none may do."""

import ipaddress
import os
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, settings

from phantom_adapters.blobs.s3 import S3Connection
from phantom_adapters.sql import migrate
from tests.postgres_server import PostgresServer, empty, postgres
from tests.s3.ceph import PROGRAMS, Ceph, ceph, missing
from tests.s3.reaching import bucket_of, settings_for
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
_LONG: Final = settings.get_current_profile_name() == "long"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let it be said on what else tests of a whole server are tried."""
    told = "try those tests alone that ask for a place, on this one; on processes, the flows"
    parser.addoption("--on", choices=["two-servers", "processes"], help=told)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Elsewhere, leave out what is not about a whole server, and skip what is about one alone.

    The cases of a test differ by what is sent, not by what is behind the server: of each test the
    first is tried, and all with the `long` profile.
    """
    on = config.getoption("--on")
    if on is None:
        return
    placed = [item for item in items if "place" in getattr(item, "fixturenames", ())]
    if on == "processes":
        placed = [item for item in placed if item.get_closest_marker("flow")]
    if not _LONG:
        placed = [*{item.nodeid.partition("[")[0]: item for item in reversed(placed)}.values()]
    kept = {*placed}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]
    for item in items:
        if (mark := item.get_closest_marker("one_server")) is not None:
            item.add_marker(pytest.mark.skip(reason=f"about one server: {mark.args[0]}"))


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
def migrated_database(postgres_server: PostgresServer) -> str:
    """The name of a database that was migrated."""
    name = postgres_server.create_database()
    migrate(postgres_server.url(name))
    return name


@pytest.fixture(scope="session")
def _served_postgres_url(postgres_server: PostgresServer, migrated_database: str) -> str:
    return postgres_server.serving(migrated_database)


@pytest.fixture
def emptied_postgres_url(
    postgres_server: PostgresServer, migrated_database: str, _served_postgres_url: str
) -> str:
    """A migrated database without a row of anybody's; a new one would take half a second.

    Whoever comes by this address owns nothing in it, and may do what a server has to.
    """
    empty(postgres_server.url(migrated_database), "meta")
    return _served_postgres_url


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


@pytest.fixture(scope="session")
def ffmpeg_program() -> Path:
    """Find ffmpeg, which a machine may lack but in the session that installs it, `players`."""
    found = shutil.which("ffmpeg")
    if found is not None:
        return Path(found).absolute()
    installed = IN_CI and os.environ.get("PHANTOM_TEST_WITH") == "ffmpeg"
    refusal = pytest.fail.Exception if installed else pytest.skip.Exception
    raise refusal("There is no ffmpeg here.")


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Ceph]:
    """Run Ceph's gateway for this process."""
    if absent := missing():
        reason = f"Of Ceph's {', '.join(PROGRAMS)} there is no {', '.join(absent)} here."
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    with ceph() as server:
        yield server


@pytest.fixture(scope="session")
async def first_connection(s3_server: Ceph) -> AsyncIterator[S3Connection]:
    """A client that all tests share, and the bucket made: either takes a second."""
    opened = S3Connection(bucket_of(s3_server))
    await (await opened.client()).create_bucket(Bucket=opened.bucket.name)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def running_installation(
    s3_server: Ceph, first_connection: S3Connection, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Any]:
    """Two servers and two workers, as processes, for all tests of this one."""
    from tests.deployment.installation import balanced  # noqa: PLC0415 - few tests need it

    folder = tmp_path_factory.mktemp("installation")
    bucket = attrs.evolve(first_connection.bucket, prefix="running")
    async with balanced(folder, s3_server, settings_for(bucket)) as running:
        yield running


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
