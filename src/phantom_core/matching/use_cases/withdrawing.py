"""Taking somebody out of matching, at once."""

import attrs

from phantom_core.kernel import Access, Command, UserId
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.use_cases._leaving import leave
from phantom_core.matching.use_cases._telling import forget_all_of
from phantom_core.matching.use_cases.refreshing import follow_up

__all__ = ["WithdrawFromMatching"]


@attrs.frozen(kw_only=True)
class WithdrawFromMatching(Command[None]):
    """Have nobody be matched with somebody who does not want it any more.

    What they and others have said about each other is forgotten. The chats that have come of it
    stay, for they are both sides'. Where both liked each other, both are told that it is over.
    """

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: MatchingWork) -> None:
        """Forget it all."""
        work.taste_census.hold()
        work.taste_refreshes.clear(self.user_id)
        follow_up(work, leave(work, self.user_id))
        forget_all_of(work, self.user_id)
        work.daily_feeds.remove(self.user_id)
