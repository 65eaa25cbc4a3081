"""What a client raises: the core's own kinds of errors, as far as the server told of them."""

from collections.abc import Mapping
from typing import Any, Final

from phantom_core.kernel import (
    Conflict,
    Fault,
    Forbidden,
    Gone,
    Invalid,
    NotAuthenticated,
    NotFound,
    PhantomError,
    RateLimited,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)

__all__ = ["Disconnected", "Refused", "TurnedAway", "refusal_of"]


class Refused(PhantomError):
    """The server has not done what was asked.

    Each is of one of the core's kinds too, as if the command had been refused in this process:
    `except NotFound` catches it. Of a kind's facts it has those that are told.

    Attributes:
        problem: all that the server says of it (RFC 9457).
        faults: everything that was wrong with the question.
        current: the version that stands, after a conflict.
        expected: the version that was asked for.
        retry_after: seconds until it is worth trying again.
    """

    def __init__(self, problem: Mapping[str, Any]) -> None:
        # The kinds make their sentences from facts; this sentence is made already.
        PhantomError.__init__(self, problem["detail"])
        self.problem = problem
        self.faults = [Fault(each["path"], each["message"]) for each in problem.get("errors", ())]
        self.current: int | None = problem.get("current")
        self.expected: int | None = problem.get("expectedVersion")
        self.retry_after: float = problem.get("retryAfter", 1.0)


_KINDS: Final[Mapping[int, type[PhantomError]]] = {
    400: Invalid,
    401: NotAuthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    413: TooLarge,
    415: UnsupportedMedia,
    429: RateLimited,
    503: Unavailable,
}
_REFUSALS: Final[Mapping[int, type[Refused]]] = {
    status: type(kind.__name__, (Refused, kind), {}) for status, kind in _KINDS.items()
}


def refusal_of(problem: Mapping[str, Any]) -> Refused:
    """What to raise for a problem."""
    return _REFUSALS.get(problem["status"], Refused)(problem)


class Disconnected(Unavailable):
    """The connection broke before the answer came: it may have been done, or not."""

    rule = "disconnected"

    def __init__(self, retry_after: float = 0.0) -> None:
        super().__init__("The connection broke before the answer came.", retry_after=retry_after)


class TurnedAway(PhantomError):
    """The server will not have this client, and coming back would change nothing."""

    rule = "turned-away"
