"""Comparing the ledger with what a blob store holds."""

from collections.abc import Sequence

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger_ports import LedgerWork
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query

__all__ = ["DoomStrays", "FindStrays", "ListKeptBlobs"]


@attrs.frozen(kw_only=True)
class FindStrays(Query[Sequence[BlobKey]]):
    """Ask which of these blobs, found in a store, the ledger knows nothing of."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: LedgerWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        known = {line.key for line in work.blob_ledger.among(self.keys)}
        return [key for key in self.keys if key not in known]


@attrs.frozen(kw_only=True)
class DoomStrays(Command[Sequence[BlobKey]]):
    """Let blobs go that the ledger, asked again now, still knows nothing of."""

    access = Access.SYSTEM
    keys: Sequence[BlobKey]

    def run(self, work: LedgerWork) -> Sequence[BlobKey]:
        """Answer the keys of those that are doomed by this."""
        strays = FindStrays(keys=self.keys).run(work)
        doom_blobs(work, *strays)
        return strays


@attrs.frozen(kw_only=True)
class ListKeptBlobs(Query[Sequence[BlobKey]]):
    """List the kept blobs by key: up to `limit` of those that come after one."""

    access = Access.SYSTEM
    after: str = ""
    limit: int

    def run(self, work: LedgerWork) -> Sequence[BlobKey]:
        """Answer their keys."""
        return [line.key for line in work.blob_ledger.kept_after(self.after, self.limit)]
