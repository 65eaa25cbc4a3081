"""Forgetting what nobody needs any more."""

from phantom_core.sync.change import RecordId, Seen
from phantom_core.sync.document import Document
from phantom_core.sync.stamps import HybridTime
from phantom_core.sync.writes import TIME, Entry, Slot, Write, answers, is_superseded

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
    conflicts = document.conflicts()
    for record in list(document.removals):
        if record in document.removals and not document.survives(record):
            _forget(document, record, removed_before)
    for record, removals in list(document.removals.items()):
        edits = document.edits(record)
        open_removals = [
            removal for removal in removals if not any(answers(edit, removal) for edit in edits)
        ]
        if open_removals:
            document.removals[record] = open_removals
        else:
            del document.removals[record]
            document.removed_owners.discard(record)
    for record, entry in document.entries.items():
        document.entries[record] = _settled(entry)
    document.contested = {}
    for conflict in conflicts:
        document.contested.setdefault(conflict.record, set()).add(conflict.field)
    document.horizon = document.vector


def _forget(document: Document, record: RecordId, removed_before: HybridTime) -> None:
    gone = _all_in(document, record)
    removals = [removal for each in gone for removal in document.removals.get(each, ())]
    if max(removals)[TIME] >= removed_before:
        return
    for each in gone:
        owner = document.owner(each)
        if owner is not None:
            document.held.get(owner, set()).discard(each)
        for part in (document.entries, document.removals, document.held):
            part.pop(each, None)
        document.removed_owners.discard(each)


def _all_in(document: Document, record: RecordId) -> list[RecordId]:
    """A record and all that it holds, however deep."""
    found = [record]
    for each in found:
        below = [child for child in document.held.get(each, ()) if document.owner(child) == each]
        found.extend(child for child in below if child not in found)
    return found


def _settled(entry: Entry) -> Entry:
    """An entry without what was written over, and without what its writes had seen."""
    if isinstance(entry, tuple):
        return _unseeing(entry)
    renewed: dict[int, Write] = {}

    def once(write: Write) -> Write:
        return renewed.setdefault(id(write), _unseeing(write))

    settled: dict[str, Slot] = {}
    for field, slot in entry.items():
        if isinstance(slot, list):
            kept = [once(write) for write in slot if not is_superseded(write, slot)]
            settled[field] = kept if len(kept) > 1 else kept[0]
        else:
            settled[field] = once(slot)
    return settled


def _unseeing(write: Write) -> Write:
    time, author, replica, counter, values, _, shape = write
    return time, author, replica, counter, values, _NOTHING_SEEN, shape
