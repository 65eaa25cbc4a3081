"""An old primary that comes back beside the one that has taken over is used by nobody."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import anyio
import pytest

from phantom_app.composition import composed
from phantom_app.doctor import Finding, Level, Patient, examine
from phantom_app.services import Services
from phantom_app.settings import Settings, read_settings
from phantom_core.kernel import SYSTEM, Unavailable, uuid7
from phantom_core.live import RegisterServer, ServerId
from tests.postgres_server import PostgresServer, standby_of
from tests.standby.stage import SOON
from tests.valkey_server import ValkeyServer

_SERVERS: Final = "SELECT count(*) FROM servers"


def settings_for(url: str, broker: ValkeyServer, folder: Path) -> Settings:
    environment = {
        "PHANTOM_DATABASE_URL": url,
        "PHANTOM_BROKER_URL": broker.url(),
        "PHANTOM_DATABASE_PATIENCE": "1",
        "PHANTOM_SECRET_KEY": "Vq2-9sJxN0cTgR7wLhZyKpE4mBdUfA8iO1tG6eQ3",
    }
    return read_settings(environment, data_dir=str(folder))


async def register(services: Services, number: int) -> None:
    """Write something."""
    named = ServerId(uuid7(services.clock(), number))
    await services.phantom.do(RegisterServer(server_id=named, alone=False), actor=SYSTEM)


def either(one: PostgresServer, other: PostgresServer, database: str) -> str:
    """An address of two hosts, of which each connection tries the one or the other first."""
    hosts = f"{one.folder},{other.folder}"
    options = "target_session_attrs=read-write&load_balance_hosts=random"
    return f"postgresql://postgres@/{database}?host={hosts}&{options}"


async def until_registered(services: Services, number: int) -> None:
    """Write something; who comes to the one that is refused comes again."""
    with anyio.fail_after(SOON):
        while True:
            with suppress(Unavailable):
                return await register(services, number)


async def until_refused(services: Services) -> str:
    """Wait until a server is not ready, and answer why."""
    with anyio.fail_after(SOON):
        while True:
            try:
                await services.readiness.ask()
            except Unavailable as error:
                return error.detail
            await anyio.sleep(0.05)


async def seen_to(settings: Settings) -> Finding:
    """What the doctor finds of it."""
    found = [each for each in await examine(Patient(settings=settings)) if each.check == "takeover"]
    assert len(found) == 1
    return found[0]


async def test_nobody_writes_to_an_old_primary_once_somebody_has_seen_the_new_one(
    primary: PostgresServer, database: str, broker: ValkeyServer, tmp_path: Path
) -> None:
    with standby_of(primary) as heir:
        old = settings_for(primary.url(database), broker, tmp_path / "old")
        new = settings_for(heir.url(database), broker, tmp_path / "new")
        both = settings_for(either(primary, heir, database), broker, tmp_path / "both")
        async with composed(old) as stayed:
            await register(stayed, 1)
            before = await stayed.readiness.ask()
            heir.promote()
            async with composed(new) as moved:
                await register(moved, 2)
                unready = await until_refused(stayed)
                refused = await stayed.measuring.text()
                with pytest.raises(Unavailable):
                    await register(stayed, 3)
                kept = primary.ask(_SERVERS, database=database)
                async with composed(old) as begun:
                    with pytest.raises(Unavailable):
                        await register(begun, 4)
                ready = await moved.readiness.ask()
            async with composed(both) as finding:
                await until_registered(finding, 5)
        found = [await seen_to(old), await seen_to(new)]

        assert before["database"] == ready["database"] == "ok"
        assert "database has been taken over from" in unready
        assert b"phantom_database_taken_over 1.0" in refused
        assert primary.ask(_SERVERS, database=database) == kept
        assert heir.ask(_SERVERS, database=database) == 3
        assert [each.level for each in found] == [Level.FAILURE, Level.OK]
        assert "ZREM phantom:timelines" in found[0].advice
