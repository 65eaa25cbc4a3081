"""What is kept of an arrangement beside its log: where it stands, and how things came there."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.kernel import Hertz, Id, Milliseconds, UserId
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.refusal import Refusal
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.project import ProjectId
from phantom_core.sync import ReplicaId, Value

__all__ = [
    "ArrangedEntity",
    "Checkpoint",
    "DocumentHead",
    "KeptChange",
    "Mark",
    "NamedVersion",
    "NamedVersionId",
    "Recording",
    "StandingChange",
    "VersionDocument",
]


NamedVersionId = NewType("NamedVersionId", Id)
"""The id of a named version."""


@attrs.frozen(kw_only=True)
class DocumentHead:
    """Where a project's document stands.

    Attributes:
        chain: stands for all its changes, in the order of the log.
        changes: how many those are.
    """

    project_id: ProjectId
    chain: str
    changes: int


@attrs.frozen(kw_only=True)
class Mark:
    """What a document knew at an event of its project.

    Attributes:
        seq: the event.
        vector: up to which change of each replica.
    """

    seq: int
    vector: Mapping[ReplicaId, int]


@attrs.frozen(kw_only=True)
class Checkpoint:
    """A document as it stood, to go on from.

    Attributes:
        seq: the last event of the project before it.
        body: the document, packed.
    """

    project_id: ProjectId
    seq: int
    vector: Mapping[ReplicaId, int]
    chain: str
    body: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class ArrangedEntity:
    """A project, stem or segment, by its id: where it stands, and who changed it last.

    Attributes:
        version: how many changes were made to it.
        vector: the last of them of each replica.
    """

    id: EntityId
    project_id: ProjectId
    kind: Kind
    version: int
    vector: Mapping[ReplicaId, int]
    created_at: datetime
    updated_at: datetime
    last_modified_by: UserId


@attrs.frozen(kw_only=True)
class KeptChange:
    """What was decided of one change of one replica.

    Attributes:
        change_id: what its client calls it.
        entity_id: what it is about; `None` for one that was refused.
        version: that of the entity after it.
        after_seq: an event of the project after which it stands in the log.
        refusal: why it was not applied, if it was not.
    """

    project_id: ProjectId
    replica: ReplicaId
    counter: int
    change_id: str
    entity_id: EntityId | None
    version: int | None
    after_seq: int
    refusal: Refusal | None = None


@attrs.frozen(kw_only=True)
class StandingChange:
    """A change as it stands in the log.

    Attributes:
        seq: its event; `None` where it is told by that event.
        at: when that was stored.
        text: the change; `arrangement.writing` reads it.
        entity: with all that follows, `None` for one that was refused.
        base_version: to which version of the entity its client says it was made.
        version: that of the entity after it.
    """

    seq: int | None
    at: datetime | None
    change_id: str
    text: str
    entity: Kind | None = None
    entity_id: EntityId | None = None
    op: Op | None = None
    base_version: int | None = None
    version: int | None = None
    refusal: Refusal | None = None


@attrs.frozen(kw_only=True)
class Recording:
    """A recording that a segment plays, as audio knows it.

    Attributes:
        blob: where its bytes are.
    """

    id: Id
    blob: BlobKey
    original_file_name: str
    duration_ms: Milliseconds
    sample_rate: Hertz
    channels: int
    format: str

    def as_field(self) -> dict[str, Value]:
        """What a segment says of it."""
        return {
            "audioFileId": self.id,
            "originalFileName": self.original_file_name,
            "durationMs": self.duration_ms,
            "sampleRate": self.sample_rate,
            "channels": self.channels,
            "format": self.format,
        }


@attrs.frozen(kw_only=True)
class NamedVersion:
    """A point in a project's past that has a name.

    Attributes:
        seq: its last event.
    """

    id: NamedVersionId
    project_id: ProjectId
    name: str
    seq: int
    created_by: UserId
    created_at: datetime


@attrs.frozen(kw_only=True)
class VersionDocument:
    """A document as a named version has it.

    Attributes:
        body: the document, packed.
    """

    version_id: NamedVersionId
    body: bytes = attrs.field(repr=False)
