"""The queue of stored jobs, looked after at the command line."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from phantom_app.composition import composed
from phantom_app.http.jobs.payloads import JobPayload, job_of
from phantom_app.settings import Settings
from phantom_core.jobs import DiscardJob, ListJobs, RetryJob, ShowJob
from phantom_core.kernel import SYSTEM, Command, Id, JobFilter, JobId, Page, PageRequest, is_id
from phantom_core.kernel.errors import NotFound

__all__ = ["as_json", "as_lines", "as_table", "discard", "find", "look", "retry"]

_COLUMNS: Final = "{:<26}  {:<20}  {:<7}  {:>5}  {:<24}  {}"
_LONGEST: Final = 60


async def look(settings: Settings, wanted: JobFilter, limit: int) -> Page[JobPayload]:
    """The first of the jobs that are wanted, the one that is due last first. Raises: Invalid."""
    async with composed(settings) as services:
        query = ListJobs(wanted=wanted, page=PageRequest(limit=limit))
        return (await services.phantom.ask(query, actor=SYSTEM)).map(job_of)


async def find(settings: Settings, job_id: str) -> JobPayload:
    """A job. Raises: NotFound."""
    async with composed(settings) as services:
        return job_of(await services.phantom.ask(ShowJob(job_id=_known(job_id)), actor=SYSTEM))


async def retry(settings: Settings, job_ids: Sequence[str]) -> Sequence[JobId]:
    """Have jobs be begun at once, one after the other, until one refuses.

    Answers those that wait now. Raises: NotFound, JobStands.
    """
    return await _do(settings, [RetryJob(job_id=_known(each)) for each in job_ids])


async def discard(settings: Settings, job_ids: Sequence[str]) -> None:
    """Drop jobs, one after the other, until one refuses. Raises: NotFound, JobStands."""
    await _do(settings, [DiscardJob(job_id=_known(each)) for each in job_ids])


def as_json(told: JobPayload | Sequence[JobPayload]) -> str:
    """All of it, for programs."""
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def as_table(page: Page[JobPayload]) -> str:
    """A line for each job, for people."""
    if not page.items:
        return "There are no such jobs."
    heads = _COLUMNS.format("ID", "KIND", "STATE", "BEGUN", "DUE OR FAILED", "ERROR")
    lines = [heads, *map(_line, page.items)]
    if page.next is not None:
        lines.append("There are more: narrow them by --state and --kind, or raise --limit.")
    return "\n".join(lines)


def as_lines(job: JobPayload) -> str:
    """All of a job, a line for each thing there is to tell."""
    told = msgspec.to_builtins(job)
    return "\n".join(f"{name:12} {text}" for name, value in told.items() for text in _texts(value))


async def _do(settings: Settings, commands: Sequence[Command[Any]]) -> Sequence[Any]:
    async with composed(settings) as services:
        return [(await services.phantom.do(each, actor=SYSTEM)).value for each in commands]


def _known(job_id: str) -> JobId:
    if not is_id(job_id):
        raise NotFound("job", job_id)
    return JobId(Id(job_id))


def _line(job: JobPayload) -> str:
    at = job.failed_at if job.state.value == "dead" and job.failed_at else job.run_at
    error = (job.error or "").partition("\n")[0][:_LONGEST]
    return _COLUMNS.format(job.id, job.kind, job.state.value, job.begun, at, error).rstrip()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{name} {' '.join(ids)}" for name, ids in value.items())
    else:
        yield str(value)
