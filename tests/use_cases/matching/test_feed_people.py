"""People are recommended: who suits, with reasons, the same all day, and nobody who may not be."""

import pytest

from phantom_core.identity import (
    BlockUser,
    FollowUser,
    ReplaceProfile,
    SetUserStatus,
    UserStatus,
)
from phantom_core.kernel import Actor, person
from phantom_core.matching import (
    DismissPerson,
    FeedReasonKind,
    GetExposure,
    HiddenOneself,
    NoMatching,
    RecommendedPerson,
)
from phantom_core.matching.flows import recommended_people
from tests.use_cases.matching.salon import Salon


async def feed(salon: Salon, actor: Actor, limit: int = 50) -> list[RecommendedPerson]:
    return list(await recommended_people(salon.phantom, actor=actor, limit=limit))


async def names(salon: Salon, actor: Actor, limit: int = 50) -> list[str]:
    return [each.person.username for each in await feed(salon, actor, limit)]


async def scene(salon: Salon) -> list[Actor]:
    """Ada and Bob like the same; Cleo likes some of it, Dan nothing of it."""
    people = await salon.people("ada", "bob", "cleo", "dan")
    songs = await salon.artists("Burial", "Shackleton", "Actress", "Andy Stott")
    others = await salon.artists("Abba", "Boney M.", "Ricchi e Poveri", "Al Bano")
    for actor, liked in zip(people, (songs, songs, [*songs[:2], *others[:2]], others), strict=True):
        await salon.choose(actor, *liked)
    await salon.settle()
    return people


async def test_who_suits_best_comes_first_with_reasons_and_nobody_is_missing(salon: Salon) -> None:
    ada, *_ = await scene(salon)
    found = await feed(salon, ada)

    assert [each.person.username for each in found] == ["bob", "cleo", "dan"]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert found[0].reasons[0].kind is FeedReasonKind.ARTISTS
    assert "Burial" in found[0].reasons[0].text
    assert all(each.reasons for each in found)


async def test_the_order_holds_for_a_day_and_who_was_answered_makes_room(salon: Salon) -> None:
    ada, bob, cleo, _ = await scene(salon)
    await salon.people(*(f"more{number}" for number in range(5)))
    await salon.settle()
    before = await names(salon, ada)
    salon.clock.advance(hours=1)

    assert await names(salon, ada) == before
    assert await names(salon, ada, limit=2) == before[:2]

    await salon.do(DismissPerson(user_id=bob.person), ada)
    await salon.like(ada, cleo)

    assert await names(salon, ada) == [each for each in before if each not in {"bob", "cleo"}]


@pytest.mark.parametrize(
    "end", ["blocks", "blocked", "hides", "withdraws", "suspended", "followed"]
)
async def test_who_may_not_be_shown_is_gone_at_once(salon: Salon, end: str) -> None:
    ada, bob, *_ = await scene(salon)
    assert "bob" in await names(salon, ada)

    match end:
        case "blocks":
            await salon.do(BlockUser(user_id=ada.person), bob)
        case "blocked":
            await salon.do(BlockUser(user_id=bob.person), ada)
        case "hides":
            await salon.do(ReplaceProfile(discoverable=False), bob)
        case "withdraws":
            await salon.consent(bob, granted=False)
        case "suspended":
            office = person(ada.person, is_admin=True)
            await salon.do(SetUserStatus(user_id=bob.person, status=UserStatus.SUSPENDED), office)
        case _:
            await salon.do(FollowUser(user_id=bob.person), ada)

    assert "bob" not in await names(salon, ada)


async def test_who_follows_those_whom_one_follows_comes_up_with_their_names(salon: Salon) -> None:
    ada, bob, cleo, dan = await scene(salon)
    await salon.do(FollowUser(user_id=cleo.person), ada)
    await salon.do(FollowUser(user_id=dan.person), cleo)
    found = {each.person.username: each for each in await feed(salon, ada)}
    friends = [reason for reason in found["dan"].reasons if reason.kind is FeedReasonKind.FRIENDS]

    assert [reason.text for reason in friends] == ["Followed by Cleo, whom you follow."]
    assert next(iter(found)) == "dan"

    await salon.do(BlockUser(user_id=ada.person), cleo)
    found = {each.person.username: each for each in await feed(salon, ada)}

    assert "Cleo" not in str([each.reasons for each in found.values()])
    assert bob.person in {each.person.id for each in found.values()}


@pytest.mark.parametrize("end", ["hides", "withdraws"])
async def test_who_takes_no_part_speaks_for_nobody(salon: Salon, end: str) -> None:
    ada, _, cleo, dan = await scene(salon)
    await salon.do(FollowUser(user_id=cleo.person), ada)
    await salon.do(FollowUser(user_id=dan.person), cleo)
    assert "Cleo" in str(await feed(salon, ada))

    if end == "hides":
        await salon.do(ReplaceProfile(discoverable=False), cleo)
    else:
        await salon.consent(cleo, granted=False)
    found = await feed(salon, ada)

    assert "dan" in {each.person.username for each in found}
    assert "Cleo" not in str([each.reasons for each in found])


async def test_who_has_chosen_nothing_is_shown_people_all_the_same(salon: Salon) -> None:
    await scene(salon)
    (eve,) = await salon.people("eve")

    assert set(await names(salon, eve)) == {"ada", "bob", "cleo", "dan"}


async def test_without_consent_or_hidden_one_is_shown_nobody(salon: Salon) -> None:
    await scene(salon)
    eve = await salon.newcomer("eve")
    with pytest.raises(NoMatching):
        await feed(salon, eve)

    await salon.consent(eve)
    await salon.do(ReplaceProfile(discoverable=False), eve)
    with pytest.raises(HiddenOneself):
        await feed(salon, eve)


async def test_everybody_counts_as_shown_once_for_each_feed_and_day(salon: Salon) -> None:
    ada, bob, *_ = await scene(salon)
    for actor in (ada, ada, bob):
        await names(salon, actor)
    office = person(ada.person, is_admin=True)
    exposure = await salon.ask(GetExposure(), office)

    assert (exposure.people, exposure.shown, exposure.never_shown) == (4, 4, 0)
    assert exposure.most_shown == 2

    salon.clock.advance(days=1)

    assert (await salon.ask(GetExposure(), office)).shown == 0
