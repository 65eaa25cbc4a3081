"""What those did who look after the place, for those who look after them."""

from datetime import datetime
from typing import Final, NewType

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = ["ALL_ACTS", "AuditFilter", "AuditId", "AuditRecord"]

AuditId = NewType("AuditId", Id)
"""The id of an audit record."""


@attrs.frozen(kw_only=True)
class AuditRecord:
    """One act of somebody in office. It is written once, and never changed.

    Attributes:
        actor_id: who did it; `None` for an operator at the command line.
        action: what they did: `user.suspended`, `report.dismissed`.
        target_kind: what kind of thing they did it to: `user`, `report`.
        target_id: which one.
        detail: what else is worth knowing, in a few words.
    """

    id: AuditId
    at: datetime
    actor_id: UserId | None
    action: str
    target_kind: str
    target_id: Id
    detail: str = ""


@attrs.frozen(kw_only=True)
class AuditFilter:
    """Which acts are wanted; all, as far as nothing is said.

    Attributes:
        action: what was done: `user.suspended`.
        actor_id: by whom.
        target_id: to what, or to whom.
        since: not before then.
        until: before then.
    """

    action: str | None = None
    actor_id: UserId | None = None
    target_id: Id | None = None
    since: datetime | None = None
    until: datetime | None = None

    def wants(self, record: AuditRecord) -> bool:
        """Whether an act is among them."""
        return (
            self.action in {None, record.action}
            and self.actor_id in {None, record.actor_id}
            and self.target_id in {None, record.target_id}
            and (self.since is None or record.at >= self.since)
            and (self.until is None or record.at < self.until)
        )


ALL_ACTS: Final = AuditFilter()
"""Wants every act."""
