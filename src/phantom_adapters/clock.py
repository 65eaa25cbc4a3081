"""Clocks: the wall's, and one that a test moves by hand."""

from datetime import UTC, datetime, timedelta

from phantom_core.kernel import EPOCH, to_millisecond

__all__ = ["ManualClock", "wall_clock"]


def wall_clock() -> datetime:
    """The time now, UTC, to the millisecond."""
    return to_millisecond(datetime.now(UTC))


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
