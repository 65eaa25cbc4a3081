"""Asking how well one suits somebody."""

import attrs

from phantom_core.kernel import Access, Query, UserId
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.use_cases._comparing import compared
from phantom_core.matching.use_cases._sight import require_matchable
from phantom_core.matching.views import Compatibility

__all__ = ["GetCompatibility"]


@attrs.frozen(kw_only=True)
class GetCompatibility(Query[Compatibility]):
    """Ask how well one suits somebody, and why.

    It is reckoned with both profiles as they show: who changes theirs again and again, to find out
    what somebody likes, sees only so many of the changes.

    Raises: NoMatching, HiddenOneself, NotWithYourself; NotFound, also for who is hidden, without
    consent, or has blocked the actor, or is blocked by them.
    """

    access = Access.PERSON
    user_id: UserId

    def run(self, work: MatchingWork) -> Compatibility:
        """Answer it."""
        require_matchable(work, self.user_id)
        return compared(work, work.actor.person, [self.user_id])[self.user_id]
