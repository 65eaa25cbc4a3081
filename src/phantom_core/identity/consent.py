"""Consent: what a user allows to be done with their data, and when they did."""

from datetime import datetime
from enum import Enum

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = ["Consent", "Purpose"]


class Purpose(Enum):
    """What a user may allow."""

    AUDIO_ANALYSIS = "audio_analysis"
    MATCHING = "matching"


@attrs.frozen(kw_only=True)
class Consent:
    """One consent, from its granting to its revocation; a later granting is another one."""

    id: Id
    user_id: UserId
    purpose: Purpose
    granted_at: datetime
    revoked_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether it has not been revoked."""
        return self.revoked_at is None

    def revoke(self, now: datetime) -> "Consent":
        """Take it back."""
        return attrs.evolve(self, revoked_at=now)
