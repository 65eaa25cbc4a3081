"""Liking and dismissing: what follows, and who learns of it."""

import attrs
import pytest

from phantom_core.chat import ListChats
from phantom_core.identity import (
    BlockUser,
    ReplaceProfile,
    SetUserStatus,
    UnblockUser,
    UserStatus,
)
from phantom_core.kernel import EPOCH, Actor, NotFound, UserId, person, uuid7
from phantom_core.matching import (
    DismissPerson,
    HiddenOneself,
    LikePerson,
    ListMatches,
    MatchChanged,
    MatchMade,
    MatchStatus,
    NoMatching,
    NotWithYourself,
)
from tests.use_cases.matching.salon import Salon

NOBODY = UserId(uuid7(EPOCH, 0))


async def chats_of(salon: Salon, actor: Actor) -> list[object]:
    return [*(await salon.ask(ListChats(), actor)).items]


async def test_nobody_learns_of_a_like_that_is_not_answered(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    shown = await salon.like(ada, bob)

    assert (shown.person.id, shown.status) == (bob.person, MatchStatus.LIKED)
    assert await salon.matches(ada) == {bob.person: MatchStatus.LIKED}
    assert await salon.matches(bob) == {}
    assert await salon.heard_by(bob) == []
    assert await chats_of(salon, bob) == []
    assert await salon.heard_by(ada) == [
        MatchChanged(user_id=ada.person, other_id=bob.person, status=MatchStatus.LIKED)
    ]


async def test_two_who_like_each_other_are_told_and_may_talk(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.like(ada, bob)
    shown = await salon.like(bob, ada)

    assert shown.status is MatchStatus.MATCHED
    for me, other in ((ada, bob), (bob, ada)):
        assert await salon.matches(me) == {other.person: MatchStatus.MATCHED}
        assert (await salon.heard_by(me))[-2:] == [
            MatchChanged(user_id=me.person, other_id=other.person, status=MatchStatus.MATCHED),
            MatchMade(user_id=me.person, other_id=other.person),
        ]
        (chat,) = (await salon.ask(ListChats(), me)).items
        assert chat.peer is not None
        assert chat.peer.id == other.person


async def test_saying_it_again_changes_nothing(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    for _ in range(2):
        await salon.like(ada, bob)
        await salon.like(bob, ada)

    for me in (ada, bob):
        assert sum(isinstance(event, MatchMade) for event in await salon.heard_by(me)) == 1
        assert len(await chats_of(salon, me)) == 1


async def test_a_dismissal_is_told_to_nobody_and_can_be_taken_back(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.like(bob, ada)
    heard = await salon.heard_by(bob)
    shown = await salon.do(DismissPerson(user_id=bob.person), ada)

    assert shown.status is MatchStatus.DISMISSED
    assert await salon.matches(ada) == {}
    assert await salon.matches(ada, MatchStatus.DISMISSED) == {bob.person: MatchStatus.DISMISSED}
    assert await salon.matches(bob) == {ada.person: MatchStatus.LIKED}
    assert await salon.heard_by(bob) == heard
    assert (await salon.like(ada, bob)).status is MatchStatus.MATCHED


async def test_a_match_that_one_ends_is_over_for_both_until_both_like_anew(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.like(ada, bob)
    await salon.like(bob, ada)
    await salon.do(DismissPerson(user_id=bob.person), ada)

    assert await salon.matches(bob) == {}
    assert (await salon.heard_by(bob))[-1] == MatchChanged(
        user_id=bob.person, other_id=ada.person, status=None
    )
    assert (await salon.like(ada, bob)).status is MatchStatus.LIKED
    assert (await salon.like(bob, ada)).status is MatchStatus.MATCHED
    assert len(await chats_of(salon, bob)) == 1


async def test_a_block_ends_a_match_for_good_and_tells_nobody(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.like(ada, bob)
    await salon.like(bob, ada)
    heard = await salon.heard_by(bob)
    await salon.do(BlockUser(user_id=bob.person), ada)

    assert [await salon.matches(me) for me in (ada, bob)] == [{}, {}]
    assert await salon.heard_by(bob) == heard
    await salon.do(UnblockUser(user_id=bob.person), ada)
    assert [await salon.matches(me) for me in (ada, bob)] == [{}, {}]


async def test_who_takes_their_consent_back_is_in_nobodys_list(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.like(ada, bob)
    await salon.like(bob, ada)
    await salon.consent(ada, granted=False)

    assert await salon.matches(bob) == {}
    assert (await salon.heard_by(bob))[-1] == MatchChanged(
        user_id=bob.person, other_id=ada.person, status=None
    )
    with pytest.raises(NoMatching):
        await salon.ask(ListMatches(), ada)
    await salon.consent(ada)
    assert [await salon.matches(me) for me in (ada, bob)] == [{}, {}]


async def test_who_hides_is_in_nobodys_list_until_they_come_back(salon: Salon) -> None:
    ada, bob = await salon.people("ada", "bob")
    await salon.like(ada, bob)
    await salon.like(bob, ada)
    await salon.do(ReplaceProfile(discoverable=False), ada)

    assert await salon.matches(bob) == {}
    with pytest.raises(HiddenOneself):
        await salon.like(ada, bob)
    await salon.do(ReplaceProfile(), ada)
    assert await salon.matches(bob) == {ada.person: MatchStatus.MATCHED}


@pytest.mark.parametrize("decide", [LikePerson, DismissPerson])
async def test_whoever_may_not_be_matched_is_as_good_as_absent(
    salon: Salon, decide: type[LikePerson] | type[DismissPerson]
) -> None:
    ada, hidden, blocked, blocking, gone = await salon.people("ada", "bob", "cyd", "dee", "eve")
    root = person(gone.person, is_admin=True)
    silent = await salon.newcomer("silent")
    await salon.do(ReplaceProfile(discoverable=False), hidden)
    await salon.do(BlockUser(user_id=blocked.person), ada)
    await salon.do(BlockUser(user_id=ada.person), blocking)
    await salon.do(
        SetUserStatus(user_id=gone.person, status=UserStatus.SUSPENDED),
        attrs.evolve(root, user_id=silent.person),
    )
    others = [each.person for each in (hidden, blocked, blocking, gone, silent)]

    for user_id in (*others, NOBODY):
        with pytest.raises(NotFound) as refusal:
            await salon.do(decide(user_id=user_id), ada)
        assert refusal.value.detail == f"There is no user {user_id}."


async def test_nobody_is_matched_with_themself_or_without_consent(salon: Salon) -> None:
    (ada,) = await salon.people("ada")
    silent = await salon.newcomer("silent")

    with pytest.raises(NotWithYourself):
        await salon.like(ada, ada)
    with pytest.raises(NoMatching):
        await salon.like(silent, ada)
