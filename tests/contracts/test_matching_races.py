"""Many at once, on every storage: a pair matches once, and what is gone does not come back."""

from collections import Counter
from functools import partial

import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.chat import ListChats
from phantom_core.identity import BlockUser
from phantom_core.kernel import Actor, Storage
from phantom_core.matching import LikePerson, MatchMade, MatchStatus
from tests.contracts.test_identity_races import ROUNDS, at_once
from tests.use_cases.matching.salon import Salon


@pytest.fixture
def salon(storage: Storage, clock: ManualClock) -> Salon:
    return Salon.open(storage, clock)


async def made_for(salon: Salon, actor: Actor) -> int:
    return sum(isinstance(event, MatchMade) for event in await salon.heard_by(actor))


async def test_two_who_like_each_other_at_once_match_once_and_have_one_chat(salon: Salon) -> None:
    for number in range(ROUNDS):
        ada, bob = await salon.people(f"ada{number}", f"bob{number}")
        likes = [
            partial(salon.do, LikePerson(user_id=whom.person), who)
            for who, whom in ((ada, bob), (bob, ada))
        ]
        shown = await at_once(*likes, *likes)

        assert {match.status for match in shown} <= {MatchStatus.LIKED, MatchStatus.MATCHED}
        for me in (ada, bob):
            assert [*(await salon.matches(me)).values()] == [MatchStatus.MATCHED]
            assert await made_for(salon, me) == 1
            assert len((await salon.ask(ListChats(), me)).items) == 1


async def test_a_like_and_a_block_at_once_leave_nothing(salon: Salon) -> None:
    for number in range(ROUNDS):
        ada, bob = await salon.people(f"ada{number}", f"bob{number}")
        await salon.like(ada, bob)
        await at_once(
            partial(salon.do, LikePerson(user_id=ada.person), bob),
            partial(salon.do, BlockUser(user_id=bob.person), ada),
        )

        assert await salon.matches(ada) == await salon.matches(bob) == {}


async def test_all_who_choose_at_once_find_each_other(salon: Salon) -> None:
    artists = await salon.artists("Autechre", "Burial", "Clark", "Demdike")
    people = await salon.people(*[f"fan{number}" for number in range(6)])
    await at_once(*[partial(salon.choose, who, *artists) for who in people])
    await salon.settle()
    found = Counter([len(await salon.matches(who)) for who in people])

    assert found == {5: 6}
