"""What was asked of a server, and what each answer, or the lack of one, lets one expect."""

from collections import Counter
from typing import Generic, TypeVar

import anyio
import attrs

T = TypeVar("T")


class Cell(Generic[T]):
    """A value that one person changes, one change after the other.

    A change that is acknowledged holds, one that is refused does not, and one whose answer never
    came may hold or not, until the next acknowledged one.

    Attributes:
        possible: what the value may be.
    """

    def __init__(self, value: T) -> None:
        self.possible = {value}

    def acknowledged(self, value: T) -> None:
        """This it is."""
        self.possible = {value}

    def unknown(self, value: T) -> None:
        """This it may be as well."""
        self.possible.add(value)


@attrs.define
class History:
    """What came of all requests.

    Attributes:
        outcomes: how many, by kind of request and by `ok`, `refused` or `unknown`.
        faults: what should never have happened.
    """

    outcomes: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    faults: list[str] = attrs.field(factory=list)
    _goal: int = 0
    _reached: anyio.Event = attrs.field(factory=anyio.Event)

    def note(self, kind: str, verdict: str) -> None:
        """Count a request."""
        self.outcomes[kind, verdict] += 1
        if self.total("ok") >= self._goal:
            self._reached.set()

    async def more(self, count: int) -> None:
        """Wait until so many more are granted: as good on slow machines as on fast ones."""
        self._goal, self._reached = self.total("ok") + count, anyio.Event()
        if count:
            await self._reached.wait()

    async def reach(self, count: int) -> None:
        """Wait until so many in all are granted."""
        await self.more(max(0, count - self.total("ok")))

    def total(self, verdict: str) -> int:
        """How many requests came to this."""
        return sum(count for (_, each), count in self.outcomes.items() if each == verdict)
