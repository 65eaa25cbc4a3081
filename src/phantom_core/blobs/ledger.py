"""The ledger of blobs: a line for every blob that is, that may come, or that must go.

Storage and blob store cannot commit together, so neither side is ever ahead without a note:

- *expected* is written before the first byte, with a time until which somebody is at it;
- *kept* is written in the transaction that makes the blob part of the domain;
- *doomed* is written in the transaction that takes it out, before the object goes;
- *quarantined* is written for an object that was found without a line: it stays where it is until
  its time is over, so that people may find out whose it was.

A sweep takes what is doomed and what was expected in vain: it dooms the line, deletes the object,
and only then removes the line. Wherever a crash falls, the next sweep finds a line that says what
is left to do; and a line that is kept had its object before.
"""

from datetime import datetime
from enum import Enum

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.errors import Conflict

__all__ = ["BlobNotExpected", "BlobNotQuarantined", "BlobState", "LedgerLine"]


class BlobNotExpected(Conflict):
    """Nobody waits for this blob any more: it came too late, and will be swept away."""

    rule = "blob-not-expected"

    def __init__(self, key: BlobKey) -> None:
        super().__init__(f"The blob {key} is no longer expected.")


class BlobNotQuarantined(Conflict):
    """There is nothing to restore: the blob is in no quarantine."""

    rule = "blob-not-quarantined"

    def __init__(self, key: BlobKey) -> None:
        super().__init__(f"The blob {key} is not in quarantine.")


class BlobState(Enum):
    """What the ledger says of a blob."""

    EXPECTED = "expected"
    KEPT = "kept"
    DOOMED = "doomed"
    QUARANTINED = "quarantined"


@attrs.frozen(kw_only=True)
class LedgerLine:
    """One blob's line.

    Attributes:
        key: the blob; a key is used for one blob ever.
        state: what holds for it.
        due_at: when a sweep may take it; `None` exactly when it is kept.
    """

    key: BlobKey
    state: BlobState
    due_at: datetime | None

    def __attrs_post_init__(self) -> None:
        """Demand a time for everything but what is kept."""
        if (self.due_at is None) is not (self.state is BlobState.KEPT):
            message = "a blob is either kept, or due some time"
            raise ValueError(message)

    def prolong(self, until: datetime) -> "LedgerLine":
        """Wait longer for it. Raises: BlobNotExpected."""
        return attrs.evolve(self._expected(), due_at=until)

    def keep(self) -> "LedgerLine":
        """It has come, and stays. Raises: BlobNotExpected."""
        return attrs.evolve(self._expected(), state=BlobState.KEPT, due_at=None)

    def doom(self, due_at: datetime) -> "LedgerLine":
        """It must go, whatever it was."""
        return attrs.evolve(self, state=BlobState.DOOMED, due_at=due_at)

    def restore(self) -> "LedgerLine":
        """It is kept from now on, though it was taken for a stray. Raises: BlobNotQuarantined."""
        if self.state is not BlobState.QUARANTINED:
            raise BlobNotQuarantined(self.key)
        return attrs.evolve(self, state=BlobState.KEPT, due_at=None)

    def _expected(self) -> "LedgerLine":
        if self.state is not BlobState.EXPECTED:
            raise BlobNotExpected(self.key)
        return self
