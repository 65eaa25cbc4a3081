"""Taking changes in: what is decided of each, what comes of them, all in one transaction."""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from phantom_core.kernel import EPOCH, MILLISECOND, Fault, Invalid, PhantomError, UserId
from phantom_core.kernel.ids import Id
from phantom_core.studio.arrangement.draft import Draft, edits_of, is_made_again
from phantom_core.studio.arrangement.keeping import (
    DocumentHead,
    KeptChange,
    StandingChange,
)
from phantom_core.studio.arrangement.refusal import Refusal, SyncRefused, refusal_of
from phantom_core.studio.arrangement.repair import mended
from phantom_core.studio.arrangement.target import SERVER, EntityId, Op, Target
from phantom_core.studio.arrangement.writing import chained, names
from phantom_core.studio.arrangement_events import standing_in
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import Project
from phantom_core.studio.use_cases._books import Books
from phantom_core.studio.use_cases._conflicts import settle
from phantom_core.studio.use_cases._document import history, standing
from phantom_core.studio.use_cases._finding import Entry
from phantom_core.studio.use_cases._judging import Judging, ReplicaReserved, may_not_be
from phantom_core.studio.use_cases._projecting import project_onto
from phantom_core.studio.use_cases._seeing_changes import Sight
from phantom_core.studio.use_cases.keeping import (
    CHECKPOINT_EVERY,
    COMPACT_EVERY,
    CompactDocument,
    KeepCheckpoint,
)
from phantom_core.sync import (
    Accepted,
    Change,
    ConflictKey,
    Edit,
    HybridClock,
    HybridTime,
    Put,
    RecordId,
    Refused,
    Repeated,
    ReplicaId,
    Verdict,
    accept,
)

_ROUNDS: Final = 4
_NOBODY: Final = UserId(Id(SERVER))


@attrs.frozen(kw_only=True)
class Sent:
    """A change with its edits, as a `Replica` sends it."""

    change_id: str
    change: Change


Proposal = Draft | Sent
"""A change that somebody wants to be applied."""


@attrs.frozen(kw_only=True)
class Decided:
    """What became of one change.

    Attributes:
        change_id: what its client calls it.
        replica: with `counter`, under which it stands in the log, if it does.
        version: that of its entity after it, if it was applied.
        refusal: why it was not applied, if it was not.
        repeated: whether it was decided before.
        stands: as it stands since then, if it was.
    """

    change_id: str
    replica: ReplicaId
    counter: int
    version: int | None = None
    refusal: Refusal | None = None
    repeated: bool = False
    stands: StandingChange | None = None


