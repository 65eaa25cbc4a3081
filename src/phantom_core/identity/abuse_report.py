"""Reports of abuse, and what became of them."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Final, NewType

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.errors import Conflict
from phantom_core.kernel.ids import Id
from phantom_core.kernel.rules import Checked, prose, ruled

__all__ = [
    "AbuseReport",
    "AlreadyResolved",
    "ReportAction",
    "ReportId",
    "ReportKind",
    "ReportStatus",
]

ReportId = NewType("ReportId", Id)
"""The id of a report of abuse."""


class ReportKind(Enum):
    """What may be reported."""

    USER = "user"
    MESSAGE = "message"
    ROOM = "room"
    IMAGE = "image"
    AUDIO = "audio"


class ReportAction(Enum):
    """What an admin may do about a report."""

    DISMISS = "dismiss"
    DELETE = "delete"
    SUSPEND = "suspend"


class ReportStatus(Enum):
    """Where a report stands."""

    OPEN = "open"
    DISMISSED = "dismissed"
    DELETED = "deleted"
    SUSPENDED = "suspended"


class AlreadyResolved(Conflict):
    """Somebody has acted on this report already, otherwise."""

    rule = "already-resolved"

    def __init__(self, status: ReportStatus) -> None:
        super().__init__(f"This report has been resolved already: {status.value}.")


_OUTCOMES: Final = {
    ReportAction.DISMISS: ReportStatus.DISMISSED,
    ReportAction.DELETE: ReportStatus.DELETED,
    ReportAction.SUSPEND: ReportStatus.SUSPENDED,
}
_PROSE: Final = prose(2000)


def _reason(value: str) -> Iterator[tuple[str, str]]:
    yield from _PROSE(value)
    if not value.strip():
        yield "", "must not be blank"


@attrs.frozen(kw_only=True)
class AbuseReport(Checked):
    """Somebody finds that something should not be here.

    Attributes:
        target_id: what is reported: the id of a thing of its kind.
        owner_id: the user who answers for it.
    """

    id: ReportId
    reporter_id: UserId
    kind: ReportKind
    target_id: Id
    owner_id: UserId
    reason: str = ruled(_reason)
    created_at: datetime
    status: ReportStatus = ReportStatus.OPEN
    resolved_by: UserId | None = None
    resolved_at: datetime | None = None

    def resolve(self, action: ReportAction, by: UserId | None, now: datetime) -> "AbuseReport":
        """Close it. Raises: AlreadyResolved."""
        if self.status is not ReportStatus.OPEN:
            raise AlreadyResolved(self.status)
        return attrs.evolve(self, status=_OUTCOMES[action], resolved_by=by, resolved_at=now)
