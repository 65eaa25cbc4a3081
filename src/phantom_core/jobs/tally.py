"""How many jobs there are, for those who watch over the queue."""

from collections.abc import Sequence
from datetime import timedelta

import attrs

from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Query
from phantom_core.kernel.jobs import JobState
from phantom_core.kernel.work import Work

__all__ = ["QueueLine", "TallyJobs"]


@attrs.frozen(kw_only=True)
class QueueLine:
    """How jobs of a name stand that are in a state.

    Attributes:
        late: how long the oldest has been due; none for what is not due yet.
    """

    name: str
    state: JobState
    count: int
    late: timedelta


@attrs.frozen(kw_only=True)
class TallyJobs(Query[Sequence[QueueLine]]):
    """Ask how many jobs wait, run, and were given up, by what they do."""

    access = Access.SYSTEM

    def run(self, work: Work) -> Sequence[QueueLine]:
        """Answer a line for each name and state that there is."""
        return tuple(
            QueueLine(
                name=each.name,
                state=each.state,
                count=each.count,
                late=max(work.now - each.oldest, timedelta()),
            )
            for each in work.jobs.tally()
        )
