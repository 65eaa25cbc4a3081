"""What is between somebody and others, and what they said of others to those in office."""

from typing import Final

import attrs

from phantom_core.identity import FollowEnded
from phantom_core.identity.ports import IdentityWork
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.use_cases.steps.step import FEW, Done, first_of, over_pages

__all__ = ["empty_reports", "end_follows"]

_REPORTS: Final = 100
_NO_REASON: Final = "Whoever reported this has been erased."


def end_follows(work: IdentityWork, erasure: Erasure, _: str) -> Done:
    """End what they follow, and who follows them, and tell the others."""
    me, begin = erasure.user_id, first_of()
    followers = work.follows.followers(me, seen_by=None, page=begin)
    following = work.follows.following(me, seen_by=None, page=begin)
    pairs = [
        *((each.id, me) for each in followers.items),
        *((me, each.id) for each in following.items),
    ]
    for follower_id, followee_id in pairs:
        if work.follows.remove(follower_id, followee_id):
            other = followee_id if follower_id == me else follower_id
            work.record(
                FollowEnded(user_id=other, follower_id=follower_id, followee_id=followee_id)
            )
    return Done(count=len(pairs), more=max(len(followers.items), len(following.items)) == FEW)


def empty_reports(work: IdentityWork, erasure: Erasure, cursor: str) -> Done:
    """Take their words out of what they reported; that it was reported stands."""
    page = work.abuse_reports.page(None, over_pages(cursor, _REPORTS))
    theirs = [each for each in page.items if each.reporter_id == erasure.user_id]
    for report in theirs:
        work.abuse_reports.put(attrs.evolve(report, reason=_NO_REASON))
    return Done(count=len(theirs), cursor=page.next or "", more=page.next is not None)
