"""What is written down of those who look after the queue."""

from datetime import datetime
from typing import Protocol

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id
from phantom_core.kernel.jobs import Job
from phantom_core.kernel.work import Work

__all__ = ["JobAudit", "JobsWork"]


class JobAudit(Protocol):
    """What those in office do with jobs."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId | None, action: str, job: Job
    ) -> None:
        """Write an act down, and of which kind the job was; `by` is `None` for an operator.

        Raises: Conflict, if one with its id is there.
        """


class JobsWork(Work, Protocol):
    """The unit of work of whoever looks after the queue."""

    job_audit: JobAudit
