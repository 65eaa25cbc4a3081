"""A whole document as bytes, and back."""

from phantom_core.sync.delta import delta, merge
from phantom_core.sync.document import Document
from phantom_core.sync.packing import MAX_UNPACKED, pack, unpack
from phantom_core.sync.version_vector import VersionVector

__all__ = ["load_snapshot", "snapshot"]


def snapshot(document: Document) -> bytes:
    """All that a document holds. Documents that were given the same changes give the same bytes."""
    return pack(delta(document, VersionVector()))


def load_snapshot(packed: bytes, *, limit: int = MAX_UNPACKED) -> Document:
    """The document that bytes stand for. Raises: Unpackable."""
    document = Document()
    batch = unpack(packed, limit=limit)
    merge(document, batch)
    document.horizon = VersionVector(batch.horizon)
    return document
