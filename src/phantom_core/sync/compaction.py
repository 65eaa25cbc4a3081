"""Forgetting what nobody needs any more."""

from collections.abc import Iterator

from phantom_core.sync.change import RecordId, Seen
from phantom_core.sync.document import Document
from phantom_core.sync.stamps import HybridTime
from phantom_core.sync.writes import SEEN, TIME, Entry, Slot, Write, has_seen, is_superseded

__all__ = ["compact"]

_NOTHING_SEEN: Seen = {}


def compact(document: Document, removed_before: HybridTime) -> None:
    """Forget what was knowingly written over, and what was removed before a time.

    What is in conflict stays. The horizon moves up to all that is known: two documents that
    knew the same and were compacted alike hold the same bytes, and whoever knows less than the
    horizon must load a snapshot instead of a delta, so that nothing forgotten comes back.

    Raises: ValueError, if changes are known beyond a gap.
    """
    if document.ahead:
        message = "a document with gaps cannot be compacted"
        raise ValueError(message)
    for record in [each for each in document.removals if each not in document]:
        if max(document.removals[record])[TIME] < removed_before:
            _forget(document, record)
    for record, removals in list(document.removals.items()):
        edits = document.edits(record)
        open_removals = [
            removal for removal in removals if not any(has_seen(edit, removal) for edit in edits)
        ]
        if open_removals:
            document.removals[record] = open_removals
        else:
            del document.removals[record]
            document.removed_owners.discard(record)
    for record, entry in document.entries.items():
        document.entries[record] = _settled(entry)
    document.contested = {key for key in document.contested if document.conflict(key)}
    document.horizon = document.vector


def _forget(document: Document, record: RecordId) -> None:
    for gone in list(_all_in(document, record)):
        owner = document.owner(gone)
        if owner is not None:
            document.held.get(owner, set()).discard(gone)
        document.entries.pop(gone, None)
        document.removals.pop(gone, None)
        document.held.pop(gone, None)
        document.removed_owners.discard(gone)


def _all_in(document: Document, record: RecordId) -> Iterator[RecordId]:
    yield record
    for child in document.held.get(record, ()):
        if document.owner(child) == record:
            yield from _all_in(document, child)


def _settled(entry: Entry) -> Entry:
    """An entry without what was written over, and without what its writes had seen."""
    if type(entry) is tuple:
        return _unseeing(entry)
    renewed: dict[int, Write] = {}

    def once(write: Write) -> Write:
        return renewed.setdefault(id(write), _unseeing(write))

    settled: dict[str, Slot] = {}
    for field, slot in entry.items():  # type: ignore[union-attr]
        if type(slot) is list:
            kept = [once(write) for write in slot if not is_superseded(write, slot)]
            settled[field] = kept if len(kept) > 1 else kept[0]
        else:
            settled[field] = once(slot)
    return settled


def _unseeing(write: Write) -> Write:
    return (*write[:SEEN], _NOTHING_SEEN, *write[SEEN + 1 :])  # type: ignore[return-value]
