"""A replica: what one person works on, on one device, with the server or without it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from phantom_core.kernel.errors import Unavailable
from phantom_core.sync.authority import Problem, Refused, Verdict
from phantom_core.sync.batch import changes_of
from phantom_core.sync.change import Change, Edit, ReplicaId
from phantom_core.sync.conflict import Conflict
from phantom_core.sync.document import Document
from phantom_core.sync.facts import (
    Answered,
    Began,
    Dismissed,
    Edited,
    Fact,
    Loaded,
    Merged,
    Received,
    Rejection,
    Sent,
    Way,
)
from phantom_core.sync.journal import Journal
from phantom_core.sync.packing import unpack
from phantom_core.sync.plain import change_to_plain
from phantom_core.sync.ports import ReplicaStore
from phantom_core.sync.snapshot import load_snapshot
from phantom_core.sync.stamps import HybridClock
from phantom_core.sync.undo import Steps
from phantom_core.sync.updates import Listener
from phantom_core.sync.version_vector import VersionVector
from phantom_core.sync.working_copy import WorkingCopy

__all__ = ["BATCH", "Replica"]

BATCH: Final = 200
"""How many changes are sent at once."""


class Replica:
    """Edits at once, remembers durably, and agrees with the server whenever there is one.

    It does no input or output but through its store: whoever holds it sends what `outgoing`
    gives, and hands over what comes back. Everything may be handed over again, late, or in
    another order.
    """

    def __init__(self, store: ReplicaStore, *, new_id: ReplicaId, author: str) -> None:
        """Begin anew in an empty store, or go on from what another run left in it.

        Raises: ValueError if the store is somebody else's. Unavailable.
        """
        self._copy = WorkingCopy()
        self._journal = Journal(store)
        self._seen: tuple[Document, Mapping[ReplicaId, int]] | None = None
        facts = self._journal.read()
        for fact in facts:
            self._copy.take(fact)
        if not facts:
            self._note(Began(new_id, author))
        if self.author != author:
            message = f"this store is {self.author}'s"
            raise ValueError(message)

    # --- what there is to know

    @property
    def id(self) -> ReplicaId:
        """The replica's own, minted once, where the store was new."""
        return self._copy.replica

    @property
    def author(self) -> str:
        """Whose it is."""
        return self._copy.author

    @property
    def confirmed(self) -> Document:
        """What the server has decided, as far as it is known here. To be read only."""
        return self._copy.confirmed

    @property
    def view(self) -> Document:
        """What the person sees: that, and what was made here since. To be read only."""
        return self._copy.view

    @property
    def needs_snapshot(self) -> bool:
        """Whether the server has forgotten what is built on here; nothing goes out until `load`."""
        return self._copy.needs_snapshot

    @property
    def problem(self) -> Problem | None:
        """Why the server took nothing from this replica, until it is heard of again."""
        return self._copy.problem

    @property
    def vector(self) -> VersionVector:
        """What to ask the server for: all that is not in it."""
        return self.confirmed.vector

    @property
    def horizon(self) -> VersionVector:
        """Which snapshot this builds on: a server with another horizon gives its snapshot."""
        return self.confirmed.horizon

    @property
    def pending(self) -> Sequence[Change]:
        """What was made here and not decided yet, in its order."""
        return tuple(self._copy.pending.values())

    @property
    def rejections(self) -> Sequence[Rejection]:
        """What was made here and does not stand, until it is dismissed."""
        return tuple(self._copy.rejections)

    @property
    def is_everything_saved(self) -> bool:
        """Whether the server has all that was made here, and nothing was lost unseen."""
        return not self._copy.pending and not self._copy.rejections

    @property
    def needs_pull(self) -> bool:
        """Whether something is known to be missing: ask the server for what is not in `vector`."""
        return self._copy.is_behind or bool(self._copy.early or self.confirmed.ahead)

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """What is to be settled; a later edit of the field settles it."""
        return self.view.conflicts()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a function called after each change of the view; what is returned ends that."""
        return self._copy.updates.listen(listener, self.view)

    # --- working

    def edit(self, *edits: Edit, now_ms: int, gesture: str | None = None) -> Change:
        """Make a change. It is durable and in the view when this returns.

        Args:
            edits: one for each record, at least one; all of them or nothing.
            now_ms: the time, ms since 1970, as near to the server's as is known.
            gesture: changes in a row with the same gesture are undone together.

        Raises: ValueError, Unavailable.
        """
        if not edits:
            message = "a change edits something"
            raise ValueError(message)
        return self._change(edits, now_ms, Way.EDIT, gesture=gesture)

    def undo(self, *, now_ms: int) -> Change | None:
        """Take back one's own latest step that stands; `None`, if there is none.

        It is a new change. What somebody else has written since is left as it is.
        """
        return self._unwind(self._copy.undo, Way.UNDO, now_ms)

    def redo(self, *, now_ms: int) -> Change | None:
        """Do again what was undone last; `None`, if there is nothing."""
        return self._unwind(self._copy.redo, Way.REDO, now_ms)

    @property
    def can_undo(self) -> bool:
        """Whether `undo` has anything to do."""
        return bool(self._copy.undo.next(self.view, self.id)[0])

    @property
    def can_redo(self) -> bool:
        """Whether `redo` has anything to do."""
        return bool(self._copy.redo.next(self.view, self.id)[0])

    def export_rejections(self) -> str:
        """What does not stand, as JSON, for a person to keep: each change, and why."""
        return json.dumps(
            [
                {
                    "change": change_to_plain(each.change),
                    "rule": each.problem.rule,
                    "detail": each.problem.detail,
                    "path": each.problem.path,
                }
                for each in self.rejections
            ],
            ensure_ascii=False,
            indent=2,
        )

    def dismiss(self, counter: int) -> None:
        """Note that the person has seen that a change does not stand."""
        if any(each.change.counter == counter for each in self.rejections):
            self._note(Dismissed(counter))

    # --- talking to the server

    def outgoing(self, limit: int = BATCH) -> Sequence[Change]:
        """The batch to send; the same one until the server has decided of all of it.

        Nothing, until what the server knows already has been asked for, where it says so.
        """
        copy = self._copy
        if not copy.pending or copy.needs_snapshot or copy.is_behind:
            return ()
        if copy.sent < next(iter(copy.pending)):
            self._note(Sent(list(islice(copy.pending, limit))[-1]))
        return tuple(change for number, change in copy.pending.items() if number <= copy.sent)

    def acknowledge(self, verdicts: Iterable[Verdict]) -> None:
        """Take what the server decided of a batch."""
        mine = [verdict for verdict in verdicts if verdict.change.replica == self.id]
        if mine:
            self._note(Answered(mine), durable=any(isinstance(each, Refused) for each in mine))

    def receive(self, changes: Iterable[Change]) -> None:
        """Take what the server has decided, one's own changes as well."""
        self._copy.problem = None
        early, knows = self._copy.early, self.confirmed.knows
        dots = {(change.replica, change.counter): change for change in changes}
        news = [change for dot, change in dots.items() if dot not in early and not knows(*dot)]
        if news:
            self._note(Received(news), durable=False)

    def merge(self, packed: bytes) -> None:
        """Take a packed batch from the server: whole changes, or a delta since `vector`.

        Raises: Unpackable. ValueError, if the delta leaves out what is not known here, or comes
            from beyond another horizon; then a snapshot is needed.
        """
        batch = unpack(packed)
        if not batch.counters:
            self.receive(changes_of(batch))
            return
        is_next = self.vector.dominates(VersionVector(batch.since))
        if not is_next or VersionVector(batch.horizon) != self.horizon:
            message = "the delta does not follow from what is known here"
            raise ValueError(message)
        self._copy.problem = None
        self._note(Merged(packed), durable=False)

    def load(self, packed: bytes) -> None:
        """Take a snapshot from the server, which stands in place of all changes up to it.

        What is pending goes on top of it, and brings nothing back that was removed. A snapshot
        that knows less than what is here is passed over.

        Raises: Unpackable.
        """
        if load_snapshot(packed).vector.dominates(self.confirmed.vector):
            self._note(Loaded(packed))

    # --- what happens

    def _change(
        self,
        edits: Sequence[Edit],
        now_ms: int,
        way: Way,
        *,
        gesture: str | None = None,
        steps: int = 0,
    ) -> Change:
        change = Change(
            replica=self.id,
            counter=self._copy.counter + 1,
            author=self.author,
            time=HybridClock(self.view.latest).tick(now_ms),
            seen=self._seen_now(),
            edits=tuple(edits),
        )
        self._note(Edited(change, way, gesture, steps))
        return change

    def _seen_now(self) -> Mapping[ReplicaId, int]:
        """What is seen of others: the same object for all changes on the same ground."""
        if self._seen is None or self._seen[0] is not self.view:
            counters = self.view.counters.items()
            others = {replica: number for replica, number in counters if replica != self.id}
            self._seen = self.view, others
        return self._seen[1]

    def _unwind(self, stack: Steps, way: Way, now_ms: int) -> Change | None:
        steps, edits = stack.next(self.view, self.id)
        return self._change(edits, now_ms, way, steps=steps) if steps else None

    def _note(self, fact: Fact, *, durable: bool = True) -> None:
        self._journal.append(fact, durable=durable)
        self._copy.take(fact)
        if self._journal.is_long:
            # What happened is kept; that it is kept at length can wait until there is room.
            with suppress(Unavailable):
                self._journal.begin_again(self._copy.standing())
