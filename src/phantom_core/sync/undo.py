"""Undo and redo of one's own changes: an inverse is a new change, and respects what others did."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from phantom_core.sync.change import Edit, ReplicaId
from phantom_core.sync.document import Document
from phantom_core.sync.inverses import Inverse
from phantom_core.sync.unwinding import unwound

__all__ = ["UNDO_STEPS", "Step", "Steps"]

UNDO_STEPS: Final = 200
"""How many steps can be undone; older ones stay done."""


@attrs.frozen
class Step:
    """What is undone at once: one change, or all changes of one gesture.

    Attributes:
        gesture: the gesture that its changes were part of; `None` for a change alone.
        parts: the counter of each change and what takes it back, in the order of the changes.
    """

    gesture: str | None
    parts: Sequence[tuple[int, Sequence[Inverse]]]

    def without(self, counter: int) -> "Step | None":
        """The step without one change; `None`, if nothing is left."""
        parts = [part for part in self.parts if part[0] != counter]
        return Step(self.gesture, parts) if parts else None

    def edits(self, document: Document, replica: ReplicaId) -> tuple[Edit, ...]:
        """What takes it back in a document as it stands now; what others did since is left."""
        inverses = [inverse for _, part in reversed(self.parts) for inverse in part]
        return unwound(inverses, document, replica)


class Steps:
    """A stack of steps that forgets its oldest."""

    def __init__(self, steps: Iterable[Step] = (), *, limit: int = UNDO_STEPS) -> None:
        self.steps = deque(steps, maxlen=limit)

    def push(self, gesture: str | None, counter: int, inverses: Sequence[Inverse]) -> None:
        """Put a change on top, into the step of its gesture if that is on top already."""
        step = Step(gesture, [(counter, inverses)])
        if gesture is not None and self.steps and self.steps[-1].gesture == gesture:
            step = Step(gesture, [*self.steps.pop().parts, *step.parts])
        self.steps.append(step)

    def next(self, document: Document, replica: ReplicaId) -> tuple[int, tuple[Edit, ...]]:
        """How many steps to take off until one still has an effect, and what that does."""
        for number, step in enumerate(reversed(self.steps), 1):
            edits = step.edits(document, replica)
            if edits:
                return number, edits
        return 0, ()

    def take(self, number: int) -> None:
        """Take steps off."""
        for _ in range(number):
            self.steps.pop()

    def drop(self, counter: int) -> None:
        """Forget a change that does not stand."""
        kept = [step.without(counter) for step in self.steps]
        self.steps = deque([step for step in kept if step], maxlen=self.steps.maxlen)

    def clear(self) -> None:
        """Forget everything."""
        self.steps.clear()
