"""Blocking: two users who are nothing to each other, by the wish of one."""

from datetime import datetime

import attrs

from phantom_core.kernel.actor import UserId

__all__ = ["Block"]


@attrs.frozen(kw_only=True)
class Block:
    """One user has blocked another; it hides each from the other."""

    blocker_id: UserId
    blocked_id: UserId
    created_at: datetime
