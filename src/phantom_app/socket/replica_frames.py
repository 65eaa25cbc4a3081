"""What a `Replica` says to a project: it sends and takes changes as the sync engine packs them."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.payloads import Payload
from phantom_app.http.problems import Malformed, Problem
from phantom_app.http.studio.change_payloads import (
    BaseNumber,
    ReplicaText,
    problem_of_refusal,
)
from phantom_app.limiting import editing
from phantom_app.socket.frame_parts import ClientFrame, DoingFrame
from phantom_core.kernel import Command, Fault, Outcome, Query, UserId
from phantom_core.studio import (
    Decided,
    GetPackedSync,
    Packed,
    ProjectId,
    Pushed,
    PushPacked,
    standing_in,
)
from phantom_core.studio.arrangement.writing import change_of
from phantom_core.sync import batch_of, pack

__all__ = [
    "FRAMES",
    "PackedText",
    "Pull",
    "PullData",
    "PulledPayload",
    "Push",
    "PushData",
    "PushedPayload",
    "VerdictPayload",
]

PackedText = Annotated[
    str, msgspec.Meta(description="What the sync engine packs, in base 64; see its documentation.")
]
"""A packed batch."""


class PullData(Payload):
    """What one knows."""

    vector: dict[ReplicaText, BaseNumber] = msgspec.field(default_factory=dict)


class PulledPayload(Payload):
    """What one lacked, or a snapshot, where that cannot be told; as of an event of the project."""

    packed: PackedText
    seq: int


class Pull(DoingFrame, tag="project.pull"):
    """Ask for all that a replica lacks of a project."""

    answer = PulledPayload
    data: PullData = PullData()

    def command(self) -> Query[Packed]:
        """The question. Raises: NotFound."""
        project_id = ProjectId(self.subject("project"))
        vector: Any = self.data.vector
        return GetPackedSync(project_id=project_id, vector=vector)

    def told(self, outcome: Outcome[Any]) -> PulledPayload:
        """What was lacking."""
        packed: Packed = outcome.value
        return PulledPayload(packed=_text(packed.body), seq=packed.seq)


class PushData(Payload):
    """Whole changes of one replica, in their order; a batch may be sent again."""

    packed: PackedText


class VerdictPayload(Payload):
    """What became of one change; it stands, if there is no problem."""

    replica_id: str
    counter: int
    problem: Problem | None = None


class PushedPayload(Payload):
    """What became of each, in their order; `packed` are those that stand, as they stand.

    Of one that was refused, and whose number is taken, there is a change that does nothing.
    """

    verdicts: list[VerdictPayload]
    packed: PackedText
    vector: dict[str, int]
    seq: int


class Push(DoingFrame, tag="project.push"):
    """Send what a replica has made; each change is applied or refused for itself."""

    answer = PushedPayload
    data: PushData

    def spends(self, by: UserId) -> tuple[str, str]:
        """What the person may change in that project."""
        return editing(by, self.subject("project"))

    def command(self) -> Command[Pushed]:
        """The changes to be made. Raises: NotFound, Malformed."""
        project_id = ProjectId(self.subject("project"))
        try:
            packed = b64decode(self.data.packed, validate=True)
        except ValueError as error:
            raise Malformed(Fault("packed", "must be base 64")) from error
        return PushPacked(project_id=project_id, packed=packed)

    def told(self, outcome: Outcome[Any]) -> PushedPayload:
        """What became of them."""
        pushed: Pushed = outcome.value
        standing = [
            *(each.stands for each in pushed.decided),
            *(standing_in(stored) for stored in outcome.events),
        ]
        changes = [change_of(each.text) for each in standing if each is not None]
        return PushedPayload(
            verdicts=[_verdict_of(each) for each in pushed.decided],
            packed=_text(pack(batch_of(changes))),
            vector={str(replica): counter for replica, counter in pushed.vector.items()},
            seq=pushed.seq,
        )


def _verdict_of(decided: Decided) -> VerdictPayload:
    refusal = decided.refusal
    return VerdictPayload(
        replica_id=decided.replica,
        counter=decided.counter,
        problem=None if refusal is None else problem_of_refusal(refusal),
    )


def _text(packed: bytes) -> str:
    return b64encode(packed).decode()


FRAMES: Final[Sequence[type[ClientFrame]]] = (Pull, Push)
"""All of them."""
