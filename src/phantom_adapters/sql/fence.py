"""Keeping away from a primary that another one has taken over from.

A PostgreSQL that comes back beside the one that was promoted in its place knows nothing of it,
and takes whatever is written to it. But each promotion begins a timeline with a greater number: who
has heard of a greater one of the same system knows better. A fence is told by others what they see.
"""

import logging
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final

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
    """Lets connections in to the newest timeline of a system that anybody has told of.

    Systems are known by their identifiers, and compared with themselves alone. Any thread may use
    it.

    Attributes:
        refused: why the last connection was not let in; empty, if it was.
        distrust: is called when connections that were let in may be to one that was taken over
            from: each is to be made anew before it is used again.
    """

    def __init__(self) -> None:
        self.refused = ""
        self.distrust: Callable[[], None] = _nobody
        self._lock = Lock()
        self._admitted = set[tuple[str, int]]()
        self._newest: Mapping[str, int] = {}

    def admit(self, system: str, timeline: int) -> None:
        """Let a connection in. Raises: TakenOver."""
        with self._lock:
            newest = self._newest.get(system, 0)
            if timeline < newest:
                # What this process has seen before is seen no more: an operator may say otherwise.
                self._admitted.clear()
                error = TakenOver(system, timeline, newest)
                self._tell(str(error))
                raise error
            self._admitted.add((system, timeline))
            self._tell("")

    @property
    def seen(self) -> Mapping[str, int]:
        """The newest timeline of each system that this process is connected to."""
        with self._lock:
            return dict(sorted(self._admitted))

    def hear(self, newest: Mapping[str, int]) -> None:
        """Others tell the newest timeline of each system; what they told before counts no more."""
        with self._lock:
            self._newest = newest
            passed = any(timeline < newest.get(system, 0) for system, timeline in self._admitted)
            if passed:
                self._admitted.clear()
        if passed:
            self.distrust()

    def _tell(self, refused: str) -> None:
        """Log when the database is refused, and when it is not any more."""
        before, self.refused = self.refused, refused
        if refused and refused != before:
            _LOG.error("The database is not used: %s. See `phantom doctor`.", refused)
        elif before and not refused:
            _LOG.warning("The database is used again: nothing newer is known.")


def _nobody() -> None:
    pass
