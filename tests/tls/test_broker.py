"""A broker by TLS, for a user of its ACL: believed and let in as the URL says, or told why not."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast

import anyio
import pytest
import redis

from phantom_adapters.contracts.seats import ADA
from phantom_adapters.sql.fence import Fence
from phantom_app.broker import open_broker
from phantom_app.doctor import Level
from phantom_app.doctor.services import broker as doctors_finding
from phantom_app.settings import BadSetting, Settings, read_settings
from phantom_core.kernel import EPOCH, Topic
from phantom_core.limits import Allowance
from phantom_core.live import Parcel, Signal
from tests.tls.gate import ELSEWHERE, HERE, gate_before
from tests.valkey_server import ValkeyServer

PASSWORD: Final = "s3cret-of-the-acl"
SIGNAL: Final = Signal(topic=Topic("user:x"), name="test", at=EPOCH, by=None, data={})
ALLOWANCE: Final = Allowance(name="a", count=2, per=timedelta(minutes=1))
KEPT: Final = {"limit", "seats", "timelines"}
PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "run-several-servers.md"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS takes more than a second where everything else runs beside it."""
    monkeypatch.setattr("phantom_app.broker._TIMEOUT", 20.0)


@pytest.fixture(autouse=True)
async def _closed() -> AsyncIterator[None]:
    """Wait until all lines are closed: redis-py does not, for one on which it was refused."""
    yield
    lines = cast("Any", asyncio.get_running_loop())._transports
    with anyio.fail_after(60):
        while any(line._sock for line in lines.values()):  # noqa: ASYNC110 - nothing tells
            await anyio.sleep(0.01)


@pytest.fixture
def known(broker: ValkeyServer) -> ValkeyServer:
    """The broker, with the user that the page about several servers has it make."""
    found = re.search(r"^user phantom (.+)$", PAGE.read_text(), re.MULTILINE)
    assert found is not None
    words = found[1].replace("a-password", PASSWORD).split()
    with redis.Redis.from_url(broker.url()) as admin:
        admin.execute_command("ACL", "SETUSER", "phantom", "reset", *words)
        admin.acl_log_reset()
    return broker


@pytest.fixture
def port(known: ValkeyServer) -> Iterator[int]:
    with gate_before(("127.0.0.1", known.port)) as port:
        yield port


def url(port: int, authority: Path = HERE, password: str = PASSWORD) -> str:
    return f"rediss://phantom:{password}@localhost:{port}/0?ssl_ca_certs={authority}"


def settings(url: str, folder: Path) -> Settings:
    return read_settings({"PHANTOM_BROKER_URL": url}, data_dir=str(folder))


async def test_its_user_may_do_all_that_servers_do(
    known: ValkeyServer, port: int, tmp_path: Path
) -> None:
    heard, fence = list[Parcel](), Fence()
    fence.admit(known, "a system", 1)
    async with AsyncExitStack() as stack:
        chosen = settings(url(port), tmp_path)
        near, far = [await open_broker(chosen, stack, fence) for _ in range(2)]
        far.transport.subscribe(heard.extend)
        assert near.spent is not None
        assert near.seats is not None
        with anyio.fail_after(60):
            while not heard or near.standing() != "ok" or kept(known) != KEPT:
                near.transport.publish([SIGNAL])
                await near.spent.take(ALLOWANCE, "ada")
                await near.seats.take(ADA)
                await anyio.sleep(0.05)

    with redis.Redis.from_url(known.url()) as admin:
        assert admin.acl_log() == []


def kept(broker: ValkeyServer) -> set[str]:
    """What kinds of things a broker keeps for us."""
    with redis.Redis.from_url(broker.url()) as admin:
        return {key.decode().strip("{").split(":")[1].strip("}") for key in admin.scan_iter()}


@pytest.mark.parametrize(
    ("certificate", "authority", "password", "said"),
    [
        (HERE, ELSEWHERE, PASSWORD, "certificate cannot be verified: self-signed certificate"),
        (ELSEWHERE, ELSEWHERE, PASSWORD, "certificate cannot be verified: Hostname mismatch"),
        (HERE, HERE, "another-password", "broker does not let us in"),
    ],
    ids=["another authority", "another name", "another password"],
)
async def test_what_is_wrong_is_told_by_its_setting_and_without_the_password(
    known: ValkeyServer,
    certificate: Path,
    authority: Path,
    password: str,
    said: str,
    tmp_path: Path,
) -> None:
    with gate_before(("127.0.0.1", known.port), certificate) as port:
        chosen = url(port, authority, password)
        async with AsyncExitStack() as stack:
            with pytest.raises(BadSetting, match=re.escape(said)) as told:
                await open_broker(settings(chosen, tmp_path), stack)
        (finding,) = [each async for each in doctors_finding(chosen)]

    assert str(told.value).startswith("PHANTOM_BROKER_URL: ")
    assert finding.level is Level.FAILURE
    assert said in finding.said
    assert "PHANTOM_BROKER_URL" in finding.said
    assert password not in str(told.value) + finding.said + finding.advice


async def test_a_doctor_finds_nothing_wrong_with_it(port: int) -> None:
    (finding,) = [each async for each in doctors_finding(url(port))]

    assert (finding.level, finding.said) == (
        Level.OK,
        "The broker answers, and asks for a password.",
    )
