"""Clocks: the wall's, and one that a test moves by hand; and what keeps time from going back."""

import threading
from datetime import UTC, datetime, timedelta

from phantom_core.kernel import EPOCH, to_millisecond

__all__ = ["ManualClock", "Ratchet", "wall_clock"]


def wall_clock() -> datetime:
    """The time now, UTC, to the millisecond."""
    return to_millisecond(datetime.now(UTC))


class Ratchet:
    """Holds time where it is while a clock that was set back catches up."""

    def __init__(self) -> None:
        self._latest = EPOCH
        self._turn = threading.Lock()

    def __call__(self, now: datetime) -> datetime:
        """What the clock shows, or what it once showed, if that is later."""
        with self._turn:
            self._latest = max(self._latest, now)
            return self._latest


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = EPOCH + timedelta(days=20_000)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def advance(self, **duration: float) -> datetime:
        """Move it on, by `timedelta`'s keywords, and tell the new time."""
        self.now = to_millisecond(self.now + timedelta(**duration))
        return self.now
