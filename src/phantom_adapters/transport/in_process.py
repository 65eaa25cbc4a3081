"""The transport of a single process: whoever publishes calls whoever listens."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from phantom_core.live import Listener, Parcel, Transport

__all__ = ["InProcessTransport"]

_LOG: Final = logging.getLogger(__name__)


class InProcessTransport(Transport):
    """Hands messages to the listeners of this process.

    A listener is called at once by a publisher in its own event loop; a publisher elsewhere
    leaves the call to that loop.
    """

    def __init__(self) -> None:
        self._listeners: dict[Listener, asyncio.AbstractEventLoop] = {}

    def publish(self, messages: Sequence[Parcel]) -> None:
        """Call every listener."""
        here = _running_loop()
        for listener, loop in [*self._listeners.items()]:
            if loop is here:
                self._tell(listener, messages)
            elif not loop.is_closed():
                loop.call_soon_threadsafe(self._tell, listener, messages)

    def subscribe(self, listener: Listener) -> None:
        """Call a listener from now on."""
        self._listeners[listener] = asyncio.get_running_loop()

    def unsubscribe(self, listener: Listener) -> None:
        """Call a listener no more."""
        self._listeners.pop(listener, None)

    def _tell(self, listener: Listener, messages: Sequence[Parcel]) -> None:
        if listener not in self._listeners:
            return
        try:
            listener(messages)
        except Exception:  # noqa: BLE001 - whatever it is, it must end here
            _LOG.exception("A listener failed; the others are told all the same.")


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
