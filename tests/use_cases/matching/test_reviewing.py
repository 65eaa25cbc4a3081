"""Who changes much has matches looked at once for all the changes, and no change is passed over."""

from collections import Counter
from typing import Any

from phantom_adapters.jobs import Lane, Worker
from phantom_core.kernel import SYSTEM, Invocation, JobFilter, JobState, PageRequest
from phantom_core.matching import ReviewMatches
from tests.use_cases.matching.salon import Salon

_NAMES = ["ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ivy", "joe"]


async def reviews(salon: Salon) -> list[ReviewMatches]:
    """Those that wait."""
    wanted = JobFilter(name="ReviewMatches", state=JobState.WAITING)

    def body(work: Any) -> list[ReviewMatches]:
        return [job.deferred for job in work.jobs.page(PageRequest(limit=200), wanted).items]

    return await salon.storage.read(Invocation(SYSTEM, 0), body)


async def test_of_one_persons_reviews_one_waits_however_many_change_how_often(salon: Salon) -> None:
    people = await salon.people(*_NAMES)
    artists = await salon.artists("Air", "Blur", "Can", "Devo")
    for actor in people:
        await salon.choose(actor, *artists[:2])
    await salon.settle()
    refreshing = Worker(
        salon.phantom, {}, owner="salon", lanes=[Lane(names=frozenset({"RefreshTaste"}))]
    )

    for turn in range(1, 5):
        for actor in people:
            await salon.choose(actor, *artists[: 1 + turn % 4])
        salon.clock.advance(seconds=3)
        await refreshing.drain()
    waiting = Counter(each.user_ids for each in await reviews(salon))
    assert 0 < len(waiting) <= len(people)
    assert set(waiting.values()) == {1}

    await salon.choose(people[0], artists[3])
    await salon.settle()
    assert await reviews(salon) == []
    for actor in people[1:]:
        await salon.choose(actor, artists[3])
    await salon.settle()
    assert {people[1].person} <= {*await salon.matches(people[0])}
