"""Jobs: claiming them, keeping them, finishing them, from any number of workers."""

from phantom_core.jobs.use_cases import (
    BeatJob,
    ClaimJobs,
    FailJob,
    FinishJob,
    GetJob,
    NextJobAt,
    ReleaseJob,
    RunDeferred,
    finish,
)

__all__ = [
    "BeatJob",
    "ClaimJobs",
    "FailJob",
    "FinishJob",
    "GetJob",
    "NextJobAt",
    "ReleaseJob",
    "RunDeferred",
    "finish",
]
