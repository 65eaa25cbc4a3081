"""The working copy of a replica: what it comes to, fact by fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from phantom_core.sync.authority import (
    OLDER_THAN_HORIZON,
    Accepted,
    Problem,
    Refused,
    Repeated,
    Verdict,
)
from phantom_core.sync.batch import Batch
from phantom_core.sync.change import Change, Edit, RecordId, ReplicaId
from phantom_core.sync.conflict import ConflictKey
from phantom_core.sync.delta import merge
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
    Stood,
    Way,
)
from phantom_core.sync.inverses import inverses_of
from phantom_core.sync.packing import unpack
from phantom_core.sync.rebase import rebase
from phantom_core.sync.snapshot import load_snapshot, snapshot
from phantom_core.sync.traces import leaves_trace
from phantom_core.sync.undo import Steps
from phantom_core.sync.updates import Updates

__all__ = ["WorkingCopy"]

_MOST_EARLY: Final = 1_000
"""With more than this, what comes early is not kept: it comes again when it is asked for."""

_UNEXPLAINED: Final = Problem(rule="refused", detail="The server did not apply this.")
_SAME_NUMBER: Final = Problem(
    rule="number-taken",
    detail="Another copy of this device's data has sent something else under this number.",
)
_NOT_THERE: Final = Problem(
    rule="not-there-any-more",
    detail="Nothing of this is in what the server has now: refused, or written over since.",
)


class WorkingCopy:
    """What was confirmed, and what was made on top of it.

    It is a function of its facts: the same ones in the same order give the same copy.

    Attributes:
        replica: whose changes are its own; empty before it began.
        author: whose it is.
        confirmed: what the server has decided.
        pending: what was made here and not decided yet, by counter.
        rejections: what was made here and does not stand.
        early: what the server has decided, of replicas of which something before it is missing.
        repeated: the counters of which the server says that it has decided before.
        counter: of the last change made here.
        sent: the counter of the last change that was given out.
        needs_snapshot: whether the server has forgotten what the changes here build on.
        problem: why the server took nothing from here, until it is heard of again.
        undo, redo: the steps to take back, and to do again.
        updates: those who are told.
    """

    def __init__(self) -> None:
        self.replica = ReplicaId("")
        self.author = ""
        self.confirmed = Document()
        self._view: Document | None = None
        self.pending: dict[int, Change] = {}
        self.rejections: list[Rejection] = []
        self.early: dict[tuple[ReplicaId, int], Change] = {}
        self.repeated: set[int] = set()
        self.counter = 0
        self.sent = 0
        self.needs_snapshot = False
        self.problem: Problem | None = None
        self.undo, self.redo = Steps(), Steps()
        self.updates = Updates()

    @property
    def view(self) -> Document:
        """What is confirmed, with what is pending on top; made when somebody looks."""
        if self._view is None:
            self._view, _ = self._on_top()
        return self._view

    @property
    def is_behind(self) -> bool:
        """Whether the server has decided of what is pending, and what is not known here."""
        return self.problem is not None or not self.repeated.isdisjoint(self.pending)

    def take(self, fact: Fact) -> None:  # noqa: C901 - one line for each kind of fact
        """Go on with what happened."""
        match fact:
            case Began(replica, author):
                self.replica, self.author = replica, author
            case Edited():
                self._edited(fact)
            case Sent(until):
                self.sent = until
            case Answered(verdicts):
                self._answered(verdicts)
            case Received(changes):
                self._advance(changes, {})
            case Loaded(packed):
                self._loaded(load_snapshot(packed))
            case Merged(packed):
                self._merged(unpack(packed))
            case Dismissed(counter):
                self.rejections = [
                    each for each in self.rejections if each.change.counter != counter
                ]
            case Stood():
                self._stand(fact)

    def _edited(self, fact: Edited) -> None:
        change = fact.change
        inverses = inverses_of(change, self.view)
        match fact.way:
            case Way.EDIT:
                self.undo.push(fact.gesture, change.counter, inverses)
                self.redo.clear()
            case Way.UNDO:
                self.undo.take(fact.steps)
                self.redo.push(None, change.counter, inverses)
            case Way.REDO:
                self.redo.take(fact.steps)
                self.undo.push(None, change.counter, inverses)
        self.counter = change.counter
        self.pending[change.counter] = change
        touched = self.view.apply(change)
        self.updates.tell(self.view, {edit.record for edit in change.edits}, touched)

    def _answered(self, verdicts: Sequence[Verdict]) -> None:
        decided: list[Change] = []
        problems: dict[int, Problem] = {}
        for verdict in verdicts:
            match verdict:
                case Accepted(change=change):
                    decided.append(change)
                case Repeated(change=change):
                    self.repeated.add(change.counter)
                case Refused(void=None):
                    self._not_taken(verdict.problem)
                case Refused(void=Change() as void):
                    decided.append(void)
                    problems[void.counter] = verdict.problem
        if decided:
            self.problem = None
            self._advance(decided, problems)

    def _not_taken(self, problem: Problem) -> None:
        if problem.rule == OLDER_THAN_HORIZON:
            self.needs_snapshot = True
            self.sent = 0
        else:
            self.problem = problem

    def _advance(self, changes: Iterable[Change], problems: Mapping[int, Problem]) -> None:
        records, touched = self._confirm(changes, problems)
        if self.updates.are_heard:
            self._view, on_top = self._on_top()
            self.updates.tell(self._view, records, touched | on_top)

    def _confirm(
        self, changes: Iterable[Change], problems: Mapping[int, Problem]
    ) -> tuple[set[RecordId], set[ConflictKey]]:
        """Take in what was decided; which records that is about, and what it touched."""
        touched: set[ConflictKey] = set()
        records: set[RecordId] = set()
        for change in changes:
            if change.replica == self.replica:
                records |= self._settle(change, problems.get(change.counter))
                touched |= self.confirmed.apply(change)
                continue
            for each in self._in_turn(change):
                records.update([edit.record for edit in each.edits])
                touched |= self.confirmed.apply(each)
        self._view = None
        return records, touched

    def _in_turn(self, change: Change) -> Iterator[Change]:
        """The change and those that waited for it; nothing, if it must wait itself.

        Whatever the person sees counts as seen by what they do next, so nothing of a replica is
        shown before all that it did earlier.
        """
        replica, counter = change.replica, change.counter
        if counter > self.confirmed.counters.get(replica, 0) + 1:
            if len(self.early) < _MOST_EARLY:
                self.early[replica, counter] = change
            return
        yield change
        while (replica, counter + 1) in self.early:
            counter += 1
            yield self.early.pop((replica, counter))

    def _settle(self, decided: Change, problem: Problem | None) -> set[RecordId]:
        """Take a change of one's own off what is pending; the records it had edited."""
        self.counter = max(self.counter, decided.counter)
        self.repeated.discard(decided.counter)
        mine = self.pending.pop(decided.counter, None)
        if mine is None:
            self._explain(decided.counter, problem)
            return set()
        if not decided.edits and mine.edits:
            self._reject(Rejection(mine, problem or _UNEXPLAINED))
        elif _by_record(decided) != _by_record(mine):
            self._reject(Rejection(mine, _SAME_NUMBER))
        return {edit.record for edit in mine.edits}

    def _explain(self, counter: int, problem: Problem | None) -> None:
        """Learn why a change does not stand of which only that was known."""
        for number, rejection in enumerate(self.rejections):
            known = rejection.change.counter == counter and rejection.problem == _UNEXPLAINED
            if known and problem is not None:
                self.rejections[number] = Rejection(rejection.change, problem)

    def _reject(self, rejection: Rejection) -> None:
        self.rejections.append(rejection)
        self.undo.drop(rejection.change.counter)
        self.redo.drop(rejection.change.counter)

    def _loaded(self, document: Document) -> None:
        undecided = self._settle_all_in(document)
        carried, rejections = rebase(undecided, self.confirmed, document)
        for rejection in rejections:
            self._reject(rejection)
        self.pending = {change.counter: change for change in carried}
        self.confirmed = document
        self.sent, self.needs_snapshot = 0, False
        self._renewed()

    def _merged(self, batch: Batch) -> None:
        merge(self.confirmed, batch)
        undecided = self._settle_all_in(self.confirmed)
        self.pending = {change.counter: change for change in undecided}
        self._renewed()

    def _settle_all_in(self, document: Document) -> list[Change]:
        """Tell what of the pending changes was decided without effect; those not decided."""
        undecided: list[Change] = []
        for change in self.pending.values():
            if not document.knows(self.replica, change.counter):
                undecided.append(change)
            elif not leaves_trace(document, change):
                self._reject(Rejection(change, _NOT_THERE))
        self.repeated.clear()
        self.counter = max(self.counter, document.counters.get(self.replica, 0))
        return undecided

    def _renewed(self) -> None:
        """Go on from another document: with what came early, where it is not in there."""
        early, self.early = sorted(self.early.items()), {}
        knows = self.confirmed.knows
        self._confirm([change for dot, change in early if not knows(*dot)], {})
        self.updates.tell_all(self.view)

    def _on_top(self) -> tuple[Document, set[ConflictKey]]:
        """What is pending on top of what is confirmed, and what that touched in conflict."""
        view = self.confirmed.branch()
        touched: set[ConflictKey] = set()
        for change in self.pending.values():
            touched |= view.apply(change)
        return view, touched

    def standing(self) -> Stood:
        """All that the facts so far have led to, as one."""
        return Stood(
            replica=self.replica,
            author=self.author,
            counter=self.counter,
            sent=self.sent,
            snapshot=snapshot(self.confirmed),
            pending=tuple(self.pending.values()),
            early=tuple(self.early.values()),
            rejections=tuple(self.rejections),
            undo=tuple(self.undo.steps),
            redo=tuple(self.redo.steps),
        )

    def _stand(self, fact: Stood) -> None:
        self.replica, self.author = fact.replica, fact.author
        self.counter, self.sent = fact.counter, fact.sent
        self.pending = {change.counter: change for change in fact.pending}
        self.early = {(change.replica, change.counter): change for change in fact.early}
        self.rejections = list(fact.rejections)
        self.undo, self.redo = Steps(fact.undo), Steps(fact.redo)
        self.confirmed = load_snapshot(fact.snapshot)
        self._view = None


def _by_record(change: Change) -> Mapping[RecordId, Edit]:
    return {edit.record: edit for edit in change.edits}
