"""Jobs: claiming, keeping and finishing them, from any number of workers; looking after them."""

from phantom_core.jobs.office import (
    DiscardJob,
    JobStands,
    ListJobs,
    RetryJob,
    ShowJob,
    about,
    told_error,
)
from phantom_core.jobs.periodic import EnsurePeriodic, RepeatJob, is_periodic, periodic_id
from phantom_core.jobs.ports import JobAudit, JobsWork
from phantom_core.jobs.tally import QueueLine, TallyJobs
from phantom_core.jobs.use_cases import (
    BeatJob,
    ClaimJobs,
    FailJob,
    FinishJob,
    GetJob,
    NextJobIn,
    ReleaseJob,
    RunDeferred,
    finish,
)

__all__ = [
    "BeatJob",
    "ClaimJobs",
    "DiscardJob",
    "EnsurePeriodic",
    "FailJob",
    "FinishJob",
    "GetJob",
    "JobAudit",
    "JobStands",
    "JobsWork",
    "ListJobs",
    "NextJobIn",
    "QueueLine",
    "ReleaseJob",
    "RepeatJob",
    "RetryJob",
    "RunDeferred",
    "ShowJob",
    "TallyJobs",
    "about",
    "finish",
    "is_periodic",
    "periodic_id",
    "told_error",
]
