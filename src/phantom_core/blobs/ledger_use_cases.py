"""Writing in the ledger of blobs, and clearing what must go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger import BlobNotExpected, BlobState, LedgerLine
from phantom_core.blobs.ledger_ports import LedgerWork, SweepWork
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command
from phantom_core.kernel.jobs import Task
from phantom_core.kernel.urgency import NOBODY_WAITS

__all__ = [
    "ForgetBlobs",
    "SweepBlobs",
    "TakeDoomedBlobs",
    "doom_blobs",
    "expect_blobs",
    "keep_blobs",
    "prolong_blobs",
]

_NEXT_TRY: Final = timedelta(minutes=5)


@attrs.frozen(kw_only=True)
class SweepBlobs(Task):
    """Delete the blobs that are doomed, and those that were expected in vain."""

    name: ClassVar[str] = "blobs.sweep"
    patience = NOBODY_WAITS
    one_waits = True


def expect_blobs(work: LedgerWork, *keys: BlobKey, until: datetime) -> None:
    """Note, before the first byte, that blobs may come.

    Raises: Conflict, if a key is in use.
    """
    for key in keys:
        work.blob_ledger.add(LedgerLine(key=key, state=BlobState.EXPECTED, due_at=until))


def prolong_blobs(work: LedgerWork, *keys: BlobKey, until: datetime) -> None:
    """Wait longer for blobs. Raises: BlobNotExpected."""
    for key in keys:
        work.blob_ledger.put(_line(work, key).prolong(until))


def keep_blobs(work: LedgerWork, *keys: BlobKey) -> None:
    """Make blobs that have come part of what this transaction stores.

    Raises: BlobNotExpected, if a sweep has taken one.
    """
    for key in keys:
        work.blob_ledger.put(_line(work, key).keep())


def doom_blobs(work: LedgerWork, *keys: BlobKey, after: timedelta = timedelta()) -> None:
    """Let blobs go: once this transaction has committed, and some time `after` that.

    A key without a line gets one, so that what a late writer leaves there is found as well.
    """
    due_at = work.now + after
    for key in keys:
        line = work.blob_ledger.find(key)
        if line is None:
            doomed = LedgerLine(key=key, state=BlobState.DOOMED, due_at=due_at)
            work.blob_ledger.add(doomed)
        else:
            work.blob_ledger.put(line.doom(due_at))
    if keys:
        work.enqueue(SweepBlobs(), run_at=due_at if after else None)


@attrs.frozen(kw_only=True)
class TakeDoomedBlobs(Command[Sequence[BlobKey]]):
    """Take up to `limit` blobs that must be deleted now.

    Once taken, a blob cannot be kept any more. If it is not forgotten soon, because its deletion
    failed, a later sweep takes it again. What was quarantined and is named by a row after all is
    kept.
    """

    access = Access.SYSTEM
    limit: int

    def run(self, work: SweepWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        due = work.blob_ledger.due(work.now, self.limit)
        wanted = self._wanted(work, due)
        for line in due:
            wants = line.key in wanted
            work.blob_ledger.put(line.restore() if wants else line.doom(work.now + _NEXT_TRY))
        return [line.key for line in due if line.key not in wanted]

    @staticmethod
    def _wanted(work: SweepWork, due: Sequence[LedgerLine]) -> set[BlobKey]:
        held = [line.key for line in due if line.state is BlobState.QUARANTINED]
        return {use.key for use in work.blob_uses.of(held)} if held else set()


@attrs.frozen(kw_only=True)
class ForgetBlobs(Command[None]):
    """Strike out the lines of doomed blobs whose objects are gone."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: LedgerWork) -> None:
        """Remove those lines, and no others."""
        for key in self.keys:
            line = work.blob_ledger.find(key)
            if line is not None and line.state is BlobState.DOOMED:
                work.blob_ledger.remove(key)


def _line(work: LedgerWork, key: BlobKey) -> LedgerLine:
    line = work.blob_ledger.find(key)
    if line is None:
        raise BlobNotExpected(key)
    return line
