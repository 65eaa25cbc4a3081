"""Reading on a standby of PostgreSQL all that the primary had acknowledged.

A standby lags behind its primary by as much as it has not replayed yet. So whoever is about to
read on it asks the primary first how far its log of writes is durable, which costs the primary
next to nothing, and lets the standby answer once it has replayed as much.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from time import monotonic, sleep
from typing import Final

import attrs

from phantom_adapters.sql.errors import UNMARKED, ConnectionLost, Unmarked, Unreachable
from phantom_adapters.sql.fence import Fence
from phantom_adapters.sql.lineage import LINEAGE
from phantom_adapters.sql.postgres import (
    NOW,
    Connection,
    PostgresDatabase,
    PostgresSession,
    connect,
)
from phantom_adapters.sql.watch import Watch
from phantom_core.kernel import EPOCH, MILLISECOND

__all__ = [
    "LINEAGE_OF_STANDBY",
    "POSITION",
    "REPLAYED",
    "Mark",
    "Marker",
    "StandbyDatabase",
    "StandbySession",
]

LINEAGE_OF_STANDBY: Final = """\
SELECT concat_ws('/', system_identifier,
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    greatest(timeline_id, min_recovery_end_timeline))
FROM pg_control_system(), pg_control_checkpoint(), pg_control_recovery()"""
"""Which lineage a standby has followed, as of the last time that it wrote that down."""

# What is acknowledged is flushed, unless this very role or database is told not to wait for that.
POSITION: Final = """\
SELECT (CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()
    ELSE pg_current_wal_flush_lsn() END - '0/0')::bigint"""
"""Up to where a primary's log holds all that was acknowledged, in bytes."""

REPLAYED: Final = """\
SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0')::bigint END"""
"""Up to where a standby has replayed it; null for what is no standby."""

# Asked by the thousand, and dear to plan.
_PREPARE_MARK: Final = f"PREPARE mark AS SELECT concat_ws('/', ({POSITION}), ({NOW}))"
_PREPARE_REPLAYED: Final = f"PREPARE replayed AS {REPLAYED}"
_BEGIN: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_FIRST_PAUSE: Final = 0.0005


@attrs.frozen(kw_only=True)
class Mark:
    """How far a primary was.

    Attributes:
        lineage: which log of writes that is.
        position: up to where it held all that was acknowledged, in bytes.
        at: the time then, by the primary's clock.
    """

    lineage: str
    position: int
    at: datetime


