"""Pushing changes: what somebody made, live or offline, becomes everybody's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from phantom_core.kernel import Access, Command, Fault, Invalid, Query, StoredEvent, Topic
from phantom_core.studio import policy
from phantom_core.studio.arrangement.draft import Draft
from phantom_core.studio.arrangement_events import ChangeStored
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.studio.use_cases._arranging import Arranging, Decided, Proposal, Sent
from phantom_core.studio.use_cases._document import history
from phantom_core.studio.use_cases._finding import seen
from phantom_core.sync import ReplicaId, Unpackable, changes_of, unpack

__all__ = ["MOST_CHANGES", "PushChanges", "PushPacked", "Pushed", "RecallPush"]

MOST_CHANGES = 1_000
"""How many changes may be pushed at once."""

_MOST_UNPACKED = 32 * 1024 * 1024


@attrs.frozen(kw_only=True)
class Pushed:
    """What became of changes that were pushed.

    Attributes:
        decided: of each, in their order.
        vector: up to which change of each replica the project's document now knows all.
        seq: an event of the project that all that is new stands after.
        written: how many changes are new, with those that only hold a number, or mend something.
    """

    decided: Sequence[Decided]
    vector: Mapping[ReplicaId, int]
    seq: int
    written: int = 0


@attrs.frozen(kw_only=True)
class PushChanges(Command[Pushed]):
    """Have changes applied to a project, each for itself, as far as the actor may make them now.

    What was decided before is not decided again, and told again. A change that is refused stops
    none of those after it.

    Attributes:
        live: whether the actor sees what happens in the project as it happens.

    Raises: NotFound; ProjectOver; MayNot, for who is not in the project; Invalid, for more than
        `MOST_CHANGES`.
    """

    access = Access.PERSON
    project_id: ProjectId
    changes: tuple[Draft, ...]
    live: bool = False

    @property
    def hot_topic(self) -> Topic:
        """The project's: there everybody edits at once."""
        return project_topic(self.project_id)

    def run(self, work: ArrangementWork) -> Pushed:
        """Answer what became of each."""
        return _pushed(work, self.project_id, self.changes, live=self.live)


@attrs.frozen(kw_only=True)
class PushPacked(Command[Pushed]):
    """As `PushChanges`, for who has a `Replica`: live, with the edits as it has made them.

    Attributes:
        packed: whole changes, as `phantom_core.sync` packs them.

    Raises: NotFound; ProjectOver; MayNot, for who is not in the project; Invalid, for what is no
        such thing, or too many changes.
    """

    access = Access.PERSON
    project_id: ProjectId
    packed: bytes = attrs.field(repr=False)

    @property
    def hot_topic(self) -> Topic:
        """The project's."""
        return project_topic(self.project_id)

    def run(self, work: ArrangementWork) -> Pushed:
        """Answer what became of each."""
        try:
            changes = changes_of(unpack(self.packed, limit=_MOST_UNPACKED))
        except Unpackable as error:
            raise Invalid(Fault("packed", str(error))) from error
        except ValueError as error:
            raise Invalid(Fault("packed", "must be whole changes")) from error
        sent = [
            Sent(change_id=f"{change.replica}:{change.counter}", change=change)
            for change in changes
        ]
        return _pushed(work, self.project_id, sent, live=True)


@attrs.frozen(kw_only=True)
class RecallPush(Query[Sequence[StoredEvent]]):
    """What a push did to its project, for who is answered again by their idempotency key.

    Attributes:
        seq: an event of the project that it stands after.
        written: how many changes it wrote.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId
    seq: int
    written: int

    def run(self, work: ArrangementWork) -> Sequence[StoredEvent]:
        """Answer its events on the project's topic, in order."""
        seen(work, self.project_id)
        if not self.written:
            return ()
        return [*_of_one_push(history(work, self.project_id, self.seq), self.written)]


def _of_one_push(events: Iterable[StoredEvent], written: int) -> Iterator[StoredEvent]:
    """Changes are made one push after the other; all that comes of them comes after them."""
    for stored in events:
        if isinstance(stored.event, ChangeStored):
            written -= 1
        if written < 0:
            return
        yield stored


def _pushed(
    work: ArrangementWork, project_id: ProjectId, changes: Sequence[Proposal], *, live: bool
) -> Pushed:
    if len(changes) > MOST_CHANGES:
        raise Invalid(Fault("changes", f"must be at most {MOST_CHANGES} at once"))
    entry = seen(work, project_id)
    policy.may_push(entry.project, entry.place).enforce()
    arranging = Arranging(work, entry)
    decided = arranging.take(changes, live=live)
    arranging.finish()
    return Pushed(
        decided=decided,
        vector=arranging.document.vector.counters,
        seq=arranging.seq,
        written=len(arranging.books.texts),
    )
