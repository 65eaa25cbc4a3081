"""Looking for differences between store, ledger and rows: one pass over sorted listings.

The store lists its blobs in the order of their keys, and so does the ledger, so the two are merged
like the columns of a ledger are checked: nothing is asked key by key but what looks wrong. That is
asked again before it is told, for while a listing is read blobs come and go.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

import attrs

from phantom_core.blobs.blob import BlobEntry
from phantom_core.blobs.drift import Drift, Finding
from phantom_core.blobs.drift_use_cases import (
    FindKept,
    FindStrays,
    FindUses,
    ListLines,
    ListUnkept,
    ListUnused,
)
from phantom_core.blobs.errors import BlobNotFound
from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.blobs.ports import BlobStore
from phantom_core.kernel.actor import SYSTEM
from phantom_core.kernel.doing import Doer
from phantom_core.kernel.errors import Unavailable

__all__ = ["Comparison", "Seen", "compared", "unkept", "unused"]

T = TypeVar("T")

_BATCH: Final = 500
_LINES: Final = {
    BlobState.DOOMED: Drift.DOOMED,
    BlobState.QUARANTINED: Drift.QUARANTINED,
}


@attrs.frozen(kw_only=True)
class Comparison:
    """What is compared, and by which times.

    Attributes:
        now: the time by the ledger's clock.
        put_before: what was put before this, by the store's clock, is old enough to be a stray.
    """

    phantom: Doer
    store: BlobStore
    now: datetime
    put_before: datetime


@attrs.frozen
class Seen:
    """One key of store and ledger: what each has of it; one of them at least has something."""

    key: BlobKey
    entry: BlobEntry | None
    line: LedgerLine | None


async def compared(comparison: Comparison) -> AsyncIterator[Seen | Finding]:
    """Stream every key as `Seen`, and what looked wrong, and still does, as findings.

    Raises: Unavailable, also for a store that does not list in order.
    """
    doubts: list[Seen] = []
    async for seen in _merged(_entries(comparison.store), _lines(comparison.phantom)):
        yield seen
        finding = _plain(comparison, seen)
        if finding is not None:
            yield finding
        elif seen.entry is None or seen.line is None:
            doubts.append(seen)
        if len(doubts) == _BATCH:
            for certain in await _certain(comparison, doubts):
                yield certain
            doubts = []
    for certain in await _certain(comparison, doubts):
        yield certain


async def unkept(phantom: Doer) -> AsyncIterator[Finding]:
    """Stream rows whose blob the ledger does not keep, one finding for each blob."""

    async def page(after: str) -> Sequence[Finding]:
        uses = await phantom.ask(ListUnkept(after=after, limit=_BATCH), actor=SYSTEM)
        keys = dict.fromkeys(use.key for use in uses)
        return [
            Finding(kind=Drift.UNKEPT, name=key, uses=tuple(use for use in uses if use.key == key))
            for key in keys
        ]

    async for finding in _paged(page, _name):
        yield finding


async def unused(phantom: Doer) -> AsyncIterator[Finding]:
    """Stream kept blobs that no row names."""

    async def page(after: str) -> Sequence[Finding]:
        keys = await phantom.ask(ListUnused(after=after, limit=_BATCH), actor=SYSTEM)
        return [Finding(kind=Drift.UNUSED, name=key) for key in keys]

    async for finding in _paged(page, _name):
        yield finding


def _plain(comparison: Comparison, seen: Seen) -> Finding | None:
    """What is to be said of a key without asking further; nothing of what is right or doubtful."""
    entry, line = seen.entry, seen.line
    if line is None:
        young = entry is not None and entry.modified_at >= comparison.put_before
        return _told(Drift.YOUNG, seen) if young else None
    if line.state is BlobState.EXPECTED:
        waits = line.due_at is not None and line.due_at > comparison.now
        return _told(Drift.EXPECTED if waits else Drift.FORSAKEN, seen)
    kind = _LINES.get(line.state)
    return None if kind is None else _told(kind, seen)


def _told(kind: Drift, seen: Seen) -> Finding:
    entry, line = seen.entry, seen.line
    at = line.due_at if line is not None else entry.modified_at if entry is not None else None
    return Finding(kind=kind, name=seen.key, size=None if entry is None else entry.size, at=at)


async def _certain(comparison: Comparison, doubts: Sequence[Seen]) -> Sequence[Finding]:
    """What is left of doubts when both sides are asked again, in the order of their names."""
    strays = await _strays(comparison, [seen for seen in doubts if seen.line is None])
    missing = await _missing(comparison, [seen for seen in doubts if seen.line is not None])
    return sorted([*strays, *missing], key=_name)


async def _strays(comparison: Comparison, doubts: Sequence[Seen]) -> Sequence[Finding]:
    there = [seen for seen in doubts if await _is_there(comparison.store, seen.key)]
    keys = tuple(seen.key for seen in there)
    strays = await comparison.phantom.ask(FindStrays(keys=keys), actor=SYSTEM) if keys else ()
    return [_told(Drift.STRAY, seen) for seen in there if seen.key in strays]


async def _missing(comparison: Comparison, doubts: Sequence[Seen]) -> Sequence[Finding]:
    phantom = comparison.phantom
    gone = [seen.key for seen in doubts if not await _is_there(comparison.store, seen.key)]
    lost = await phantom.ask(FindKept(keys=tuple(gone)), actor=SYSTEM) if gone else ()
    if not lost:
        return []
    uses = await phantom.ask(FindUses(keys=tuple(lost)), actor=SYSTEM)
    return [
        Finding(kind=Drift.MISSING, name=key, uses=tuple(use for use in uses if use.key == key))
        for key in lost
    ]


async def _is_there(store: BlobStore, key: BlobKey) -> bool:
    try:
        await store.stat(key)
    except BlobNotFound:
        return False
    return True


async def _merged(
    entries: AsyncIterator[BlobEntry], lines: AsyncIterator[LedgerLine]
) -> AsyncIterator[Seen]:
    """Merge two listings that are in the order of their keys."""
    entry, line = await anext(entries, None), await anext(lines, None)
    while entry is not None or line is not None:
        first = min(each.key for each in (entry, line) if each is not None)
        seen = Seen(
            first,
            entry if entry is not None and entry.key == first else None,
            line if line is not None and line.key == first else None,
        )
        yield seen
        if seen.entry is not None:
            entry = await anext(entries, None)
        if seen.line is not None:
            line = await anext(lines, None)


async def _entries(store: BlobStore) -> AsyncIterator[BlobEntry]:
    """List a store, and demand that it does so in order: else everything would look wrong."""
    last = ""
    async for entry in store.list():
        if entry.key <= last:
            raise Unavailable("The blob store does not list its blobs in the order of their keys.")
        last = entry.key
        yield entry


async def _lines(phantom: Doer) -> AsyncIterator[LedgerLine]:
    async def page(after: str) -> Sequence[LedgerLine]:
        return await phantom.ask(ListLines(after=after, limit=_BATCH), actor=SYSTEM)

    def key(line: LedgerLine) -> str:
        return line.key

    async for line in _paged(page, key):
        yield line


async def _paged(
    page: Callable[[str], Awaitable[Sequence[T]]], place: Callable[[T], str]
) -> AsyncIterator[T]:
    last = ""
    while items := await page(last):
        for item in items:
            yield item
        last = place(items[-1])


def _name(finding: Finding) -> str:
    return finding.name
