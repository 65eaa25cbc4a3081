"""Being suggested to each other: who is, when, and what changes that."""

import pytest

from phantom_core.identity import BlockUser, ReplaceProfile
from phantom_core.kernel import Actor, ArtistId
from phantom_core.matching import DismissPerson, MatchChanged, MatchStatus
from tests.use_cases.matching.salon import Salon

SUGGESTED = MatchStatus.SUGGESTED


@pytest.fixture
async def artists(salon: Salon) -> list[ArtistId]:
    await salon.artists("Opera", "Operetta")
    return await salon.artists("Autechre", "Burial", "Clark", "Demdike", "Emptyset", "Fennesz")


async def fans(salon: Salon, artists: list[ArtistId], *names: str) -> list[Actor]:
    """Some come in who like the same."""
    people = await salon.people(*names)
    for who in people:
        await salon.choose(who, *artists[:4])
    return people


async def test_two_of_one_taste_are_suggested_seconds_after_they_have_chosen(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await fans(salon, artists, "ada", "bob")
    await salon.settle()

    assert await salon.matches(ada) == {bob.person: SUGGESTED}
    assert await salon.matches(bob) == {ada.person: SUGGESTED}
    assert await salon.heard_by(ada) == [
        MatchChanged(user_id=ada.person, other_id=bob.person, status=SUGGESTED)
    ]


async def test_who_has_agreed_long_before_choosing_is_suggested_as_well(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.settle()
    for who in (ada, bob):
        await salon.choose(who, *artists[:4])
    await salon.settle()

    assert await salon.matches(ada) == {bob.person: SUGGESTED}


async def test_whoever_has_nothing_in_common_is_not_suggested(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await fans(salon, artists, "ada", "bob")
    (cyd,) = await salon.people("cyd")
    await salon.settle()

    assert set(await salon.matches(ada)) == {bob.person}
    assert await salon.matches(cyd) == {}


async def test_a_change_of_taste_ends_a_suggestion_and_begins_another(
    salon: Salon, artists: list[ArtistId]
) -> None:
    others = await salon.artists("Xenakis", "Yoshi", "Zorn", "Wolff")
    ada, bob = await fans(salon, artists, "ada", "bob")
    cyd, dee = await salon.people("cyd", "dee")
    for who in (cyd, dee):
        await salon.choose(who, *others)
    await salon.settle()
    assert set(await salon.matches(bob)) == {ada.person}

    await salon.choose(bob, *others)
    await salon.settle()
    assert await salon.matches(ada) == {}
    assert set(await salon.matches(bob)) == {cyd.person, dee.person}
    assert (await salon.heard_by(ada))[-1] == MatchChanged(
        user_id=ada.person, other_id=bob.person, status=None
    )


async def test_who_is_dismissed_is_not_suggested_again_and_sees_no_difference(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await fans(salon, artists, "ada", "bob")
    await salon.settle()
    heard = await salon.heard_by(bob)
    await salon.do(DismissPerson(user_id=bob.person), ada)
    await salon.choose(ada, *artists[:5])
    await salon.settle()

    assert await salon.matches(ada) == {}
    assert await salon.matches(bob) == {ada.person: SUGGESTED}
    assert await salon.heard_by(bob) == heard


async def test_a_like_outlives_the_suggestion_and_is_not_seen_by_the_other(
    salon: Salon, artists: list[ArtistId]
) -> None:
    ada, bob = await fans(salon, artists, "ada", "bob")
    await salon.settle()
    await salon.like(ada, bob)
    await salon.choose(bob, *await salon.artists("Xenakis", "Yoshi", "Zorn"))
    await salon.settle()

    assert await salon.matches(ada) == {bob.person: MatchStatus.LIKED}
    assert await salon.matches(bob) == {}


@pytest.mark.parametrize("how", ["hide", "withdraw", "block"])
async def test_who_goes_is_gone_at_once_and_the_next_best_comes(
    salon: Salon, artists: list[ArtistId], how: str
) -> None:
    ada, bob, cyd = await fans(salon, artists, "ada", "bob", "cyd")
    await salon.settle()
    if how == "hide":
        await salon.do(ReplaceProfile(discoverable=False), bob)
    elif how == "withdraw":
        await salon.consent(bob, granted=False)
    else:
        await salon.do(BlockUser(user_id=ada.person), bob)

    assert set(await salon.matches(ada)) == {cyd.person}
    await salon.settle()
    assert set(await salon.matches(ada)) == {cyd.person}
