"""Counting everybody's taste, which takes longer than a transaction may."""

from collections.abc import Callable
from datetime import datetime

from phantom_core.kernel import SYSTEM, Doer
from phantom_core.matching.statistics import TasteCount
from phantom_core.matching.use_cases.census import (
    STALE,
    GetCensus,
    ListTasteProfiles,
)
from phantom_core.matching.use_cases.rescoring import KeepStatistics

__all__ = ["count_everybody"]


async def count_everybody(phantom: Doer, clock: Callable[[], datetime]) -> bool:
    """Make new statistics if they are wanted, or old; answer whether there are any.

    Scores are made anew by jobs that are enqueued with them. Who comes or goes while it is counted
    is counted or is not.
    """
    census = await phantom.ask(GetCensus(), actor=SYSTEM)
    fresh = census.counted_at is not None and clock() - census.counted_at < STALE
    if census.people == 0 or (fresh and census.wanted_at is None):
        return False
    count, after = TasteCount(), None
    while some := await phantom.ask(ListTasteProfiles(after=after), actor=SYSTEM):
        for profile in some:
            count.add(profile)
        after = some[-1].user_id
    await phantom.do(KeepStatistics(statistics=count.total(0)), actor=SYSTEM)
    return True
