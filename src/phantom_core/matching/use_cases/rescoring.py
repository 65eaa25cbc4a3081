"""Making all scores anew under new statistics: everybody's list first, and then their matches."""

from typing import Final

import attrs

from phantom_core.kernel import NOBODY_WAITS, Access, Command, Id, UserId
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.scorer import Scorer
from phantom_core.matching.statistics import TasteStatistics
from phantom_core.matching.use_cases._reviewing import review
from phantom_core.matching.use_cases.refreshing import relist

__all__ = ["KeepStatistics", "RescoreEveryone"]

_AT_ONCE: Final = 10


@attrs.frozen(kw_only=True)
class RescoreEveryone(Command[None]):
    """Make the scores of some people anew, and go on with the next; for a worker.

    Attributes:
        counted_id: under which statistics; where others are in force by now, this is over.
        after: behind whom to go on.
        reviewing: whether all lists are made, so that matches are looked at now.
    """

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    counted_id: Id
    after: UserId | None = None
    reviewing: bool = False

    def run(self, work: MatchingWork) -> None:
        """Do some."""
        some = [kept.user_id for kept in work.taste_profiles.after(self.after, _AT_ONCE)]
        work.matching_facts.hold(*some)
        if work.taste_census.hold().counted_id != self.counted_id:
            return
        scorer = Scorer(work.taste_census.current())
        for user_id in some:
            if self.reviewing:
                review(work, scorer, user_id)
            else:
                relist(work, user_id)
        if some:
            work.enqueue(attrs.evolve(self, after=some[-1]))
        elif not self.reviewing:
            work.enqueue(attrs.evolve(self, after=None, reviewing=True))


@attrs.frozen(kw_only=True)
class KeepStatistics(Command[Id]):
    """Have new statistics be in force; all scores are made anew by and by."""

    access = Access.SYSTEM
    statistics: TasteStatistics

    def run(self, work: MatchingWork) -> Id:
        """Answer the id of the count."""
        census, counted_id = work.taste_census.hold(), work.new_id()
        version = work.taste_census.current().version + 1
        work.taste_census.keep(counted_id, attrs.evolve(self.statistics, version=version))
        work.taste_census.put(
            attrs.evolve(census, counted_id=counted_id, counted_at=work.now, wanted_at=None)
        )
        work.enqueue(RescoreEveryone(counted_id=counted_id))
        return counted_id
