"""What servers tell each other, and ask."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import attrs

from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query
from phantom_core.live.ports import LiveWork
from phantom_core.live.servers import Server, ServerId

__all__ = ["BeatServer", "ListServers", "RegisterServer", "RetireServer"]

_MEMORY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class RegisterServer(Command[None]):
    """Say that a server has started. Servers that were last heard of a day ago are forgotten.

    Attributes:
        alone: whether no other server can be running, as one that owns its database knows.
    """

    access = Access.SYSTEM
    server_id: ServerId
    alone: bool = False

    def run(self, work: LiveWork) -> None:
        """Note it."""
        for server in work.servers.all():
            if server.last_seen_at + _MEMORY <= work.now:
                work.servers.remove(server.id)
            elif self.alone and server.retired_at is None:
                work.servers.put(attrs.evolve(server, retired_at=work.now))
        _start(work, self.server_id)


@attrs.frozen(kw_only=True)
class BeatServer(Command[bool]):
    """Say that a server lives, and learn whether it was taken to be alive until now.

    If it was not, what it had said of its people counts for nothing any more.
    """

    access = Access.SYSTEM
    server_id: ServerId

    def run(self, work: LiveWork) -> bool:
        """Note it; a server that was taken for dead starts again."""
        server = work.servers.find(self.server_id)
        if server is None or not server.lives(work.now):
            _start(work, self.server_id)
            return False
        work.servers.put(attrs.evolve(server, beaten_at=work.now))
        return True


@attrs.frozen(kw_only=True)
class RetireServer(Command[None]):
    """Say that a server goes. One that nobody knows is gone already."""

    access = Access.SYSTEM
    server_id: ServerId

    def run(self, work: LiveWork) -> None:
        """Note it."""
        server = work.servers.find(self.server_id)
        if server is not None and server.retired_at is None:
            work.servers.put(attrs.evolve(server, retired_at=work.now))


@attrs.frozen(kw_only=True)
class ListServers(Query[Sequence[Server]]):
    """Name the servers that live, the oldest first."""

    access = Access.SYSTEM

    def run(self, work: LiveWork) -> Sequence[Server]:
        """Answer them."""
        return [server for server in work.servers.all() if server.lives(work.now)]


def _start(work: LiveWork, server_id: ServerId) -> None:
    server = Server(id=server_id, started_at=work.now, beaten_at=work.now)
    if work.servers.find(server_id) is None:
        work.servers.add(server)
    else:
        work.servers.put(server)
