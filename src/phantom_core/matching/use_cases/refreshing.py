"""Gathering somebody's taste anew when something of it has changed, and what follows for others.

One person's change touches their own list, the lists that they are on or come to, and the matches
of those: some dozens of rows. Whose reach has changed by that is looked at by the next jobs.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.kernel import NOBODY_WAITS, Access, Command, UserId
from phantom_core.matching.gathering import gathered, takes_part
from phantom_core.matching.kept_taste import KeptTaste
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.scorer import Scorer
from phantom_core.matching.use_cases._leaving import leave
from phantom_core.matching.use_cases._lists import Moved, move, recount
from phantom_core.matching.use_cases._reviewing import review
from phantom_core.matching.use_cases.census import want_statistics
from phantom_core.matching.vectors import taste_vector

__all__ = ["RefreshTaste", "ReviewMatches", "ScheduleRefresh", "follow_up", "relist"]

_SETTLING: Final = timedelta(seconds=2)
"""So long after the first of several changes a profile is gathered anew, once for all of them."""

_ABANDONED: Final = timedelta(minutes=10)


@attrs.frozen(kw_only=True)
class ScheduleRefresh(Command[None]):
    """Have somebody's taste gathered anew soon; of several changes in a row, all at once."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: MatchingWork) -> None:
        """Note it, and enqueue it, unless it is noted already, or they take no part."""
        kept = work.taste_profiles.find(self.user_id)
        if kept is None and not work.matching_facts.willing(self.user_id):
            return
        _schedule(work, self.user_id, work.now + _SETTLING)


@attrs.frozen(kw_only=True)
class RefreshTaste(Command[None]):
    """Gather somebody's taste anew, and match them by it; take them out if they take no part.

    Doing it again changes nothing.
    """

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: MatchingWork) -> None:
        """Bring everything up to date that follows from it."""
        work.matching_facts.hold(self.user_id)
        work.taste_refreshes.clear(self.user_id)
        work.taste_census.hold()
        _refresh(work, self.user_id)


@attrs.frozen(kw_only=True)
class ReviewMatches(Command[None]):
    """Look at the matches of people whose lists have changed.

    There is a job for each of them, and one of them waits: it looks at all that has changed by
    then. Those of several people were stored by earlier versions.
    """

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    user_ids: tuple[UserId, ...]

    def run(self, work: MatchingWork) -> None:
        """Reckon what they can get, and begin and end suggestions by that."""
        work.taste_census.hold()
        scorer = Scorer(work.taste_census.current())
        moved = recount(work, scorer, self.user_ids)
        for user_id in self.user_ids:
            review(work, scorer, user_id)
        _feed(work, moved.starving)


def _refresh(work: MatchingWork, user_id: UserId) -> None:
    """As `RefreshTaste`; the census is held."""
    moved = relist(work, user_id)
    if work.taste_profiles.find(user_id) is not None:
        review(work, Scorer(work.taste_census.current()), user_id)
    _feed(work, moved.starving)
    follow_up(work, moved.changed)


def relist(work: MatchingWork, user_id: UserId) -> Moved:
    """Gather somebody's taste and draw up their list, without a look at matches."""
    facts = work.matching_facts.facts(user_id)
    if facts is None or not takes_part(facts, work.now.date()):
        return Moved(changed=tuple(leave(work, user_id)))
    known, profile = work.taste_profiles.find(user_id), gathered(facts)
    now = work.now
    kept = known.changed(profile, now) if known else KeptTaste.begun(profile, now)
    if kept.profile != profile:
        _schedule(work, user_id, kept.may_change_at())
    scorer = Scorer(work.taste_census.current())
    _keep(work, scorer, known, kept)
    return move(work, scorer, kept.profile)


def follow_up(work: MatchingWork, user_ids: Sequence[UserId]) -> None:
    """Have the matches of people looked at whose lists have changed."""
    for user_id in user_ids:
        work.enqueue(ReviewMatches(user_ids=(user_id,)))


def _keep(work: MatchingWork, scorer: Scorer, known: KeptTaste | None, kept: KeptTaste) -> None:
    kept = attrs.evolve(kept, statistics_version=scorer.statistics.version)
    if kept == known:
        return
    _count(work, known, kept)
    work.taste_profiles.set(kept)
    vector = taste_vector(kept.profile, scorer.statistics, scorer.weights)
    work.taste_index.upsert(kept.user_id, vector, kept.profile.traits)


def _count(work: MatchingWork, known: KeptTaste | None, kept: KeptTaste) -> None:
    """Count somebody in who is new, and have what has changed be counted."""
    if known is not None and known.profile == kept.profile:
        return
    census = work.taste_census.hold()
    census = attrs.evolve(census, people=census.people + (known is None))
    work.taste_census.put(want_statistics(work, census))


def _feed(work: MatchingWork, starving: Sequence[UserId]) -> None:
    for user_id in starving:
        _schedule(work, user_id, work.now)


def _schedule(work: MatchingWork, user_id: UserId, due_at: datetime) -> None:
    if work.taste_refreshes.mark(user_id, due_at, work.now - _ABANDONED):
        work.enqueue(RefreshTaste(user_id=user_id), run_at=due_at)
