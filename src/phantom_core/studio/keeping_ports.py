"""What keeping and carrying arrangements needs of storage, and of the recordings beside them."""

from typing import Protocol

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_ports import LedgerWork
from phantom_core.kernel import Actor, ByteCount, Hertz, Id, Milliseconds
from phantom_core.studio.arrangement.keeping import NamedVersionId, VersionDocument
from phantom_core.studio.document_ports import ArrangementWork

__all__ = ["KeepingWork", "Recording", "Recordings", "VersionDocuments"]


@attrs.frozen(kw_only=True)
class Recording:
    """A recording, as segments know it.

    Attributes:
        blob: where its bytes are.
        format: the ending of its kind of file, such as `wav`.
    """

    id: Id
    blob: BlobKey
    original_file_name: str
    format: str
    size_bytes: ByteCount
    duration_ms: Milliseconds
    sample_rate: Hertz
    channels: int


class Recordings(Protocol):
    """The recordings that people keep here."""

    def heard_by(self, audio_file_id: Id, actor: Actor) -> Recording | None:
        """A recording, held; `None`, if there is none that the actor may hear."""


class VersionDocuments(Protocol):
    """What named versions need to be rebuilt, whatever becomes of the log."""

    def add(self, document: VersionDocument) -> None:
        """Store the document of a version. Raises: Conflict, if it has one."""

    def of(self, version_id: NamedVersionId) -> VersionDocument:
        """The document of a version. Raises: NotFound."""


class KeepingWork(ArrangementWork, LedgerWork, Protocol):
    """What the commands of keeping and carrying are given."""

    version_documents: VersionDocuments

    @property
    def recordings(self) -> Recordings:
        """The recordings that people keep here; the audio context's own."""
