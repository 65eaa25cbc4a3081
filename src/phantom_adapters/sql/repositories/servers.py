"""Servers over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.live import servers
from phantom_adapters.sql.transaction import Transaction
from phantom_core.live import Server, ServerId, Servers

__all__ = ["SqlServers"]

_SERVERS: Final = Rows(servers, Server, noun="server")
_FIND: Final = Statement(_SERVERS.select.where(servers.c.id == bindparam("id")), locks=True)
_ALL: Final = Statement(_SERVERS.select.order_by(servers.c.started_at, servers.c.id))


class SqlServers(Servers):
    """Servers in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, server: Server) -> None:
        """Store a new server."""
        _SERVERS.add(self._tx, server)

    def find(self, server_id: ServerId) -> Server | None:
        """A server, held."""
        return _SERVERS.one(self._tx, _FIND, id=server_id)

    def put(self, server: Server) -> None:
        """Store a server's new state."""
        _SERVERS.put(self._tx, server)

    def remove(self, server_id: ServerId) -> None:
        """Forget a server."""
        _SERVERS.remove(self._tx, server_id)

    def all(self) -> Sequence[Server]:
        """All servers, the oldest first."""
        return _SERVERS.all(self._tx, _ALL)
