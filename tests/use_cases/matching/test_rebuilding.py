"""Whatever people do one by one, all is as if it had been made at once from how they are now."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Any

import attrs
import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.identity import (
    BlockUser,
    ReplaceProfile,
    Seeking,
    SetUserStatus,
    UnblockUser,
    UserStatus,
)
from phantom_core.kernel import SYSTEM, Actor, ArtistId, Invocation, PhantomError, Storage
from phantom_core.matching import DismissPerson, Match, Scorer, TasteProfile, liking, suits
from phantom_core.matching.neighbourhood import COUNTED
from tests.use_cases.matching.salon import ROOT, Salon

ROLES = ("drummer", "singer")


@attrs.define
class Crowd:
    """Some people, and what they do by chance."""

    salon: Salon
    chance: random.Random
    people: list[Actor]
    artists: list[ArtistId]

    def anybody(self) -> Actor:
        return self.chance.choice(self.people)

    async def choose(self) -> None:
        chosen = self.chance.sample(self.artists, self.chance.randint(0, 6))
        await self.salon.choose(self.anybody(), *chosen)

    async def present(self) -> None:
        wanted = self.chance.sample(ROLES, self.chance.randint(0, 1))
        profile = ReplaceProfile(
            roles=tuple(self.chance.sample(ROLES, self.chance.randint(0, 2))),
            tags=tuple(self.chance.sample(("night", "tape"), self.chance.randint(0, 2))),
            seeking=Seeking(roles=tuple(wanted)),
            discoverable=self.chance.random() < 0.8,
        )
        await self.salon.do(profile, self.anybody())

    async def consent(self) -> None:
        await self.salon.consent(self.anybody(), granted=self.chance.random() < 0.7)

    async def block(self) -> None:
        one, other = self.chance.sample(self.people, 2)
        blocking = BlockUser if self.chance.random() < 0.6 else UnblockUser
        await self.salon.do(blocking(user_id=other.person), one)

    async def be_judged(self) -> None:
        status = self.chance.choice([UserStatus.ACTIVE, UserStatus.SUSPENDED])
        await self.salon.do(SetUserStatus(user_id=self.anybody().person, status=status), ROOT)

    async def dismiss(self) -> None:
        who = self.anybody()
        for other in await self.salon.matches(who):
            await self.salon.do(DismissPerson(user_id=other), who)

    @property
    def deeds(self) -> list[Callable[[], Awaitable[None]]]:
        rare = [self.present, self.consent, self.block, self.be_judged, self.dismiss]
        return [*[self.choose] * 5, *rare]


@pytest.fixture(params=["memory", "sqlite"])
async def salon(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Salon]:
    clock = ManualClock()
    storage: Storage = MemoryStorage(clock=clock)
    if request.param == "sqlite":
        storage = open_storage(f"sqlite:///{tmp_path / 'phantom.db'}", clock=clock)
    yield Salon.open(storage, clock)
    await storage.close()


def expected(work: Any) -> Any:
    """What each can get, and for each pair how close the two are; of present facts alone."""
    profiles: list[TasteProfile] = [kept.profile for kept in work.taste_profiles.after(None, 100)]
    scorer = Scorer(work.taste_census.current())
    scores = {
        (a.user_id, b.user_id): score
        for a, b in combinations(profiles, 2)
        if suits(a, b, work.now.date()) and not work.blocks.between(a.user_id, b.user_id)
        if (score := scorer.score(a, b)) > 0
    }
    of = {
        each.user_id: sorted(
            (score for pair, score in scores.items() if each.user_id in pair), reverse=True
        )
        for each in profiles
    }
    reach = {user_id: scorer.reach(mine) for user_id, mine in of.items()}
    assert max(map(len, of.values()), default=0) < COUNTED
    known = {each.user_id: each for each in profiles}
    closeness = {
        (a, b): scorer.reciprocal(
            score, reach[a], reach[b], liking(known[a], known[b]), liking(known[b], known[a])
        )
        for (a, b), score in scores.items()
    }
    return reach, closeness


def found(work: Any) -> Any:
    """The same as it is kept, with the pairs that are suggested."""
    people = [kept.user_id for kept in work.taste_profiles.after(None, 100)]
    standings = work.neighbourhoods.standings(people)
    matches: set[Match] = {
        match for user_id in people for match in work.matches.to_review(user_id, ())
    }
    ties = {
        tuple(sorted((tie.user_id, tie.other_id)))
        for user_id in people
        for tie in work.neighbourhoods.around(user_id)
    }
    reach = {user_id: standing.reach for user_id, standing in standings.items()}
    return reach, {match.pair for match in matches}, ties, work.taste_census.look().people


@pytest.mark.parametrize("seed", range(2))
async def test_changes_one_by_one_come_to_what_all_at_once_would(salon: Salon, seed: int) -> None:
    artists = await salon.artists(*[f"Artist {number}" for number in range(9)])
    people = await salon.people(*[f"fan{number}" for number in range(7)])
    crowd = Crowd(salon, random.Random(seed), people, artists)
    for _ in range(12):
        for deed in crowd.chance.choices(crowd.deeds, k=4):
            with suppress(PhantomError):
                await deed()
        await salon.settle()
        salon.clock.advance(hours=5)

        reach, closeness = await salon.storage.read(Invocation(SYSTEM, 0), expected)
        kept, suggested, ties, counted = await salon.storage.read(Invocation(SYSTEM, 0), found)
        assert kept == pytest.approx(reach)
        assert ties == set(closeness)
        assert counted == len(reach)
        assert {pair for pair, close in closeness.items() if close >= 1} <= suggested
        assert suggested <= {pair for pair, close in closeness.items() if close >= 0.85}
