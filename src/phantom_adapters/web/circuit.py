"""A circuit breaker: what fails time and again is left alone for a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Final

from phantom_core.kernel import Unavailable

__all__ = ["Circuit", "CircuitState", "Declined"]

_FAILURES: Final = 5
_PAUSE: Final = 30.0


class Declined(Unavailable):
    """What lies behind is there, and has answered: not this, or not now."""


class CircuitState(Enum):
    """Whether calls go through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Circuit:
    """Closed, calls go through; after some failures in a row it is open, and none does.

    When it has been open for a while, one call is let through (half-open): if that succeeds, it is
    closed again; if it fails, it is open for as long anew.
    """

    def __init__(
        self,
        name: str,
        clock: Callable[[], float],
        *,
        failures: int = _FAILURES,
        pause: float = _PAUSE,
    ) -> None:
        """Make a closed one.

        Args:
            name: what lies behind it, for people.
            clock: seconds that only grow.
            failures: how many in a row open it.
            pause: for how many seconds it stays open.
        """
        self._name = name
        self._clock = clock
        self._most = failures
        self._pause = pause
        self._failed = 0
        self._open_until = 0.0
        self._trying_until = 0.0

    @property
    def name(self) -> str:
        """What lies behind it."""
        return self._name

    @property
    def state(self) -> CircuitState:
        """How it stands now."""
        if self._failed < self._most:
            return CircuitState.CLOSED
        # A call that never says how it ended must not keep the others out for ever.
        waiting = self._clock() < max(self._open_until, self._trying_until)
        return CircuitState.OPEN if waiting else CircuitState.HALF_OPEN

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Let a call through: `Unavailable` says that it failed, unless it was `Declined`.

        Any other error says nothing of what lies behind.

        Raises: Unavailable, with the seconds that are left.
        """
        self.enter()
        try:
            yield
        except Declined:
            self.succeed()
            raise
        except Unavailable:
            self.fail()
            raise
        except BaseException:
            self.leave()
            raise
        self.succeed()

    def enter(self) -> None:
        """Let a call through; it must end in `succeed`, `fail` or `leave`.

        Raises: Unavailable, with the seconds that are left.
        """
        match self.state:
            case CircuitState.OPEN:
                left = max(self._open_until - self._clock(), 1.0)
                raise Unavailable(f"{self._name} does not answer.", retry_after=left)
            case CircuitState.HALF_OPEN:
                self._trying_until = self._clock() + self._pause
            case CircuitState.CLOSED:
                pass

    def succeed(self) -> None:
        """The call was answered."""
        self._failed = 0
        self._trying_until = 0.0

    def fail(self) -> None:
        """The call was not answered."""
        self._failed += 1
        self._trying_until = 0.0
        if self._failed >= self._most:
            self._open_until = self._clock() + self._pause

    def leave(self) -> None:
        """The call was given up by its caller, and says nothing of what lies behind."""
        self._trying_until = 0.0
