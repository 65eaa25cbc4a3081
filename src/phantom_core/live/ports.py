"""What live delivery needs of the world."""

from collections.abc import Callable, Sequence
from typing import Protocol

from phantom_core.live.signals import Message

__all__ = ["Listener", "Transport"]

Listener = Callable[[Sequence[Message]], None]
"""Hears what was published. It must not block."""


class Transport(Protocol):
    """Carries committed events and signals to every process that serves readers.

    It promises little, so that anything can be one: messages may be lost, come twice, come late
    or out of order. Whoever listens finds by `seq` what is missing and reads it from the log.
    """

    def publish(self, messages: Sequence[Message]) -> None:
        """Send messages to all listeners, of this process and of others.

        It never blocks and never raises, whatever state the world is in. Messages of one call
        stay together and in order.
        """

    def subscribe(self, listener: Listener) -> None:
        """Have a listener hear what is published from now on, in the caller's event loop.

        A listener that raises harms nobody else. One that is subscribed already stays so, once.
        """

    def unsubscribe(self, listener: Listener) -> None:
        """Have a listener hear nothing more; nothing happens if it is not subscribed."""
