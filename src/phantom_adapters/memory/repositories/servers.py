"""Servers, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.live import Server, ServerId, Servers

__all__ = ["MemoryServers"]


class MemoryServers(Servers):
    """Servers by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[ServerId, Server] = MemoryRows(journal, "server", attrgetter("id"))

    def add(self, server: Server) -> None:
        """Store a new server."""
        self._rows.add(server)

    def find(self, server_id: ServerId) -> Server | None:
        """A server."""
        return self._rows.find(server_id)

    def put(self, server: Server) -> None:
        """Store a server's new state."""
        self._rows.put(server)

    def remove(self, server_id: ServerId) -> None:
        """Forget a server."""
        self._rows.remove(server_id)

    def all(self) -> Sequence[Server]:
        """All servers, the oldest first."""
        return sorted(self._rows, key=attrgetter("started_at", "id"))
