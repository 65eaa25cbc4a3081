"""Ending a follow, and telling it on both sides."""

from phantom_core.identity.events import FollowEnded
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel.actor import UserId


def end_follow(work: IdentityWork, follower_id: UserId, followee_id: UserId) -> None:
    """End a follow, if there is one."""
    if work.follows.remove(follower_id, followee_id):
        for user_id in (follower_id, followee_id):
            work.record(
                FollowEnded(user_id=user_id, follower_id=follower_id, followee_id=followee_id)
            )
