"""The transports keep their promises."""

import asyncio
from typing import Final

import pytest

from phantom_adapters.contracts.transport import TransportContract
from phantom_adapters.transport import InProcessTransport
from phantom_core.kernel import EPOCH, Topic
from phantom_core.live import Message, Signal, Transport

_SIGNAL: Final = Signal(topic=Topic("user:x"), name="test", at=EPOCH, by=None, data={})


class TestInProcessTransport(TransportContract):
    adapters = (InProcessTransport,)

    @pytest.fixture
    def ends(self) -> tuple[Transport, Transport]:
        transport = InProcessTransport()
        return transport, transport

    async def test_a_listener_in_the_publishers_loop_is_called_at_once(self) -> None:
        transport, heard = InProcessTransport(), list[Message]()
        transport.subscribe(heard.extend)
        transport.publish([_SIGNAL])

        assert heard == [_SIGNAL]

    def test_a_listener_whose_loop_is_gone_is_passed_over(self) -> None:
        transport, heard = InProcessTransport(), list[Message]()

        async def listen() -> None:
            transport.subscribe(heard.extend)

        asyncio.run(listen())
        transport.publish([_SIGNAL])

        assert heard == []
