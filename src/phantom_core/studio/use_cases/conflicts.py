"""Settling conflicts."""

from enum import Enum
from typing import Any, Final

import attrs

from phantom_core.kernel import (
    Access,
    Command,
    Conflict,
    Fault,
    Invalid,
    NotFound,
    Page,
    PageRequest,
    Query,
)
from phantom_core.studio.arrangement.conflict import ConflictId, ConflictSide, ProjectConflict
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._arranging import Arranging, Sent
from phantom_core.studio.use_cases._finding import seen
from phantom_core.studio.use_cases._judging import rest_replica
from phantom_core.sync import OWNER, Change, Edit, Put, Remove

__all__ = ["DELETE", "KEEP", "AlreadySettled", "Choice", "ListConflicts", "ResolveConflict"]

KEEP: Final = "keep"
"""The value that keeps what some deleted."""

DELETE: Final = "delete"
"""The value that deletes what some edited."""


class Choice(Enum):
    """Whose word shall stand: the actor's own, another's, or a third."""

    MINE = "mine"
    THEIRS = "theirs"
    VALUE = "value"


class AlreadySettled(Conflict):
    """A conflict was settled before."""

    rule = "conflict-settled"

    def __init__(self) -> None:
        super().__init__("This conflict is settled already.")


@attrs.frozen(kw_only=True)
class ListConflicts(Query[Page[ProjectConflict]]):
    """The conflicts of a project that are to be settled, or that were, the newest first.

    Raises: NotFound; ProjectOver; Invalid.
    """

    access = Access.PERSON
    project_id: ProjectId
    resolved: bool = False
    page: PageRequest = PageRequest()

    def run(self, work: ArrangementWork) -> Page[ProjectConflict]:
        """Answer a page of them."""
        seen(work, self.project_id)
        return work.project_conflicts.page(self.project_id, self.page, resolved=self.resolved)


@attrs.frozen(kw_only=True)
class ResolveConflict(Command[ProjectConflict]):
    """Settle a conflict by a change that knows of all who clash.

    Attributes:
        choice: whose word stands; with `theirs`, the winner's, or if that is the actor's own, the
            first loser's.
        value: with `value`, what the field shall hold; where some deleted what others edited,
            `keep` or `delete`.

    Raises: NotFound; ProjectOver; MayNot; AlreadySettled; Invalid, for `mine` of who has none.
    """

    access = Access.PERSON
    conflict_id: ConflictId
    choice: Choice
    value: Any = None

    def run(self, work: ArrangementWork) -> ProjectConflict:
        """Answer the conflict as it is now."""
        found = work.project_conflicts.find(self.conflict_id)
        if found is None:
            raise NotFound("conflict", self.conflict_id)
        entry = seen(work, found.project_id)
        conflict = work.project_conflicts.find(self.conflict_id) or found
        if conflict.resolved_at is not None:
            raise AlreadySettled
        arranging = Arranging(work, entry)
        replica = rest_replica(work.actor.person)
        vector = arranging.document.vector.counters
        change = Change(
            replica=replica,
            counter=arranging.next_of(replica),
            author=work.actor.person,
            time=arranging.tick(),
            seen={each: count for each, count in vector.items() if each != replica},
            edits=(self._edit(work, conflict, arranging),),
        )
        sent = Sent(change_id=f"{replica}:{change.counter}", change=change)
        arranging.take([sent], live=True, own=replica)
        if arranging.errors:
            raise arranging.errors[0]
        arranging.finish()
        return work.project_conflicts.find(self.conflict_id) or conflict

    def _edit(self, work: ArrangementWork, conflict: ProjectConflict, arranging: Arranging) -> Edit:
        side = self._side(work, conflict)
        if conflict.field is None:
            deletes = self._deletes() if side is None else side.deletes
            if deletes:
                return Remove(conflict.record)
            return Put(conflict.record, {OWNER: arranging.document.value(conflict.record, OWNER)})
        return Put(conflict.record, {conflict.field: self.value if side is None else side.value})

    def _side(self, work: ArrangementWork, conflict: ProjectConflict) -> ConflictSide | None:
        me = work.actor.person
        mine = [side for side in conflict.sides if side.user_id == me]
        match self.choice:
            case Choice.VALUE:
                return None
            case Choice.MINE if not mine:
                raise Invalid(Fault("choice", "you have no value of your own in this conflict"))
            case Choice.MINE:
                return mine[0]
            case Choice.THEIRS:
                theirs = [side for side in conflict.sides if side not in mine[:1]]
                return theirs[0]

    def _deletes(self) -> bool:
        if self.value not in {KEEP, DELETE}:
            raise Invalid(Fault("value", f"must be `{KEEP}` or `{DELETE}`"))
        return bool(self.value == DELETE)
