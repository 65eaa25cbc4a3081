"""Being in a project at the same time: who listens on which server, and where the music stands."""

from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.kernel import MILLISECOND, Checked, Id, Milliseconds, UserId, between, ruled
from phantom_core.studio.project import ProjectId

__all__ = [
    "FARTHEST",
    "SESSION_GRACE",
    "Attachment",
    "CollaborationSession",
    "SharedPlayback",
]

SESSION_GRACE: Final = timedelta(minutes=5)
"""For how long a session waits for somebody to come back."""

FARTHEST: Final = Milliseconds(24 * 60 * 60 * 1000)
"""The last position to which one may go."""


@attrs.frozen(kw_only=True)
class SharedPlayback(Checked):
    """Where the music of a project stands for all who listen together.

    It is an anchor, from which the position at any instant is computed.

    Attributes:
        offset_ms: the position when it was changed last.
        changed_at: when that was; `None` if nobody has touched it in this session.
        changed_by: who did.
    """

    is_playing: bool = False
    offset_ms: Milliseconds = ruled(between(0, FARTHEST), default=Milliseconds(0))
    changed_at: datetime | None = None
    changed_by: UserId | None = None

    def position(self, now: datetime) -> Milliseconds:
        """Where every listener should be at a time, never past the farthest position."""
        if not self.is_playing or self.changed_at is None:
            return self.offset_ms
        moved = max(0, (now - self.changed_at) // MILLISECOND)
        return min(FARTHEST, Milliseconds(self.offset_ms + moved))


@attrs.frozen(kw_only=True)
class Attachment:
    """Somebody listens to a project's topic on a server process.

    Attributes:
        attached_at: since when.
    """

    project_id: ProjectId
    user_id: UserId
    server_id: Id
    attached_at: datetime


@attrs.frozen(kw_only=True)
class CollaborationSession:
    """The time during which people are in a project together, with breaks of minutes at most.

    Attributes:
        vacant_since: when the last of them went; `None` while somebody is there.
    """

    project_id: ProjectId
    started_at: datetime
    playback: SharedPlayback = SharedPlayback()
    vacant_since: datetime | None = None

    @property
    def expires_at(self) -> datetime | None:
        """When it is over, if nobody comes; `None` while somebody is there."""
        return None if self.vacant_since is None else self.vacant_since + SESSION_GRACE

    def lasts(self, now: datetime) -> bool:
        """Whether it is not over."""
        return self.expires_at is None or now < self.expires_at

    def synced(self, playback: SharedPlayback) -> "CollaborationSession":
        """With its music elsewhere."""
        return attrs.evolve(self, playback=playback)
