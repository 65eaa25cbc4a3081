"""What a comparison of store, ledger and rows asks and says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.blobs.ledger_ports import LedgerWork, SweepWork
from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import NotFound

__all__ = [
    "FindKept",
    "FindStrays",
    "FindUnexpected",
    "FindUses",
    "ListLines",
    "ListUnkept",
    "ListUnused",
    "QuarantineStrays",
    "RestoreBlob",
    "TellLedgerTime",
]


@attrs.frozen(kw_only=True)
class TellLedgerTime(Query[datetime]):
    """Ask what time it is by the clock that lines fall due by."""

    access = Access.SYSTEM

    def run(self, work: LedgerWork) -> datetime:
        """Answer it."""
        return work.now


@attrs.frozen(kw_only=True)
class ListLines(Query[Sequence[LedgerLine]]):
    """List the ledger by key: up to `limit` of the lines that come after one."""

    access = Access.SYSTEM
    after: str = ""
    limit: int

    def run(self, work: LedgerWork) -> Sequence[LedgerLine]:
        """Answer the lines."""
        return work.blob_ledger.after(self.after, self.limit)


@attrs.frozen(kw_only=True)
class FindStrays(Query[Sequence[BlobKey]]):
    """Ask which of these blobs, found in a store, have neither line nor row."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: SweepWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        known = {line.key for line in work.blob_ledger.among(self.keys)}
        unknown = [key for key in self.keys if key not in known]
        used = {use.key for use in work.blob_uses.of(unknown)} if unknown else set()
        return [key for key in unknown if key not in used]


@attrs.frozen(kw_only=True)
class QuarantineStrays(Command[Sequence[BlobKey]]):
    """Quarantine blobs of which, asked again now, neither ledger nor rows know anything.

    Attributes:
        keys: the blobs.
        stay: how long they stay in quarantine before a sweep deletes them.
    """

    access = Access.SYSTEM
    keys: Sequence[BlobKey]
    stay: timedelta

    def run(self, work: SweepWork) -> Sequence[BlobKey]:
        """Answer the keys of those that are quarantined by this."""
        strays = FindStrays(keys=self.keys).run(work)
        due_at = work.now + self.stay
        for key in strays:
            line = LedgerLine(key=key, state=BlobState.QUARANTINED, due_at=due_at)
            work.blob_ledger.add(line)
        if strays:
            work.enqueue(SweepBlobs(), run_at=due_at)
        return strays


@attrs.frozen(kw_only=True)
class RestoreBlob(Command[None]):
    """Keep a quarantined blob for good. Raises: NotFound; BlobNotQuarantined."""

    access = Access.SYSTEM
    key: BlobKey

    def run(self, work: LedgerWork) -> None:
        """Keep it."""
        line = work.blob_ledger.find(self.key)
        if line is None:
            raise NotFound("ledger line", self.key)
        work.blob_ledger.put(line.restore())


@attrs.frozen(kw_only=True)
class FindKept(Query[Sequence[BlobKey]]):
    """Ask which of these blobs the ledger keeps."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: LedgerWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        lines = work.blob_ledger.among(self.keys)
        return [line.key for line in lines if line.state is BlobState.KEPT]


@attrs.frozen(kw_only=True)
class FindUnexpected(Query[Sequence[BlobKey]]):
    """Ask for which of these blobs nobody waits, as the ledger says."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: LedgerWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        lines = work.blob_ledger.among(self.keys)
        expected = {line.key for line in lines if line.state is BlobState.EXPECTED}
        return [key for key in self.keys if key not in expected]


@attrs.frozen(kw_only=True)
class FindUses(Query[Sequence[BlobUse]]):
    """Ask which rows name these blobs."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: SweepWork) -> Sequence[BlobUse]:
        """Answer them by key."""
        return work.blob_uses.of(self.keys)


@attrs.frozen(kw_only=True)
class ListUnkept(Query[Sequence[BlobUse]]):
    """List the rows whose blob the ledger does not keep: of up to `limit` blobs after a key."""

    access = Access.SYSTEM
    after: str = ""
    limit: int

    def run(self, work: SweepWork) -> Sequence[BlobUse]:
        """Answer them by key."""
        keys = work.blob_uses.unkept(self.after, self.limit)
        return work.blob_uses.of(keys) if keys else ()


@attrs.frozen(kw_only=True)
class ListUnused(Query[Sequence[BlobKey]]):
    """List kept blobs that no row names: up to `limit` of those that come after a key."""

    access = Access.SYSTEM
    after: str = ""
    limit: int

    def run(self, work: SweepWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        return work.blob_uses.unused(self.after, self.limit)
