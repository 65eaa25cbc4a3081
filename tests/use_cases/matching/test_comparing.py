"""How well two suit each other: the same for both, for whom it is there, and what it gives away."""

from itertools import pairwise

import pytest

from phantom_core.identity import BlockUser, ReplaceProfile, Seeking
from phantom_core.kernel import EPOCH, Actor, ArtistId, NotFound, UserId, uuid7
from phantom_core.matching import (
    Compatibility,
    Facet,
    GetCompatibility,
    HiddenOneself,
    NoMatching,
    NotWithYourself,
)
from phantom_core.matching.kept_taste import BURST
from tests.use_cases.matching.salon import Salon

NOBODY = UserId(uuid7(EPOCH, 0))


async def compatibility(salon: Salon, who: Actor, other: Actor) -> Compatibility:
    return await salon.ask(GetCompatibility(user_id=other.person), who)


@pytest.fixture
async def artists(salon: Salon) -> list[ArtistId]:
    await salon.artists("Opera", "Operetta")
    return await salon.artists("Autechre", "Burial", "Clark", "Demdike", "Emptyset", "Fennesz")


async def test_both_are_told_the_same_and_why(salon: Salon, artists: list[ArtistId]) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.choose(ada, *artists[:4])
    await salon.choose(bob, *artists[1:5])
    await salon.settle()
    mine, theirs = [await compatibility(salon, *pair) for pair in ((ada, bob), (bob, ada))]

    assert mine == theirs
    assert mine.score >= 70
    (shared,) = [reason for reason in mine.reasons if reason.kind is Facet.ARTISTS]
    assert set(shared.items) == set(artists[1:4])
    assert "Burial" in shared.text


async def test_where_there_is_no_profile_yet_they_have_nothing_in_common(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    found = await compatibility(salon, ada, bob)

    assert (found.score, found.reasons) == (0, ())


async def test_a_wish_that_is_not_met_looks_like_having_nothing_in_common(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await salon.people("ada", "bob")
    for who in (ada, bob):
        await salon.choose(who, *artists)
    await salon.do(ReplaceProfile(roles=("drummer",)), ada)
    await salon.do(ReplaceProfile(seeking=Seeking(roles=("singer",))), bob)
    await salon.settle()
    found = await compatibility(salon, ada, bob)

    assert (found.score, found.reasons) == (0, ())


async def test_whoever_may_not_be_matched_is_as_good_as_absent(salon: Salon) -> None:
    ada, hidden, blocked, blocking = await salon.people("ada", "bob", "cyd", "dee")
    silent = await salon.newcomer("silent")
    await salon.do(ReplaceProfile(discoverable=False), hidden)
    await salon.do(BlockUser(user_id=blocked.person), ada)
    await salon.do(BlockUser(user_id=ada.person), blocking)

    for user_id in (*[each.person for each in (hidden, blocked, blocking, silent)], NOBODY):
        with pytest.raises(NotFound) as refusal:
            await salon.ask(GetCompatibility(user_id=user_id), ada)
        assert refusal.value.detail == f"There is no user {user_id}."


async def test_who_takes_no_part_is_told_so(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    silent = await salon.newcomer("silent")
    await salon.do(ReplaceProfile(discoverable=False), bob)

    with pytest.raises(NoMatching):
        await compatibility(salon, silent, ada)
    with pytest.raises(HiddenOneself):
        await compatibility(salon, bob, ada)
    with pytest.raises(NotWithYourself):
        await compatibility(salon, ada, ada)


async def test_a_profile_of_one_artist_does_not_tell_who_likes_that_artist(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob, cyd = await salon.people("ada", "bob", "cyd")
    for who in (bob, cyd):
        await salon.choose(who, *artists[:4])
    seen = []
    for probe in (artists[0], artists[5]):
        await salon.choose(ada, probe)
        await salon.settle()
        seen.append(await compatibility(salon, ada, bob))
        salon.clock.advance(hours=9)

    assert seen[0] == seen[1]


async def test_of_many_changes_in_an_hour_only_a_few_show(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.choose(bob, *artists)
    await salon.choose(ada, *artists[:3])
    await salon.settle()
    seen = [await compatibility(salon, ada, bob)]
    for least in range(8):
        await salon.choose(ada, *artists[least % 3 : least % 3 + 3])
        await salon.settle()
        seen.append(await compatibility(salon, ada, bob))
    changes = sum(one != other for one, other in pairwise(seen))

    assert 0 < changes < BURST
    salon.clock.advance(hours=2)
    await salon.settle()
    assert await compatibility(salon, ada, bob) != seen[-1]
