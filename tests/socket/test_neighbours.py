"""What another process writes to the same store reaches the readers of this one."""

from pathlib import Path

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql import open_storage
from phantom_adapters.transport import Hub, HubSettings, InProcessTransport
from phantom_app.socket import encode_message
from phantom_core.kernel import SYSTEM, topic
from phantom_core.phantom import Phantom
from tests.socket.stage import ADA, Tell, progress
from tests.unit.live.stage import PaperWire, until

LOOKS_OFTEN = HubSettings(look_every=0.01)


async def test_what_another_process_writes_is_heard_here(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'phantom.db'}"
    here, there = open_storage(url), open_storage(url)
    wire, writer = PaperWire(), Phantom(there)
    hub = Hub(
        Phantom(here), InProcessTransport(), encode_message, clock=wall_clock, settings=LOOKS_OFTEN
    )
    async with hub:
        await writer.do(Tell(event=progress(ADA)), actor=SYSTEM)
        reader = hub.connect(hub.outbox(wire, lambda _: None), ADA, lambda _: None)
        await hub.join(reader, topic("user", ADA.person), 0, lambda *_: b"{}")
        for _ in range(3):
            await writer.do(Tell(event=progress(ADA)), actor=SYSTEM)
        await until(lambda: len(wire.told) == 5)
        hub.disconnect(reader)
    await here.close()
    await there.close()

    assert [told["seq"] for told in wire.told[1:]] == [1, 2, 3, 4]
