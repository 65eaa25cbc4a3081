"""What happens to a replica, as records: replayed in order they give the replica again."""

from collections.abc import Sequence
from enum import Enum

import attrs

from phantom_core.sync.authority import Problem, Verdict
from phantom_core.sync.change import Change, ReplicaId
from phantom_core.sync.undo import Step

__all__ = [
    "Answered",
    "Began",
    "Dismissed",
    "Edited",
    "Fact",
    "Loaded",
    "Merged",
    "Received",
    "Rejection",
    "Sent",
    "Stood",
    "Way",
]


@attrs.frozen
class Rejection:
    """A change of one's own that does not stand, kept until its author has seen that.

    Attributes:
        change: what was done, or as much of it as is lost.
        problem: why it does not stand.
    """

    change: Change
    problem: Problem


class Way(Enum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@attrs.frozen
class Began:
    """The replica was made."""

    replica: ReplicaId
    author: str


@attrs.frozen
class Edited:
    """A change was made here.

    Attributes:
        gesture: what it is undone together with.
        steps: how many steps it took off the stack that it was made from.
    """

    change: Change
    way: Way
    gesture: str | None
    steps: int


@attrs.frozen
class Sent:
    """A batch was given out that ends with this counter; it never changes from then on."""

    until: int


@attrs.frozen
class Answered:
    """The server decided of changes that were made here."""

    verdicts: Sequence[Verdict]


@attrs.frozen
class Received:
    """Changes came that the server has decided of."""

    changes: Sequence[Change]


@attrs.frozen
class Loaded:
    """A snapshot came in place of all changes up to it."""

    snapshot: bytes


@attrs.frozen
class Merged:
    """A delta came: what stands of all that was not known here."""

    delta: bytes


@attrs.frozen
class Dismissed:
    """A rejection was seen."""

    counter: int


@attrs.frozen(kw_only=True)
class Stood:
    """All that the facts before it had led to."""

    replica: ReplicaId
    author: str
    counter: int
    sent: int
    snapshot: bytes
    pending: Sequence[Change]
    early: Sequence[Change]
    rejections: Sequence[Rejection]
    undo: Sequence[Step]
    redo: Sequence[Step]


Fact = Began | Edited | Sent | Answered | Received | Loaded | Merged | Dismissed | Stood
"""One thing that happened to a replica."""
