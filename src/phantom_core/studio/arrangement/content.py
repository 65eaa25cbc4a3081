"""The content of a MIDI segment: its frame and its notes, as edits of records."""

from collections.abc import Mapping
from typing import Any

from phantom_core.kernel import Fault, Invalid
from phantom_core.sync import Document, Edit, RecordId, Value

__all__ = ["edits_of_content"]


def edits_of_content(
    segment: RecordId, content: Mapping[str, Any], document: Document
) -> tuple[Value, tuple[Edit, ...]]:
    """The frame that a segment gets, and what is done to its notes. Raises: Invalid."""
    raise Invalid(Fault("content", f"{segment} {content} {document}"))
