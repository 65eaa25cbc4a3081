"""Counting what everybody likes, now and then, and what follows from a new count."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Final

import attrs

from phantom_core.kernel import NOBODY_WAITS, Access, Query, Task, UserId
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.taste_ports import Census

__all__ = [
    "STALE",
    "CountTastes",
    "GetCensus",
    "ListTasteProfiles",
    "want_statistics",
]

STALE: Final = timedelta(days=1)
"""Statistics are made anew when they are older, or when a tenth of the people are others."""

_SOON: Final = timedelta(seconds=1)
_EACH: Final = timedelta(seconds=1)
_ABANDONED: Final = timedelta(minutes=10)


@attrs.frozen(kw_only=True)
class CountTastes(Task):
    """Count what everybody likes, if it is time for that: `flows.count_everybody`."""

    name: ClassVar[str] = "count_tastes"
    patience = NOBODY_WAITS


@attrs.frozen(kw_only=True)
class GetCensus(Query[Census]):
    """Ask how many take part, and whether statistics are wanted."""

    access = Access.SYSTEM

    def run(self, work: MatchingWork) -> Census:
        """Answer it."""
        return work.taste_census.look()


@attrs.frozen(kw_only=True)
class ListTasteProfiles(Query[Sequence[TasteProfile]]):
    """Read the profiles of those who take part, some at a time, by id."""

    access = Access.SYSTEM
    after: UserId | None = None
    limit: int = 500

    def run(self, work: MatchingWork) -> Sequence[TasteProfile]:
        """Answer them."""
        return [kept.profile for kept in work.taste_profiles.after(self.after, self.limit)]


def want_statistics(work: MatchingWork, census: Census) -> Census:
    """Have everything be counted anew after a profile has changed: the sooner, the fewer people.

    It is at once where so many have come or gone that it matters; else as many seconds after the
    last count as there are people, if that is not later than it would be anyway.
    """
    due = work.now + _SOON
    if census.counted_at and not work.taste_census.current().outdated(census.people):
        due = max(due, census.counted_at + min(census.people * _EACH, STALE))
    wanted = census.wanted_at
    if wanted is not None and wanted <= due and work.now - wanted < _ABANDONED:
        return census
    work.enqueue(CountTastes(), run_at=due)
    return attrs.evolve(census, wanted_at=due)
