"""What is said of a standby that does not answer is so."""

import anyio
import pytest

from phantom_adapters.contracts.kernel_examples import EXAMPLES, write
from phantom_adapters.sql import open_storage
from tests.postgres_server import PostgresServer
from tests.proxy import Proxy, proxy_before
from tests.standby.conftest import Open
from tests.standby.stage import PATIENCE, SOON, answered, beside, until_answered_there
from tests.unit.sql.failing import say


@pytest.mark.parametrize(
    ("fault", "said"),
    [("refuse", "connection failed"), ("fall_silent", "it is late: it has not answered")],
)
async def test_what_is_the_matter_is_told_as_it_is(
    opened: Open, remote: str, proxy: Proxy, fault: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    storage = opened(beside=remote, patience=10 * SOON, waits=0.2)
    await write(storage, say("hello"))
    await until_answered_there(storage)
    caplog.clear()
    getattr(proxy, fault)()
    if fault == "refuse":
        proxy.cut()
    await answered(storage)
    proxy.heal()

    assert said in caplog.text
    assert "bytes" not in caplog.text


async def test_whoever_looks_finds_that_it_is_over_though_nobody_asks(
    opened: Open, standby: PostgresServer
) -> None:
    storage = opened(patience=PATIENCE, waits=1)
    await write(storage, say("hello"))
    standby.stop()
    told = {await beside(storage).look() for _ in range(20)}
    standby.start()
    with anyio.fail_after(SOON):
        while await beside(storage).look() != "ok":  # noqa: ASYNC110 - nobody tells
            await anyio.sleep(0.05)

    assert "passed over" in told
    assert beside(storage).asked == 0


async def test_a_primary_that_says_nothing_is_no_failure_of_the_standby(
    primary: PostgresServer, standby: PostgresServer, database: str
) -> None:
    with proxy_before(primary.folder / ".s.PGSQL.5432") as proxy:
        url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{database}"
        storage = open_storage(
            url,
            registry=EXAMPLES,
            patience=PATIENCE,
            standby=standby.url(database),
            standby_patience=0.2,
        )
        await until_answered_there(storage)
        proxy.fall_silent()
        told = [await beside(storage).look() for _ in range(10)]
        proxy.heal()
        await storage.close()

    assert told == ["ok"] * 10
