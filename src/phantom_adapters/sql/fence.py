"""Keeping away from a primary that another one has taken over from.

A PostgreSQL primary that comes back after a standby was promoted in its place does not know of
that, and accepts every write. But each promotion begins a timeline with a greater number, so
whoever has heard of a greater one of the same system knows better. A fence is told what others see.
"""

import logging
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

__all__ = ["Fence", "TakenOver"]

_LOG: Final = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another primary of the same system is on a newer timeline."""

    def __init__(self, system: str, timeline: int, newest: int) -> None:
        super().__init__(
            f"it is on timeline {timeline} of system {system}, and a server or worker has seen "
            f"one on timeline {newest} that has taken over from it"
        )


class Fence:
    """Admits connections to the newest timeline of a system that anybody has told of, or newer.

    Systems are known by their identifiers, and a timeline is compared only with others of the same
    system. A connection is checked again each time before it is used. Any thread may use a fence.

    Attributes:
        refused: why the last connection was refused; empty if it was admitted.
    """

    def __init__(self) -> None:
        self.refused = ""
        self._lock = Lock()
        self._inside = WeakKeyDictionary[Hashable, tuple[str, int]]()
        self._seen = set[tuple[str, int]]()
        self._newest: Mapping[str, int] = {}

    def admit(self, connection: Hashable, system: str, timeline: int) -> None:
        """Admit a connection. Raises: TakenOver."""
        with self._lock:
            newest = self._newest.get(system, 0)
            if timeline < newest:
                # An operator may have the broker forget a timeline, and nobody must tell it again
                # who has no connection there any more.
                self._seen.clear()
                error = TakenOver(system, timeline, newest)
                self._tell(str(error))
                raise error
            self._inside[connection] = (system, timeline)
            self._seen.add((system, timeline))
            self._tell("")

    def trusts(self, connection: Hashable) -> bool:
        """Whether a connection may be used: nothing is known to have taken over its database.

        One that was never admitted leads to a database that does not tell its timeline.
        """
        with self._lock:
            place = self._inside.get(connection)
            return place is None or place[1] >= self._newest.get(place[0], 0)

    def answered(self, connection: Hashable) -> None:
        """Note that a connection was answered, so that its database is there."""
        with self._lock:
            if connection in self._inside:
                self._seen.add(self._inside[connection])

    @property
    def seen(self) -> Mapping[str, int]:
        """The newest timeline of each system that this process is connected to."""
        with self._lock:
            return dict(sorted(self._seen))

    def hear(self, newest: Mapping[str, int]) -> None:
        """Take what others tell now, the newest timeline of each system, and forget the rest."""
        with self._lock:
            self._newest = newest

    def _tell(self, refused: str) -> None:
        """Log when the database is refused, and when it is not any more."""
        before, self.refused = self.refused, refused
        if refused and refused != before:
            _LOG.error("The database is not used: %s. See `phantom doctor`.", refused)
        elif before and not refused:
            _LOG.warning("The database is used again: nothing newer is known.")
