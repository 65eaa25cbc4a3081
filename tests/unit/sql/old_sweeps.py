"""Sweeps that were asked for long ago, and how they are read by the version of now."""

from typing import Any, Final

from phantom_core.blobs.drift import Drift
from phantom_core.blobs.sweep_run import SweepRunId
from phantom_core.kernel import SYSTEM, Id, Invocation, Storage
from tests.unit.sql.old_rows import ADA, JOB, THEN, Rows

__all__ = ["OLD_SWEEPS", "read_the_sweeps"]

_OUTCOME: Final = """{
    "report": {
        "at": "2024-10-04T00:00:00.000+00:00", "put_before": "2024-10-01T00:00:00.000+00:00",
        "objects": 2, "size": 10, "kept": 1, "found": [{
            "kind": "stray",
            "prefixes": [{
                "prefix": "audio", "count": 1, "size": 5,
                "oldest_at": "2024-09-04T00:00:00.000+00:00", "newest_at": null
            }],
            "examples": [{
                "kind": "stray", "name": "audio/stray", "size": 5, "at": null,
                "uses": [{"key": "audio/stray", "kind": "recording", "id": "%s"}]
            }]
        }]
    },
    "dry_run": true, "deleted": 0, "quarantined": 0, "aborted": 0, "leftovers": 0
}"""

OLD_SWEEPS: Final[Rows] = {
    "sweep_runs": [
        {
            "id": JOB,
            "asked_by": ADA,
            "asked_at": THEN,
            "dry_run": True,
            "ended_at": THEN,
            "outcome": _OUTCOME % ADA,
            "refusal": None,
        }
    ]
}
"""One that is over."""


async def read_the_sweeps(storage: Storage) -> None:
    """Look at it."""

    def body(work: Any) -> Any:
        return work.sweep_runs.get(SweepRunId(Id(JOB)))

    found = await storage.read(Invocation(SYSTEM, 0), body)
    (stray,) = found.outcome.report.of(Drift.STRAY).examples
    assert (found.asked_by, found.ended_at, found.outcome.report.objects) == (ADA, THEN, 2)
    assert (stray.name, stray.uses[0].id) == ("audio/stray", ADA)
