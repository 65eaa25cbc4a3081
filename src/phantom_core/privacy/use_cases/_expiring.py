"""What becomes of exports whose time is over."""

from datetime import datetime

from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.privacy.export_ports import ExportWork

__all__ = ["forget_exports"]


def forget_exports(work: ExportWork, before: datetime, limit: int) -> int:
    """Forget up to `limit` exports that expired by a time, let their zips go, and say how many."""
    expired = work.data_exports.expired(before, limit)
    for export in expired:
        if export.blob is not None:
            doom_blobs(work, export.blob)
        work.data_exports.remove(export.id)
    return len(expired)
