"""Following: who wants to hear of whom."""

from datetime import datetime
from typing import Final

import attrs

from phantom_core.kernel.actor import UserId

__all__ = ["CIRCLE", "Follow", "FollowCounts"]

CIRCLE: Final = 1000
"""Of so many people, those whom one has followed last, some may follow one back and be close."""


@attrs.frozen(kw_only=True)
class Follow:
    """One user follows another."""

    follower_id: UserId
    followee_id: UserId
    created_at: datetime


@attrs.frozen(kw_only=True)
class FollowCounts:
    """How many follow a user, and how many they follow."""

    followers: int
    following: int