class Arranging:
    """One author's changes to one project that is held. `finish` makes them stand.

    Attributes:
        document: as it stands after what was taken in.
        seq: an event of the project that all of it stands after.
        books: what it does to versions, and what was decided.
        errors: what changes were refused with.
    """

    def __init__(self, work: ArrangementWork, entry: Entry) -> None:
        self._work, self._entry = work, entry
        self._standing = standing(work, entry.project.id)
        self.document, self.seq = self._standing.document, self._standing.seq
        self.books = Books(work, entry.project, self.seq)
        self.errors: list[PhantomError] = []
        self._touched: set[ConflictKey] = set()

    @property
    def project(self) -> Project:
        """The project's row, as it will be."""
        return self.books.project

    @property
    def _now_ms(self) -> int:
        return (self._work.now - EPOCH) // MILLISECOND

    def tick(self) -> HybridTime:
        """A stamp for what is done on the server now."""
        return HybridClock(self.document.latest).tick(self._now_ms)

    def next_of(self, replica: ReplicaId) -> int:
        """The counter of a replica's next change."""
        return self.document.vector[replica] + 1

    # --- what is sent

    def is_made(self, draft: Draft) -> bool:
        """Whether a draft makes what stands, so that nothing is to be done. Raises: MayNot."""
        if not is_made_again(draft, self._bare(draft, live=True), self.document):
            return False
        target = Target(kind=draft.kind, id=draft.entity_id, op=draft.op)
        Judging(self._work, self._entry).may(target).enforce()
        return True

    def take(
        self, proposals: Iterable[Proposal], *, live: bool, own: ReplicaId | None = None
    ) -> list[Decided]:
        """Decide of changes, one after the other; a refusal stops none of those after it.

        Args:
            proposals: as they were sent.
            live: whether the author sees what happens as it does. Who deletes something and
                does not say what they had seen is then taken to know what is in it.
            own: the replica of the server's that the author may use, if any.
        """
        wanted = [*proposals]
        judge = Judging(self._work, self._entry)
        heard = [each for each in wanted if not _is_reserved(each, own)]
        changes = self._changes(heard, judge, live=live)
        verdicts = iter(accept(self.document, changes, now_ms=self._now_ms, judge=judge))
        return [
            self._barred(each)
            if _is_reserved(each, own)
            else self._decided(each, next(verdicts), judge)
            for each in wanted
        ]

    def _changes(
        self, proposals: Iterable[Proposal], judge: Judging, *, live: bool
    ) -> Iterator[Change]:
        for each in proposals:
            judge.failed = None
            change = self._sent(each) if isinstance(each, Sent) else self._bare(each, live=live)
            try:
                if isinstance(each, Draft):
                    change = attrs.evolve(change, edits=self._edits(each, change))
            except PhantomError as error:
                judge.failed = error
            yield change

    def _edits(self, draft: Draft, change: Change) -> tuple[Edit, ...]:
        work = self._work
        found = edits_of(
            draft, change, self.document, self.project.id, chance=work.random, mint=work.new_id
        )
        if len({edit.record for edit in found}) < len(found):
            raise Invalid(Fault("noteOps", "must name each note once"))
        return found

    def _sent(self, sent: Sent) -> Change:
        """A change is whose who sends it, whoever it says."""
        return attrs.evolve(sent.change, author=self._work.actor.person)

    def _bare(self, draft: Draft, *, live: bool) -> Change:
        return Change(
            replica=draft.replica,
            counter=draft.counter,
            author=self._work.actor.person,
            time=draft.time,
            seen=Sight(self.books, self.document).of(draft, live=live),
        )

    # --- what stands

    def _barred(self, sent: Proposal) -> Decided:
        """A void in its place would make the server's replica the author's, so there is none."""
        error = ReplicaReserved("This name of a replica is the server's own.")
        self.errors.append(error)
        return self._said(sent, _place_of(sent), refusal=refusal_of(error))

    def _decided(self, sent: Proposal, verdict: Verdict, judge: Judging) -> Decided:
        change = verdict.change
        match verdict:
            case Accepted():
                self._touched |= verdict.touched
                target = judge.targets[change.replica, change.counter]
                base = sent.base_version if isinstance(sent, Draft) else None
                version = self.books.enter(change, target, sent.change_id, base)
                return self._said(sent, change, version=version)
            case Repeated():
                return self._again(sent, change)
            case Refused():
                error = judge.errors.get((change.replica, change.counter)) or SyncRefused(
                    verdict.problem
                )
                refusal = refusal_of(error)
                if verdict.void is not None:
                    self.books.enter_refusal(verdict.void, sent.change_id, refusal)
                self.errors.append(error)
                return self._said(sent, change, refusal=refusal)

    def _said(
        self,
        sent: Proposal,
        change: Change | Draft,
        *,
        version: int | None = None,
        refusal: Refusal | None = None,
    ) -> Decided:
        return Decided(
            change_id=sent.change_id,
            replica=change.replica,
            counter=change.counter,
            version=version,
            refusal=refusal,
        )

    def _again(self, sent: Proposal, change: Change) -> Decided:
        kept = self._work.kept_changes.find(self.project.id, change.replica, change.counter)
        return Decided(
            change_id=sent.change_id,
            replica=change.replica,
            counter=change.counter,
            version=None if kept is None else kept.version,
            refusal=None if kept is None else kept.refusal,
            repeated=True,
            stands=None if kept is None else self._recalled(change, kept),
        )

    def _recalled(self, change: Change, kept: KeptChange) -> StandingChange | None:
        """A change that was decided before, from the log."""
        for stored in history(self._work, self.project.id, kept.after_seq):
            found = standing_in(stored)
            if found is not None and names(found.text, change):
                return found
        return None

    # --- what comes of it

    def finish(self) -> None:
        """Mend what merging broke, keep account of conflicts, and let all of it stand."""
        if not self.books.texts:
            return
        self._mend()
        settle(self._work, self.document, self.project.id, self._touched)
        self.books.project = project_onto(
            self._work, self._entry.project, self.project, self.document, self.books.written
        )
        before = self._standing.head
        chain = before.chain
        for text in self.books.texts:
            chain = chained(chain, text)
        changes = before.changes + len(self.books.texts)
        head = DocumentHead(project_id=self.project.id, chain=chain, changes=changes)
        self._work.documents.put(head)
        place = self._work.hot_documents.place(self.project.id)
        place.foresee(before.chain, chain, self.books.texts, self.seq)
        self._have_it_kept(before.changes, changes)

    def _have_it_kept(self, before: int, after: int) -> None:
        project_id = self.project.id
        if before // COMPACT_EVERY < after // COMPACT_EVERY:
            self._work.enqueue(CompactDocument(project_id=project_id))
        if before // CHECKPOINT_EVERY < after // CHECKPOINT_EVERY:
            self._work.enqueue(KeepCheckpoint(project_id=project_id))

    def _mend(self) -> None:
        for _ in range(_ROUNDS):
            touched = [RecordId(each) for each in self.books.changed]
            project = RecordId(self.project.id)
            written = self.books.written
            puts = mended(self.document, project, touched, written, chance=self._work.random)
            if not puts:
                return
            for put in puts:
                self._write(put)

    def _write(self, put: Put) -> None:
        entity = self.books.entity(EntityId(Id(put.record)))
        if entity is None:
            message = f"nothing is known of {put.record}, which is to be mended"
            raise AssertionError(message)
        self.write(Target(kind=entity.kind, id=entity.id, op=Op.SET), (put,))

    def write(
        self,
        target: Target,
        edits: tuple[Edit, ...],
        *,
        replica: ReplicaId = SERVER,
        author: str = SERVER,
    ) -> None:
        """Make a change of the server's own, which nobody judges."""
        counter = self.next_of(replica)
        vector = self.document.vector.counters
        change = Change(
            replica=replica,
            counter=counter,
            author=author,
            time=self.tick(),
            seen={each: count for each, count in vector.items() if each != replica},
            edits=edits,
        )
        self._touched |= self.document.apply(change)
        self.books.enter(change, target, f"{replica}:{counter}", None)


def _place_of(proposal: Proposal) -> Change | Draft:
    """What bears a proposal's replica and number."""
    return proposal.change if isinstance(proposal, Sent) else proposal


def _is_reserved(proposal: Proposal, own: ReplicaId | None) -> bool:
    replica = _place_of(proposal).replica
    return may_not_be(replica) and replica != own
