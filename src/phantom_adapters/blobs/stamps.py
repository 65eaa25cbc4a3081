"""When files were last written to, as Phantom tells times."""

from datetime import UTC, datetime
from pathlib import Path

from phantom_core.kernel.quantities import EPOCH, MILLISECOND

__all__ = ["last_write", "moment"]


def moment(nanoseconds: int) -> datetime:
    """A file's time: UTC, to the millisecond."""
    return EPOCH + nanoseconds // 1_000_000 * MILLISECOND


def last_write(entry: Path) -> datetime:
    """Tell when an upload last moved; one that ends meanwhile is not stale."""
    try:
        return max(moment(path.lstat().st_mtime_ns) for path in (entry, *entry.glob("*")))
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)
