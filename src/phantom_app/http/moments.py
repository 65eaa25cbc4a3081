"""Times in a query, as whoever asks writes them."""

from datetime import UTC, datetime

from phantom_app.http.problems import Malformed
from phantom_core.kernel import Fault

__all__ = ["moment_of"]


def moment_of(path: str, given: datetime | None) -> datetime | None:
    """A time in UTC, if there is one. Raises: Malformed, naming the parameter."""
    if given is None:
        return None
    if given.tzinfo is None:
        raise Malformed(Fault(path, "must say its offset, as in 2026-01-31T12:00:00Z"))
    try:
        return given.astimezone(UTC)
    except OverflowError:
        raise Malformed(Fault(path, "must be a time that can be told in UTC")) from None
