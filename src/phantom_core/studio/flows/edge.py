"""What the flows of the studio stand on: the domain, and the slow things beside it."""

import attrs

from phantom_core.blobs import BlobStore
from phantom_core.kernel import ByteCount, Doer

__all__ = ["StudioEdge"]


@attrs.frozen(kw_only=True)
class StudioEdge:
    """Everything that carrying projects in and out takes.

    Attributes:
        phantom: does the commands.
        store: where files of MIDI and of sound are kept.
        largest_midi: the most bytes that a file of MIDI may have.
    """

    phantom: Doer
    store: BlobStore
    largest_midi: ByteCount
