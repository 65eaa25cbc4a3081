"""Going back to an earlier point, as new changes: history is never rewritten.

What is large goes back in pieces, each a transaction of its own that leaves a job for the next; it
is only told that the project has gone back when the last of them stands. A crash between two is
taken up by a worker.
"""

from collections.abc import Mapping
from typing import Final

import attrs

from phantom_core.kernel import Access, Command, Conflict, NotFound, UserId
from phantom_core.studio import policy
from phantom_core.studio.arrangement.checking import EntityGone
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.going_back import Step, steps_back
from phantom_core.studio.arrangement.keeping import NamedVersionId
from phantom_core.studio.arrangement.said import Said, said
from phantom_core.studio.arrangement.target import EntityId, Op, kind_of
from phantom_core.studio.arrangement_events import ProjectReverted
from phantom_core.studio.keeping_ports import KeepingWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._arranging import Arranging
from phantom_core.studio.use_cases._finding import Entry, living, seen
from phantom_core.studio.use_cases._judging import rest_replica
from phantom_core.studio.use_cases._past import Point, PointForgotten, past_at, point_of
from phantom_core.sync import Document, RecordId, ReplicaId

__all__ = ["MOST_STEPS", "ContinueRollback", "NotThereThen", "PointForgotten", "RollBack", "Way"]

MOST_STEPS: Final = 250
"""How many changes one transaction makes on the way back."""

_ROUNDS: Final = 8


class NotThereThen(Conflict):
    """What shall go back was not there at that point."""

    rule = "not-there-then"

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"This {kind.value} was not there then; it can be deleted.")


@attrs.frozen(kw_only=True)
class Way:
    """How far it has come with a rollback.

    Attributes:
        to_seq: the last event of the point that it goes back to.
        changes: how many changes were made so far.
        done: whether all is as it was; else a worker goes on.
        vector: up to which change of each replica all is in the project's document now.
    """

    to_seq: int
    changes: int
    done: bool
    vector: Mapping[ReplicaId, int]


@attrs.frozen(kw_only=True)
class RollBack(Command[Way]):
    """Bring a project, or one stem or segment of it, back to an earlier point.

    What was deleted since comes back whole, what was made since goes, fields hold what they held;
    only who may look at the project stays as it is. Done twice, it changes nothing the second time.
    Whoever edits meanwhile without knowing of it is in conflict with it as with any other edit.

    Attributes:
        to_seq: the last event of the point; else
        to_version: its name.
        entity_id: a stem or segment; all of the project, if absent.

    Raises: NotFound; ProjectOver; Invalid; PointForgotten; NotThereThen; EntityGone, if what it
        stood in is gone; MayNot, if the actor may not make one of the changes.
    """

    access = Access.PERSON
    project_id: ProjectId
    to_seq: int | None = None
    to_version: str | None = None
    entity_id: EntityId | None = None

    def run(self, work: KeepingWork) -> Way:
        """Answer how far it has come."""
        entry = seen(work, self.project_id)
        policy.may_edit(entry.project, entry.place).enforce()
        point = point_of(work, self.project_id, self.to_seq, self.to_version)
        past = past_at(work, self.project_id, point)
        arranging = Arranging(work, entry)
        top = _top(self, arranging.document, past)
        for step in steps_back(arranging.document, past, top):
            _may(entry, step)
        rest = ContinueRollback(
            project_id=self.project_id,
            author=work.actor.person,
            entity_id=self.entity_id,
            seq=point.seq,
            version_id=point.version_id,
            begun=said({str(each): n for each, n in arranging.document.vector.counters.items()}),
        )
        return _go(work, arranging, past, rest)


@attrs.frozen(kw_only=True)
class ContinueRollback(Command[None]):
    """Go on with a rollback that takes more changes than one transaction makes.

    Attributes:
        author: who wants it.
        seq: the last event of the point; found by its version, if it has that.
        begun: what stood when it began; what others have written since stays.
        changes: how many changes it has made.
    """

    access = Access.SYSTEM
    project_id: ProjectId
    author: UserId
    entity_id: EntityId | None
    seq: int
    version_id: NamedVersionId | None
    begun: Said = attrs.field(converter=said)
    changes: int = 0

    def run(self, work: KeepingWork) -> None:
        """Make the next changes, if the project is still there."""
        project = living(work, self.project_id)
        if project is not None:
            point = Point(seq=self.seq, version_id=self.version_id)
            past = past_at(work, self.project_id, point)
            _go(work, Arranging(work, Entry(project=project, place=None)), past, self)


def _go(work: KeepingWork, arranging: Arranging, past: Document, rest: ContinueRollback) -> Way:
    """Make as many changes as one transaction does, and leave the others to a job."""
    top = RecordId(rest.entity_id or rest.project_id)
    replica, made = rest_replica(rest.author), 0
    begun = {ReplicaId(each): count for each, count in rest.begun.value.items()}
    for _ in range(_ROUNDS):
        steps = steps_back(arranging.document, past, top, begun=begun)
        for step in steps[: MOST_STEPS - made]:
            arranging.write(step.target, step.edits, replica=replica, author=rest.author)
            made += 1
        if not steps or made >= MOST_STEPS:
            break
    arranging.finish()
    rest = attrs.evolve(rest, changes=rest.changes + made)
    done = made < MOST_STEPS
    if not done:
        work.enqueue(rest)
    elif rest.changes:
        work.record(_told(rest))
    vector = arranging.document.vector.counters
    return Way(to_seq=rest.seq, changes=rest.changes, done=done, vector=vector)


def _told(rest: ContinueRollback) -> ProjectReverted:
    return ProjectReverted(
        project_id=rest.project_id,
        entity_id=rest.entity_id,
        to_seq=rest.seq,
        changes=rest.changes,
        reverted_by=rest.author,
    )


def _top(command: RollBack, now: Document, past: Document) -> RecordId:
    """What goes back. Raises: NotFound, NotThereThen, EntityGone."""
    top = RecordId(command.entity_id or command.project_id)
    if top == RecordId(command.project_id):
        return top
    kind = kind_of(now, top) or kind_of(past, top)
    if kind not in {Kind.STEM, Kind.SEGMENT}:
        raise NotFound("stem or segment", top)
    if top not in past:
        raise NotThereThen(kind)
    owner = past.owner(top)
    if kind is Kind.SEGMENT and top not in now and (owner is None or owner not in now):
        raise EntityGone(Kind.STEM)
    return top


def _may(entry: Entry, step: Step) -> None:
    """Refuse what whoever wants it may not do by itself. Raises: MayNot."""
    project, place = entry.project, entry.place
    if step.target.kind is Kind.STEM and step.target.op in {Op.CREATE, Op.RESTORE}:
        policy.may_add_stems(project, place).enforce()
    if step.target.kind is Kind.STEM and step.target.op is Op.DELETE:
        policy.may_delete_stems(project, place).enforce()
