"""What the flows of audio stand on: the domain, and the slow things beside it."""

import attrs

from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe
from phantom_core.blobs import BlobStore
from phantom_core.kernel import ByteCount, Doer

__all__ = ["AudioEdge"]


@attrs.frozen(kw_only=True)
class AudioEdge:
    """Everything that uploading and analysing take.

    Attributes:
        phantom: does the commands.
        store: where originals, waveforms and pictures are kept.
        probe: says what an upload is.
        analyzer: listens.
        largest: the most bytes that an upload may have.
    """

    phantom: Doer
    store: BlobStore
    probe: AudioProbe
    analyzer: AudioAnalyzer
    largest: ByteCount