class Marker(PostgresSession):
    """Asks a primary how far it is, for all threads: one question serves all who wait for it."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        clock: Callable[[], datetime] | None = None,
        watch: Watch | None = None,
        fence: Fence | None = None,
    ) -> None:
        super().__init__(connect, clock, watch, fence)
        self._turn = Lock()
        self._lineage = ""
        self._asked_at = 0.0
        self._mark: Mark | None = None

    def mark(self) -> Mark:
        """How far the primary is now, or was at some time since the call.

        Raises: ConnectionLost, Unavailable.
        """
        came_at = monotonic()
        with self._turn:
            if self._mark is None or self._asked_at <= came_at:
                self._mark = self._marked()
            return self._mark

    def _marked(self) -> Mark:
        self._since = self._asked_at = monotonic()
        self._mark = None
        try:
            self._be_connected()
            position, at = self._told("EXECUTE mark").split("/")
            self._fence.answered(self._running.connection)
            return Mark(
                lineage=self._lineage,
                position=int(position),
                at=self._clock() if self._clock else EPOCH + int(at) * MILLISECOND,
            )
        except BaseException:
            self.close()
            raise
        finally:
            self._since = None

    def _open(self) -> None:
        super()._open()
        self._send(_PREPARE_MARK)
        self._lineage = self._told(LINEAGE)


class StandbySession(PostgresSession):
    """Transactions that read on a standby, each of all that was acknowledged before it began.

    Attributes:
        waited: for how many seconds it has waited so far for the standby to have that.
        behind: how many bytes the standby lacked when it was last looked at.
        held_up: why it has not begun yet, while somebody waits for that.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        marker: Marker,
        patience: float,
        watch: Watch | None = None,
    ) -> None:
        """Ask `marker` how far the primary is; nobody waits for longer than `patience` seconds."""
        super().__init__(connect, None, watch)
        self._marker = marker
        self._patience = patience
        self._lineage = ""
        self._replayed = 0
        self.waited = 0.0
        self.behind = 0
        self.held_up = ""

    def begin(self, *, writing: bool, shared: bool) -> datetime:
        """Begin for whoever asks now. Raises: as `begin_asked`."""
        if writing or shared:
            raise AssertionError("a standby takes nothing but reading")
        return self.begin_asked(monotonic())

    def begin_asked(self, asked: float) -> datetime:
        """Begin, once the standby has what is to be seen; tell the primary's time.

        Args:
            asked: when somebody began to wait for this, on the monotonic clock, in seconds.

        Raises: ConnectionLost; Unreachable, if it has not in time, is a standby no more, or is
        one of another; Unmarked.
        """
        try:
            return self._begin_asked(asked)
        finally:
            self.held_up = ""

    def _begin_asked(self, asked: float) -> datetime:
        self.held_up = UNMARKED
        try:
            mark = self._marker.mark()
        except (ConnectionLost, Unreachable) as error:
            raise Unmarked(str(error)) from error
        self.held_up = "it has not answered"
        self._since = since = monotonic()
        self._be_connected()
        if self._lineage != mark.lineage:
            self.close()
            raise Unreachable("it follows another database, or one that has been taken over from")
        self._await(mark.position, asked + self._patience)
        # The snapshot may be from before this look: what it tells is good for the next time only.
        self._look(_BEGIN)
        self._hear(since)
        return mark.at

    def _await(self, position: int, until: float) -> None:
        """Wait until the standby has replayed so much. It is not asked for what is known."""
        began, pause = monotonic(), _FIRST_PAUSE
        try:
            if self._replayed < position:
                self._look()
            while self._replayed < position:
                self.behind = position - self._replayed
                self.held_up = f"it lacks {self.behind} bytes"
                left = until - monotonic()
                if left <= 0:
                    if until - began > self._patience / 2:
                        # Of several, the next connection may be to another.
                        self.close()
                    raise Unreachable(f"it is late: {self.held_up}")
                sleep(min(pause, left))
                pause *= 2
                self._look()
            self.behind = 0
        finally:
            self.waited += monotonic() - began

    def _look(self, *commands: str) -> None:
        """Run commands, and see how far the standby is."""
        replayed = self._told("; ".join([*commands, "EXECUTE replayed"]))
        if not replayed:
            self.close()
            raise Unreachable("it is a standby no more")
        self._replayed = int(replayed)

    def _open(self) -> None:
        """What another connection saw replayed, this one's server may not have."""
        super()._open()
        self._send(_PREPARE_REPLAYED)
        self._replayed = 0
        self._lineage = self._told(LINEAGE_OF_STANDBY)


class StandbyDatabase(PostgresDatabase):
    """A standby, or several alike, beside the primary that it follows.

    Args:
        url: as libpq reads it; of several addresses, each session takes the first that is one.
        primary: what it follows.
        patience: seconds for which somebody waits for it to begin, at the most.

    Raises: ValueError, for a URL that libpq does not understand.
    """

    readers = 8

    def __init__(self, url: str, primary: PostgresDatabase, *, patience: float) -> None:
        super().__init__(url)
        self._primary = primary
        self.patience = patience

    def connect(self) -> Connection:
        """A new connection, to what is a standby now."""
        return connect(self._url, target_session_attrs="standby")

    def marker(self, watch: Watch | None) -> Marker:
        """What asks the primary how far it is; a `watch` of the primary's tells when it is away."""
        primary = self._primary
        return Marker(primary.joined, primary.clock, watch, primary.fence)

    def reading(self, marker: Marker, watch: Watch) -> StandbySession:
        """A new session, which a `watch` of the standby's knows."""
        return StandbySession(self.connect, marker, self.patience, watch)
