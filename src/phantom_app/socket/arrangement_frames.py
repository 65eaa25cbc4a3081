"""Changes that clients send live, each answered once it is durable."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from phantom_app.http.payloads import Payload
from phantom_app.http.studio.change_payloads import ChangePayload, LiveChange, standing_of
from phantom_app.limiting import editing
from phantom_app.socket.frame_parts import DoingFrame
from phantom_core.kernel import Command, NotFound, Outcome, UserId, split_topic
from phantom_core.studio import (
    Kind,
    Op,
    ProjectId,
    PushChanges,
    Pushed,
    SinceVector,
    error_of,
    standing_in,
)
from phantom_core.sync import ReplicaId

__all__ = [
    "FRAMES",
    "ChangeAnswer",
    "ChangeProject",
    "ChangeSegment",
    "ChangeStem",
    "CreateSegment",
    "CreateStem",
    "DeleteSegment",
    "DeleteStem",
    "since_vector",
]


class ChangeAnswer(Payload):
    """A change that stands: the entity's version after it, its event, and how it stands."""

    version: int
    seq: int | None
    change: ChangePayload


class _ChangeFrame(DoingFrame):
    """A change of one thing in a project.

    Attributes:
        entity: of what.
        does: what it does, if that is the same for all frames of the type.
    """

    entity: ClassVar[Kind]
    does: ClassVar[Op | None] = None
    answer = ChangeAnswer
    data: LiveChange

    def spends(self, by: UserId) -> tuple[str, str]:
        """What the person may change in that project."""
        return editing(by, self.subject("project"))

    def command(self) -> Command[Pushed]:
        """The change to be made. Raises: NotFound."""
        draft = self.data.draft(self.entity, self.does)
        project_id = ProjectId(self.subject("project"))
        return PushChanges(project_id=project_id, changes=(draft,), live=True)

    def told(self, outcome: Outcome[Any]) -> ChangeAnswer:
        """The change as it stands. Raises: what it was refused with."""
        (decided,) = outcome.value.decided
        if decided.refusal is not None:
            raise error_of(decided.refusal)
        standing = decided.stands or next(filter(None, map(standing_in, outcome.events)))
        return ChangeAnswer(version=decided.version, seq=standing.seq, change=standing_of(standing))


class ChangeProject(_ChangeFrame, tag="project.update"):
    """Give fields of the project other values."""

    entity = Kind.PROJECT


class CreateStem(_ChangeFrame, tag="stem.create"):
    """Add a stem; `entityId` is the id that it gets."""

    entity, does = Kind.STEM, Op.CREATE


class ChangeStem(_ChangeFrame, tag="stem.update"):
    """Give fields of a stem other values, or with the `op` `restore` have it back."""

    entity = Kind.STEM


class DeleteStem(_ChangeFrame, tag="stem.delete"):
    """Delete a stem with its segments."""

    entity, does = Kind.STEM, Op.DELETE


class CreateSegment(_ChangeFrame, tag="segment.create"):
    """Add a segment; `entityId` is the id that it gets, `fields.stemId` its stem."""

    entity, does = Kind.SEGMENT, Op.CREATE


class ChangeSegment(_ChangeFrame, tag="segment.update"):
    """Give a segment other fields, notes or content, or with the `op` `restore` have it back."""

    entity = Kind.SEGMENT


class DeleteSegment(_ChangeFrame, tag="segment.delete"):
    """Delete a segment."""

    entity, does = Kind.SEGMENT, Op.DELETE


def since_vector(topic: str, vector: Mapping[str, int]) -> SinceVector:
    """Asks from which event on a client goes on that knows a vector. Raises: NotFound."""
    parts = split_topic(topic)
    if parts is None or parts[0] != "project":
        raise NotFound("project topic", topic)
    known = {ReplicaId(replica): counter for replica, counter in vector.items()}
    return SinceVector(project_id=ProjectId(parts[1]), vector=known)


FRAMES: Final = (
    ChangeProject,
    CreateStem,
    ChangeStem,
    DeleteStem,
    CreateSegment,
    ChangeSegment,
    DeleteSegment,
)
"""All of them."""
