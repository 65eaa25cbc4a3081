"""Exports that were asked for long ago, and how they are read by the version of now."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage
from phantom_core.privacy.data_export import DataExportId, ExportState
from tests.unit.sql.old_rows import ADA, JOB, LATER, THEN, Rows

__all__ = ["OLD_EXPORTS", "read_the_exports"]

OLD_EXPORTS: Final[Rows] = {
    "data_exports": [
        {
            "id": JOB,
            "user_id": ADA,
            "state": "done",
            "stage": None,
            "progress": 1.0,
            "asked_at": THEN,
            "ended_at": THEN,
            "expires_at": LATER,
            "blob": f"exports/{JOB}/{JOB}.zip",
            "size_bytes": 7,
            "records": 2,
            "files": 1,
            "reason": None,
            "running_for": None,
        }
    ]
}
"""One that is done."""


async def read_the_exports(storage: Storage) -> None:
    """Look at it."""

    def body(work: Any) -> Any:
        return work.data_exports.find(DataExportId(Id(JOB)))

    found = await storage.read(Invocation(SYSTEM, 0), body)
    assert (found.user_id, found.state, found.ended_at) == (ADA, ExportState.DONE, THEN)
    assert (found.size_bytes, found.records, found.files) == (7, 2, 1)
