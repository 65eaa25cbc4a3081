"""What live delivery needs of the world."""

from collections.abc import Callable, Sequence
from typing import Protocol

from phantom_core.kernel.work import Work
from phantom_core.live.servers import Server, ServerId
from phantom_core.live.signals import Message
from phantom_core.live.words import Word

__all__ = ["Listener", "LiveWork", "Parcel", "Servers", "Transport"]

Parcel = Message | Word
"""What travels between processes."""

Listener = Callable[[Sequence[Parcel]], None]
"""Hears what was published. It must not block."""


class Transport(Protocol):
    """Carries committed events and signals to every process that serves readers.

    It promises little, so that anything can be one: messages may be lost, come twice, come late
    or out of order. Whoever listens finds by `seq` what is missing and reads it from the log.
    """

    def publish(self, messages: Sequence[Parcel]) -> None:
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


class Servers(Protocol):
    """The servers that run on this store, and those that ran lately."""

    def add(self, server: Server) -> None:
        """Store a new server. Raises: Conflict, if there is one with this id."""

    def find(self, server_id: ServerId) -> Server | None:
        """A server, held: no other transaction changes it until this one ends."""

    def put(self, server: Server) -> None:
        """Store a server's new state. Raises: NotFound."""

    def remove(self, server_id: ServerId) -> None:
        """Forget a server, if it is there."""

    def all(self) -> Sequence[Server]:
        """All of them, by the time of their start, then by id. Nothing is held."""


class LiveWork(Work, Protocol):
    """What the commands of servers are given."""

    servers: Servers
