"""Jobs: claiming them, keeping them, finishing them, from any number of workers."""

from phantom_core.jobs.periodic import EnsurePeriodic, RepeatJob, is_periodic, periodic_id
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
    "EnsurePeriodic",
    "FailJob",
    "FinishJob",
    "GetJob",
    "NextJobIn",
    "QueueLine",
    "ReleaseJob",
    "RepeatJob",
    "RunDeferred",
    "TallyJobs",
    "finish",
    "is_periodic",
    "periodic_id",
]
