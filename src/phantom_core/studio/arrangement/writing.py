"""Changes as text, as the log keeps them: the same text for the same change, everywhere."""

import json
from hashlib import blake2b
from typing import Final

from phantom_core.sync import Change, Edit, HybridTime, Put, RecordId, Remove, ReplicaId

__all__ = ["BEGINNING", "chained", "change_of", "names", "text_of"]

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


def names(text: str, change: Change) -> bool:
    """Whether a text is that of a change of the same replica and number."""
    return text.startswith(f"[{json.dumps(change.replica, ensure_ascii=False)},{change.counter},")


def chained(chain: str, text: str) -> str:
    """What a chain becomes by one more change: it stands for all of them, in their order."""
    return blake2b(f"{chain}\n{text}".encode(), digest_size=_DIGEST_BYTES).hexdigest()
