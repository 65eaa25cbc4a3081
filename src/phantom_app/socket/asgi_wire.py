"""The way to a reader through any ASGI server."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, Final, Protocol

from phantom_adapters.transport import Frame, Wire

__all__ = ["WIRE", "AsgiWire", "Receive", "Scope", "Send", "ServerWire", "begun", "wire_of"]

Scope = Mapping[str, Any]
"""What ASGI says of a connection."""

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
"""Waits for the next thing that happens to a connection."""

Send = Callable[[Any], Awaitable[None]]
"""Does something to a connection."""

WIRE: Final = "phantom.wire"
"""The name of the ASGI extension by which a server lends its own wire."""


class ServerWire(Wire, Protocol):
    """A way that can also be cut."""

    @property
    def lost(self) -> bool:
        """Whether nobody is at its other end any more, as far as that is known."""

    def cut(self) -> None:
        """End the connection now, whatever is still under way; nothing happens if it has ended."""


def wire_of(scope: Scope, send: Send) -> ServerWire:
    """The best way to the one who connects."""
    lent: ServerWire = (scope.get("extensions") or {}).get(WIRE) or AsgiWire(send)
    return lent


class AsgiWire:
    """Sends by the ASGI protocol, without a change of tasks as long as the server takes all."""

    def __init__(self, send: Send) -> None:
        self._asgi = send

    def send(self, frame: Frame) -> Awaitable[None] | None:
        """Send a message, and answer what is left to await, if the server makes us wait."""
        return begun(self._asgi({"type": "websocket.send", "text": frame.text}))

    def unsent(self) -> int:
        """Nobody knows."""
        return 0

    @property
    def lost(self) -> bool:
        """Nobody knows."""
        return False

    def cut(self) -> None:
        """ASGI has no word for it; the server ends what its application has left."""


def begun(sending: Awaitable[None]) -> Awaitable[None] | None:
    """Begin what is to be awaited, in place; `None` if that was all, else the rest.

    The first step of a coroutine is the same whoever takes it. If it ends there, nothing had to
    be awaited, and a task would only have cost time. If it waits, it has handed out the future
    that it waits for, and has not been promised anything yet: whichever task awaits the rest
    hands out the same future again, and goes on from there as if it had begun itself. What this
    cannot carry is a coroutine that remembers the task in which it began, as timeouts and cancel
    scopes do; servers' `send` may be called from any task, and holds none.
    """
    steps: Generator[Any, None, None] = sending.__await__()
    try:
        awaited = next(steps)
    except StopIteration:
        return None
    return _Rest(steps, awaited)


class _Rest:
    """What is left of something that has begun."""

    def __init__(self, steps: Generator[Any, None, None], awaited: Any) -> None:
        self._steps = steps
        self._awaited = awaited

    def __await__(self) -> Generator[Any, None, None]:
        try:
            yield self._awaited
        except BaseException:
            self._steps.close()
            raise
        yield from self._steps
