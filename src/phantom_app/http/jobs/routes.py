"""The queue of stored jobs, for admins: what waits, runs, is done, or was given up."""

from typing import Annotated

from litestar import Router, delete, get, post
from litestar.params import QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.jobs.payloads import JobPayload, job_of
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath
from phantom_core.jobs import DiscardJob, JobStands, ListJobs, RetryJob, ShowJob
from phantom_core.kernel import Id, JobFilter, JobId, JobState, NotFound

__all__ = ["ROUTES", "discard", "listed", "one", "retry"]

_KindText = Annotated[
    str | None,
    QueryParameter(
        max_length=100,
        pattern=r"^[A-Za-z0-9._-]+$",
        description="Of which kind they are, as `audio.analyse`.",
    ),
]


@get("")
async def listed(
    request: PhantomRequest,
    standing: Annotated[
        JobState | None,
        QueryParameter(name="state", description="Where they stand; `dead` are given up."),
    ] = None,
    kind: _KindText = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[JobPayload]:
    """Stored jobs, the one that is due last first; those that were given up are `dead`.

    `state` and `kind` choose among them. What moves while one pages may be told twice, or not.
    """
    wanted = JobFilter(state=standing, name=kind)
    found = await request.caller.ask(ListJobs(wanted=wanted, page=page_at(limit, cursor)))
    return items_of(found, job_of)


@get("/{job_id:str}", refuses=[NotFound])
async def one(request: PhantomRequest, job_id: IdInPath) -> JobPayload:
    """A stored job. Of its arguments, only ids are told."""
    return job_of(await request.caller.ask(ShowJob(job_id=JobId(Id(job_id)))))


@post("/{job_id:str}/retry", status_code=200, refuses=[NotFound, JobStands])
async def retry(request: PhantomRequest, job_id: IdInPath) -> JobPayload:
    """Have a job that was given up, or that waits, be begun at once, with all its attempts again.

    Where another one that asks the same waits by now, that one does it for both, and is answered.
    """
    waiting = await request.caller.do(RetryJob(job_id=JobId(Id(job_id))))
    return job_of(await request.caller.ask(ShowJob(job_id=waiting)))


@delete("/{job_id:str}", refuses=[NotFound, JobStands])
async def discard(request: PhantomRequest, job_id: IdInPath) -> None:
    """Drop a job that was given up, for good."""
    await request.caller.do(DiscardJob(job_id=JobId(Id(job_id))))


ROUTES = (Router("/api/admin/jobs", tags=["Admin"], route_handlers=[listed, one, retry, discard]),)
"""What is served here."""
