"""What is left of a change in a document, where nobody says what became of it."""

from collections.abc import Sequence

from phantom_core.sync.change import Change, Edit, Put
from phantom_core.sync.document import Document
from phantom_core.sync.reading import slot_of, writes_to
from phantom_core.sync.writes import COUNTER, REPLICA, Write

__all__ = ["leaves_trace"]


def leaves_trace(document: Document, change: Change) -> bool:
    """Whether a change that was decided of stands in a document, or its author went on from it."""
    made = (change.replica, change.counter)
    return all(_is_said_again(document, edit, change) for edit in change.edits) or any(
        (write[REPLICA], write[COUNTER]) == made
        for edit in change.edits
        for write in writes_to(document, edit.record)
    )


def _is_said_again(document: Document, edit: Edit, change: Change) -> bool:
    """Whether the same replica has said as much later."""
    slots: list[Sequence[Write]] = [document.removals.get(edit.record, ())]
    if isinstance(edit, Put):
        slots = [slot_of(document, edit.record, field) for field in edit.fields]
    return all(
        any(write[REPLICA] == change.replica and write[COUNTER] > change.counter for write in slot)
        for slot in slots
    )
