"""Server processes that share one store, and know of each other by what they say there."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NewType

import attrs

from phantom_core.kernel.ids import Id

__all__ = ["BEAT", "SERVER_LIFE", "Server", "ServerId", "missed_since"]

ServerId = NewType("ServerId", Id)
"""The id of one run of a server, from its start to its end."""

SERVER_LIFE: Final = timedelta(seconds=15)
"""For how long a server lives that says nothing."""

BEAT: Final = timedelta(seconds=5)
"""How often a server says that it lives."""


@attrs.frozen(kw_only=True)
class Server:
    """One run of a server.

    Attributes:
        started_at: since when people can come to it.
        beaten_at: when it last said that it lives.
        retired_at: when it said that it goes, or another that it is gone.
    """

    id: ServerId
    started_at: datetime
    beaten_at: datetime
    retired_at: datetime | None = None

    def lives(self, now: datetime) -> bool:
        """Whether its connections still count."""
        return self.retired_at is None and now < self.beaten_at + SERVER_LIFE

    @property
    def last_seen_at(self) -> datetime:
        """When it was last heard of."""
        return self.retired_at or self.beaten_at


def missed_since(
    server_id: ServerId, servers: Collection[Server], now: datetime
) -> datetime | None:
    """Since when those are missed whose only connections a server had; `None` if they are not.

    That is since it was last heard of, or since there was another to come to, if that was later:
    while no server runs, nobody is missed.
    """
    living = [server for server in servers if server.lives(now)]
    if not living or any(server.id == server_id for server in living):
        return None
    reachable_at = min(server.started_at for server in living)
    gone = [server.last_seen_at for server in servers if server.id == server_id]
    return max([reachable_at, *gone])
