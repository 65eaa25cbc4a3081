"""Server processes that share one store, and know of each other by what they say there."""

from datetime import datetime, timedelta
from typing import Final, NewType

import attrs

from phantom_core.kernel.ids import Id

__all__ = ["BEAT", "SERVER_LIFE", "Server", "ServerId"]

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
