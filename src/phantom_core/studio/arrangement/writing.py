"""Changes as text, as the log keeps them: the same text for the same change, everywhere."""

import json
from hashlib import blake2b
from typing import Final

from phantom_core.sync import (
    Change,
    Document,
    Edit,
    HybridTime,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    VersionVector,
    compact,
)

__all__ = [
    "BEGINNING",
    "chained",
    "change_of",
    "compaction_text",
    "names",
    "text_of",
    "write_to",
]

BEGINNING: Final = ""
"""The chain of a document of which nothing has been written."""

_DIGEST_BYTES: Final = 16


def text_of(change: Change) -> str:
    """A change as text."""
    edits = [[edit.record, _fields(edit)] for edit in change.edits]
    whole = [change.replica, change.counter, change.author, change.time, dict(change.seen), edits]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _fields(edit: Edit) -> dict[str, object] | None:
    return None if isinstance(edit, Remove) else dict(edit.fields)


def change_of(text: str) -> Change:
    """A change from its text."""
    replica, counter, author, time, seen, edits = json.loads(text)
    return Change(
        replica=ReplicaId(replica),
        counter=counter,
        author=author,
        time=HybridTime(time),
        seen=seen,
        edits=tuple(
            Remove(RecordId(record)) if fields is None else Put(RecordId(record), fields)
            for record, fields in edits
        ),
    )


def compaction_text(removed_before: HybridTime, horizon: VersionVector) -> str:
    """A line of the log by which what was removed before a time is forgotten."""
    whole = {"compact": removed_before, "horizon": dict(horizon.counters)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def write_to(document: Document, text: str) -> bool:
    """Do what a line of the log says; whether that was new."""
    if text.startswith("{"):
        said = json.loads(text)
        if document.horizon.dominates(VersionVector(said["horizon"])):
            return False
        compact(document, HybridTime(said["compact"]))
        return True
    change = change_of(text)
    if document.knows(change.replica, change.counter):
        return False
    document.apply(change)
    return True


def names(text: str, change: Change) -> bool:
    """Whether a text is that of a change of the same replica and number."""
    return text.startswith(f"[{json.dumps(change.replica, ensure_ascii=False)},{change.counter},")


def chained(chain: str, text: str) -> str:
    """What a chain becomes by one more change: it stands for all of them, in their order."""
    return blake2b(f"{chain}\n{text}".encode(), digest_size=_DIGEST_BYTES).hexdigest()
