"""An erasure: somebody is to be forgotten, and how far that has come."""

from datetime import datetime
from typing import NewType

import attrs

from phantom_core.kernel import Id, UserId

__all__ = ["Erasure", "ErasureId", "ErasureReport", "Receipt"]

ErasureId = NewType("ErasureId", Id)
"""The id of an erasure. Who was erased can no longer sign in: they ask for its end by this."""


@attrs.frozen(kw_only=True)
class Erasure:
    """Somebody is being forgotten, or has been.

    Attributes:
        asked_by: who wanted it: themself, somebody in office, or `None` for an operator.
        names: what they were called, while that is still searched for; nothing, once it is done.
        done_at: when the last of it was done.
    """

    id: ErasureId
    user_id: UserId
    asked_by: UserId | None
    asked_at: datetime
    names: tuple[str, ...] = attrs.field(default=(), repr=False)
    done_at: datetime | None = None

    def knowing(self, *names: str) -> "Erasure":
        """The same, with more of what they were called."""
        return attrs.evolve(self, names=(*dict.fromkeys((*self.names, *names)),))

    def done(self, now: datetime) -> "Erasure":
        """It is done, and their names are forgotten too."""
        return attrs.evolve(self, names=(), done_at=now)


@attrs.frozen(kw_only=True)
class Receipt:
    """What was done about one kind of data.

    Attributes:
        kind: which: `recordings`, or the name of a table.
        count: how many of them there were.
        at: when the last of them was done.
    """

    erasure_id: ErasureId
    kind: str
    count: int
    at: datetime

    def more(self, count: int, now: datetime) -> "Receipt":
        """The same, with some more."""
        return attrs.evolve(self, count=self.count + count, at=now)


@attrs.frozen(kw_only=True)
class ErasureReport:
    """An erasure with its receipts, in the order in which they began."""

    erasure: Erasure
    receipts: tuple[Receipt, ...]
