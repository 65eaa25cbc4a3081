"""Finding changes again that were decided before."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import Access, Query, StoredEvent
from phantom_core.studio.arrangement.writing import change_of
from phantom_core.studio.arrangement_events import ChangeStored
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._arranging import Decided
from phantom_core.studio.use_cases._document import history
from phantom_core.studio.use_cases._finding import seen

__all__ = ["RecallChanges"]

_FARTHEST = 5_000


@attrs.frozen(kw_only=True)
class RecallChanges(Query[Sequence[StoredEvent]]):
    """Find changes in the log, given what was decided of them. Raises: NotFound; ProjectOver."""

    access = Access.PERSON
    project_id: ProjectId
    decided: tuple[Decided, ...]

    def run(self, work: ArrangementWork) -> Sequence[StoredEvent]:
        """Answer those that stand there, in its order."""
        seen(work, self.project_id)
        wanted = {(each.replica, each.counter) for each in self.decided}
        found: list[StoredEvent] = []
        begin = min((each.after_seq for each in self.decided), default=0)
        for stored in history(work, self.project_id, begin):
            if isinstance(stored.event, ChangeStored):
                change = change_of(stored.event.text)
                if (change.replica, change.counter) in wanted:
                    found.append(stored)
            if len(found) == len(wanted) or stored.seq > begin + _FARTHEST:
                break
        return found
