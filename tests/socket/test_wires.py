"""The way to a reader: in place where the server takes all, by a task where it makes us wait."""

import asyncio
from collections.abc import Awaitable, Generator
from typing import Any

import pytest

from phantom_adapters.transport import Frame
from phantom_app.socket.asgi_wire import WIRE, AsgiWire, begun, wire_of


class Server:
    """A server that may make its application wait."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.waits = 0
        self.let_go = False
        self.ready = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        """Take a message, once there is room."""
        try:
            for _ in range(self.waits):
                await self.ready.wait()
                await asyncio.sleep(0)
        finally:
            self.let_go = True
        self.taken.append(message["text"])


def left(wire: AsgiWire, text: str = "hello") -> Awaitable[None] | None:
    """Send something, and answer what is left to do."""
    return wire.send(Frame(text.encode()))


async def test_what_the_server_takes_at_once_needs_no_waiting() -> None:
    server = Server()

    assert left(AsgiWire(server.send)) is None
    assert server.taken == ["hello"]


async def test_what_the_server_does_not_take_at_once_is_awaited() -> None:
    server = Server()
    server.waits = 3
    rest = left(AsgiWire(server.send))
    assert rest is not None
    task = asyncio.ensure_future(_await(rest))
    await asyncio.sleep(0)
    before = [*server.taken]
    server.ready.set()
    await task

    assert before == []
    assert server.taken == ["hello"]


async def test_what_became_possible_before_it_is_awaited_is_not_missed() -> None:
    server = Server()
    server.waits = 1
    rest = left(AsgiWire(server.send))
    server.ready.set()
    await asyncio.sleep(0)
    assert rest is not None
    await rest

    assert server.taken == ["hello"]


async def test_who_is_cancelled_while_waiting_lets_the_server_go() -> None:
    server = Server()
    server.waits = 1
    rest = left(AsgiWire(server.send))
    assert rest is not None
    task = asyncio.ensure_future(_await(rest))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert server.let_go
    assert server.taken == []


@pytest.mark.parametrize("waits", [False, True])
async def test_what_goes_wrong_is_told_to_who_sends_or_awaits(*, waits: bool) -> None:
    async def send(_: Any) -> None:
        if waits:
            await asyncio.sleep(0)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await _await(left(AsgiWire(send)))


async def test_a_server_may_answer_with_anything_that_can_be_awaited() -> None:
    class Promise:
        def __init__(self, *yields: Any) -> None:
            self.yields = yields

        def __await__(self) -> Generator[Any, None, None]:
            yield from self.yields

    future = asyncio.get_running_loop().create_future()
    waiting = begun(future)
    future.set_result(None)
    await _await(waiting)

    assert begun(Promise()) is None
    await _await(begun(Promise(None, None)))


def test_a_server_may_lend_a_wire_of_its_own() -> None:
    async def send(_: Any) -> None:
        """Send nothing."""

    lent = AsgiWire(send)

    assert wire_of({"extensions": {WIRE: lent}}, send) is lent
    assert isinstance(wire_of({"extensions": None}, send), AsgiWire)
    assert wire_of({}, send).unsent() == 0
    wire_of({}, send).cut()


async def _await(rest: Awaitable[None] | None) -> None:
    if rest is not None:
        await rest
