"""What the flows of the studio stand on, in a workshop."""

from itertools import count

from phantom_adapters.blobs import SignedPartUrls
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.multipart import MemoryMultipartUploads
from phantom_app.intake import intake_of
from phantom_core.audio.flows import AudioEdge
from phantom_core.blobs import KeyRing
from phantom_core.kernel import ByteCount, uuid7
from phantom_core.studio.flows import StudioEdge
from phantom_core.uploads.flows import UploadEdge
from tests.use_cases.audio.studio import Ear
from tests.use_cases.studio.workshop import Workshop

__all__ = ["audio_edge_of", "edge_of"]

_NUMBERS = count()


def audio_edge_of(workshop: Workshop, store: MemoryBlobStore) -> AudioEdge:
    """What takes recordings in."""
    ear = Ear()
    multipart = MemoryMultipartUploads(store, SignedPartUrls("/blobs", KeyRing()))
    return AudioEdge(
        phantom=workshop.phantom,
        store=store,
        probe=ear,
        analyzer=ear,
        largest=ByteCount(100_000),
        uploads=UploadEdge(phantom=workshop.phantom, store=store, multipart=multipart),
    )


def edge_of(workshop: Workshop, store: MemoryBlobStore) -> StudioEdge:
    """What carries projects in and out; none may be larger than a few kilobytes."""
    return StudioEdge(
        phantom=workshop.phantom,
        store=store,
        intake=intake_of(audio_edge_of(workshop, store)),
        mint=lambda: uuid7(workshop.clock(), next(_NUMBERS)),
        largest_midi=ByteCount(100_000),
        largest_import=ByteCount(1_000_000),
    )
