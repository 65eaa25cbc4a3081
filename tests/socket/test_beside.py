"""What runs beside a server."""

from pathlib import Path

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_app.serving import _beside
from phantom_core.kernel import SYSTEM
from phantom_core.live import ListServers
from tests.http.world import build


async def test_a_server_that_runs_is_known_to_others(tmp_path: Path) -> None:
    clock = ManualClock()
    world, _ = build(MemoryStorage(clock=clock), clock, tmp_path)
    services = world.services
    async with _beside(services, working=False):
        running = await services.phantom.ask(ListServers(), actor=SYSTEM)
    left = await services.phantom.ask(ListServers(), actor=SYSTEM)

    assert [server.id for server in running] == [services.server_id]
    assert left == []
