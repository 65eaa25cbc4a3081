"""Music that was made for somebody, with how it came about."""

from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.composing.briefing import Understanding
from phantom_core.composing.piece import Piece
from phantom_core.kernel import UserId

__all__ = ["LIFE", "LIFE_INSTEAD", "Composed", "Generated", "KeptMusic", "Provenance"]

LIFE: Final = timedelta(hours=24)
"""How long the same wish of the same person is answered with the same music."""

LIFE_INSTEAD: Final = timedelta(minutes=10)
"""How long, where somebody else composed than was meant to."""


@attrs.frozen(kw_only=True)
class Composed:
    """What a composer made.

    Attributes:
        engine: who it was: `phantom-theory`, or the model of a service.
        version: of that.
    """

    piece: Piece
    engine: str
    version: str


@attrs.frozen(kw_only=True)
class Provenance:
    """How music came about.

    Attributes:
        prompt: what was asked for, in words.
        engine: who composed it.
        seed: what chance was made of; the same wish with this seed is the same music.
        fallback: why another composer than was meant to made it, as a sentence; else none.
    """

    prompt: str
    engine: str
    version: str
    seed: int
    generated_at: datetime
    fallback: str | None = None

    @property
    def model(self) -> str:
        """Engine and version in one."""
        return f"{self.engine}/{self.version}"


@attrs.frozen(kw_only=True)
class Generated:
    """A piece, what was understood of the wish for it, and how it came about."""

    piece: Piece = attrs.field(repr=False)
    understood: Understanding
    provenance: Provenance


@attrs.frozen(kw_only=True)
class KeptMusic:
    """Music that waits to be asked for again.

    Attributes:
        mark: tells wishes apart: 64 hexadecimal digits.
        expires_at: when it is forgotten.
    """

    user_id: UserId
    mark: str
    generated: Generated
    expires_at: datetime
