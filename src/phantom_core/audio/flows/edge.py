"""What the flows of audio stand on: the domain, and the slow things beside it."""

import attrs

from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe
from phantom_core.blobs import BlobScanner, BlobStore
from phantom_core.kernel import ByteCount, Doer
from phantom_core.uploads.flows import UploadEdge

__all__ = ["AudioEdge"]


@attrs.frozen(kw_only=True)
class AudioEdge:
    """Everything that uploading and analysing take.

    Attributes:
        phantom: does the commands.
        store: where originals, waveforms and pictures are kept.
        probe: says what an upload is.
        analyzer: listens.
        largest: the most bytes that an upload may have that streams through the application.
        uploads: what takes in those that come in parts, and what anybody may take.
        scanner: looks for malware in what comes in, if one does.
    """

    phantom: Doer
    store: BlobStore
    probe: AudioProbe
    analyzer: AudioAnalyzer
    largest: ByteCount
    uploads: UploadEdge
    scanner: BlobScanner | None = None
