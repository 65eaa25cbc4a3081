"""Jobs, as the wire and the command line tell them: by ids, and without what people have said."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_app.http.problems import camel
from phantom_core.jobs import about, is_periodic, told_error
from phantom_core.kernel import Job, JobState

__all__ = ["JobPayload", "job_of"]


class JobPayload(Payload):
    """A stored job: what kind it is, what it is about, and how it went."""

    id: IdText
    kind: Annotated[str, msgspec.Meta(examples=["audio.analyse", "RefreshTaste"])]
    version: int
    state: JobState
    periodic: bool
    about: Annotated[
        Mapping[str, Sequence[IdText]], msgspec.Meta(description="The ids among its arguments.")
    ]
    attempts: Annotated[int, msgspec.Meta(description="How many attempts count against it.")]
    begun: Annotated[int, msgspec.Meta(description="How often it was begun, ever.")]
    created_at: InstantText
    run_at: InstantText
    leased_until: InstantText | None = None
    worker: str | None = None
    failed_at: InstantText | None = None
    error: Annotated[
        str | None, msgspec.Meta(description="How the last attempt that failed did so.")
    ] = None


def job_of(job: Job) -> JobPayload:
    """A job."""
    return JobPayload(
        id=job.id,
        kind=job.name,
        version=job.version,
        state=job.state,
        periodic=is_periodic(job),
        about={camel(name): ids for name, ids in about(job.deferred).items()},
        attempts=job.attempts,
        begun=job.begun,
        created_at=instant(job.created_at),
        run_at=instant(job.run_at),
        leased_until=None if job.leased_until is None else instant(job.leased_until),
        worker=job.owner or None,
        failed_at=None if job.failed_at is None else instant(job.failed_at),
        error=told_error(job) or None,
    )
