"""What a message is part of, told beside it, so that a trace goes on where it is heard."""

from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol

__all__ = ["NO_TRAIL", "Trail"]


class Trail(Protocol):
    """Whoever follows what leads to what."""

    def here(self) -> str:
        """What goes on now, as text; empty, if nobody follows it."""

    def along(self, trail: str) -> AbstractContextManager[object]:
        """Have what happens in the context be part of what another process told; never raises."""


class _NoTrail(Trail):
    def here(self) -> str:
        return ""

    def along(self, trail: str) -> AbstractContextManager[object]:
        del trail
        return nullcontext()


NO_TRAIL: Final[Trail] = _NoTrail()
"""Nobody follows."""
