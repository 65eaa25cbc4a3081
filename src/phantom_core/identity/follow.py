"""Following: who wants to hear of whom."""

from datetime import datetime

import attrs

from phantom_core.kernel.actor import UserId

__all__ = ["Follow", "FollowCounts"]


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
