"""Looking after the queue: at what was given up, and having it tried again or dropped.

What a job is about is told by ids alone. Its other fields may be anything that a person has said.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from phantom_core.jobs.ports import JobsWork
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import Conflict
from phantom_core.kernel.ids import Id, is_id
from phantom_core.kernel.jobs import (
    Deferred,
    Job,
    JobFilter,
    JobId,
    JobState,
    Task,
    Unreadable,
    name_of,
)
from phantom_core.kernel.paging import MAX_PAGE, Page, PageRequest
from phantom_core.kernel.work import Work

__all__ = ["DiscardJob", "JobStands", "ListJobs", "RetryJob", "ShowJob", "about", "told_error"]

_ADDRESS: Final = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
_ACTION: Final = {"retry": "job.retried", "discard": "job.discarded"}


class JobStands(Conflict):
    """A job stands such that this cannot be done with it now."""

    rule = "job-stands"


def about(deferred: Deferred | Unreadable) -> Mapping[str, Sequence[Id]]:
    """What a job is about: those of its fields that are ids, by their name."""
    if isinstance(deferred, Unreadable):
        return {}
    found = dict[str, Sequence[Id]]()
    for field in attrs.fields(type(deferred)):  # type: ignore[arg-type]
        value = getattr(deferred, field.name)
        ids = value if isinstance(value, tuple) else (value,)
        if ids and all(isinstance(each, str) and is_id(each) for each in ids):
            found[field.name] = [Id(each) for each in ids]
    return found


def told_error(job: Job) -> str:
    """How the last attempt failed, without the addresses that mail servers quote."""
    return _ADDRESS.sub("<address>", job.error)


@attrs.frozen(kw_only=True)
class ListJobs(Query[Page[Job]]):
    """List jobs, the one that is due last first. Raises: Invalid."""

    access = Access.ADMIN
    wanted: JobFilter = JobFilter()
    page: PageRequest = PageRequest()

    def run(self, work: Work) -> Page[Job]:
        """Answer a page of them."""
        return work.jobs.page(self.page, self.wanted)


@attrs.frozen(kw_only=True)
class ShowJob(Query[Job]):
    """Look at a job. Raises: NotFound."""

    access = Access.ADMIN
    job_id: JobId

    def run(self, work: Work) -> Job:
        """Answer it."""
        return work.jobs.get(self.job_id)


@attrs.frozen(kw_only=True)
class RetryJob(Command[JobId]):
    """Have a job that was given up, or that waits, be begun at once, with all its attempts again.

    Where one that asks the same waits by now, that one does it for both. Whoever was told that
    nothing comes of it awaits it again.

    Raises: NotFound; JobStands, if it runs or is done, cannot be read by this version, or nobody
    wants it any more.
    """

    access = Access.ADMIN
    job_id: JobId

    def run(self, work: JobsWork) -> JobId:
        """Answer the job that waits now."""
        job = work.jobs.get(self.job_id)
        if job.state not in {JobState.DEAD, JobState.WAITING}:
            raise JobStands(f"Job {job.id} is {job.state.value}; what waits or is dead is retried.")
        if isinstance(job.deferred, Unreadable):
            raise JobStands(f"Job {job.id} cannot be read: {job.deferred.reason}")
        if job.state is JobState.DEAD:
            _await_again(work, job)
        _audit(work, "retry", job)
        return JobId(work.jobs.put(job.asked_again(work.now)))


@attrs.frozen(kw_only=True)
class DiscardJob(Command[None]):
    """Drop a job that was given up, for good. Raises: NotFound; JobStands, if it was not."""

    access = Access.ADMIN
    job_id: JobId

    def run(self, work: JobsWork) -> None:
        """Drop it."""
        job = work.jobs.get(self.job_id)
        if job.state is not JobState.DEAD:
            raise JobStands(f"Job {job.id} is {job.state.value}; what is dead is discarded.")
        _audit(work, "discard", job)
        work.jobs.remove(job.id)


def _await_again(work: JobsWork, job: Job) -> None:
    if not isinstance(job.deferred, Task):
        return
    last_word = job.deferred.given_up(job.error)
    if last_word is not None:
        _unsay(work, last_word)
    revival = job.deferred.awaited_again()
    if revival is not None and not revival.run(work):
        raise JobStands(f"Nobody awaits what job {job.id} does any more; discard it.")


def _unsay(work: JobsWork, last_word: Command[Any]) -> None:
    """Drop the job that would tell somebody that it is over, if it has not told yet."""
    wanted = JobFilter(state=JobState.WAITING, name=name_of(last_word))
    for waiting in work.jobs.page(PageRequest(limit=MAX_PAGE), wanted).items:
        if waiting.deferred == last_word:
            work.jobs.remove(waiting.id)


def _audit(work: JobsWork, what: str, job: Job) -> None:
    work.job_audit.note(
        work.new_id(), at=work.now, by=work.actor.user_id, action=_ACTION[what], job=job
    )
