"""People find each other, follow each other, and can be rid of each other."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.audio import Visibility
from phantom_core.identity import (
    BlockUser,
    FindUsers,
    Followed,
    FollowEnded,
    FollowUser,
    GetCircle,
    GetPeople,
    GetPublicProfile,
    ListBlocked,
    ListFollowers,
    ListFollowing,
    NotYourself,
    Person,
    ReplaceProfile,
    SetUserStatus,
    UnblockUser,
    UnfollowUser,
    UserBlocked,
    UserStatus,
    UserUnblocked,
)
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Command,
    Cursor,
    Forbidden,
    Invalid,
    Invocation,
    NotFound,
    Page,
    PageRequest,
    Query,
    UserId,
    uuid7,
)
from tests.use_cases.identity.town import Town


async def names(town: Town, query: Query[Page[Person]], actor: Actor) -> list[str]:
    page = await town.ask(query, actor)
    return [person.username for person in page.items]


async def test_people_are_found_by_what_they_do_and_where(town: Town) -> None:
    ada, bob = await town.somebody("ada"), await town.somebody("bob")
    await town.do(ReplaceProfile(roles=("Drummer",), region="Köln", tags=("jazz",)), bob)
    await town.do(ReplaceProfile(instruments=("drums",)), ada)

    assert await names(town, FindUsers(role="drummer", region="koln", tag="JAZZ"), ada) == ["bob"]
    assert await names(town, FindUsers(query="b", instrument="drums"), ada) == []
    with pytest.raises(Invalid, match="role"):
        FindUsers(role="")


async def test_a_profile_tells_who_follows_whom(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(FollowUser(user_id=ada.person), eve)
    hers = await town.ask(GetPublicProfile(user_id=eve.person), ada)

    assert (hers.followed, hers.follows_viewer, hers.mutual) == (False, True, False)

    await town.do(FollowUser(user_id=eve.person), ada)
    hers = await town.ask(GetPublicProfile(user_id=eve.person), ada)

    assert (hers.followed, hers.follows_viewer, hers.mutual) == (True, True, True)


async def profile_of(town: Town, user: Actor, seen_by: Actor) -> tuple[int, int, bool]:
    read = await town.ask(GetPublicProfile(user_id=user.person), seen_by)
    return read.followers, read.following, read.followed


async def test_people_are_found_by_the_beginnings_of_their_names(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.register("bee", display_name="Beyoncé Knowles")

    assert await names(town, FindUsers(query="KNOW"), ada) == ["bee"]
    assert await names(town, FindUsers(query="beyonce k"), ada) == ["bee"]
    assert await names(town, FindUsers(query="nobody"), ada) == []
    assert await names(town, FindUsers(), ada) == ["ada", "bee"]


@pytest.mark.parametrize("query", ["x" * 101, "nul\0", "\ud800"])
async def test_what_cannot_be_searched_for_is_told(query: str) -> None:
    with pytest.raises(Invalid, match="query"):
        FindUsers(query=query)


async def test_who_does_not_want_to_be_found_is_still_there(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(ReplaceProfile(discoverable=False), ada)

    assert await names(town, FindUsers(query="ada"), eve) == []
    assert await profile_of(town, ada, eve) == (0, 0, False)


async def test_following_is_counted_listed_and_told(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    follow = FollowUser(user_id=ada.person)

    assert await town.told(follow, eve) == [
        Followed(user_id=each.person, follower_id=eve.person, followee_id=ada.person)
        for each in (eve, ada)
    ]
    assert await town.told(follow, eve) == []
    assert await profile_of(town, ada, eve) == (1, 0, True)
    assert await profile_of(town, eve, ada) == (0, 1, False)
    assert await names(town, ListFollowers(user_id=ada.person), ada) == ["eve"]
    assert await names(town, ListFollowing(user_id=eve.person), ada) == ["ada"]


async def test_unfollowing_is_told_on_both_sides(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(FollowUser(user_id=ada.person), eve)
    unfollow = UnfollowUser(user_id=ada.person)

    assert await town.told(unfollow, eve) == [
        FollowEnded(user_id=each.person, follower_id=eve.person, followee_id=ada.person)
        for each in (eve, ada)
    ]
    assert await town.told(unfollow, eve) == []
    assert await profile_of(town, ada, eve) == (0, 0, False)


async def test_a_new_follower_is_listed_before_an_older_one(town: Town) -> None:
    ada = await town.somebody("ada")
    for name in ("bob", "cleo", "dan"):
        town.clock.advance(seconds=1)
        await town.do(FollowUser(user_id=ada.person), await town.somebody(name))
    first = await town.ask(ListFollowers(user_id=ada.person, page=PageRequest(limit=2)), ada)
    rest = ListFollowers(user_id=ada.person, page=PageRequest(limit=2, cursor=first.next))

    assert [person.username for person in first.items] == ["dan", "cleo"]
    assert await names(town, rest, ada) == ["bob"]


async def test_nobody_follows_blocks_or_reports_themself(town: Town) -> None:
    ada = await town.somebody("ada")
    commands: list[Command[None]] = [
        FollowUser(user_id=ada.person),
        BlockUser(user_id=ada.person),
    ]

    for command in commands:
        with pytest.raises(NotYourself, match="user_id: must be somebody else's"):
            await town.do(command, ada)


async def test_a_block_hides_each_from_the_other(town: Town) -> None:
    ada, eve, bob = [await town.somebody(name) for name in ("ada", "eve", "bob")]
    await town.do(BlockUser(user_id=eve.person), ada)

    for one, other in ((ada, eve), (eve, ada)):
        queries: list[Query[Any]] = [
            GetPublicProfile(user_id=other.person),
            ListFollowers(user_id=other.person),
            ListFollowing(user_id=other.person),
        ]
        for query in queries:
            with pytest.raises(NotFound):
                await town.ask(query, one)
        with pytest.raises(NotFound):
            await town.do(FollowUser(user_id=other.person), one)
    assert await names(town, FindUsers(), ada) == ["ada", "bob"]
    assert await names(town, FindUsers(), eve) == ["bob", "eve"]
    assert await names(town, FindUsers(), bob) == ["ada", "bob", "eve"]


async def test_to_who_is_blocked_it_is_as_if_there_were_nobody(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    nobody = UserId(uuid7(town.clock.now, 7))
    await town.do(BlockUser(user_id=eve.person), ada)

    for user_id in (ada.person, nobody):
        for command in (FollowUser(user_id=user_id), BlockUser(user_id=user_id)):
            with pytest.raises(NotFound) as refusal:
                await town.do(command, eve)
            assert refusal.value.detail == f"There is no user {user_id}."
        assert await town.told(UnfollowUser(user_id=user_id), eve) == []
        assert await town.told(UnblockUser(user_id=user_id), eve) == []


async def test_a_block_dissolves_what_was_between_them_and_tells_the_blocked_no_more_than_that(
    town: Town,
) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(FollowUser(user_id=ada.person), eve)
    await town.do(FollowUser(user_id=eve.person), ada)
    before = await town.heard_by(eve)
    told = await town.told(BlockUser(user_id=eve.person), ada)
    ended = [
        FollowEnded(user_id=each.person, follower_id=one.person, followee_id=other.person)
        for one, other in ((ada, eve), (eve, ada))
        for each in (one, other)
    ]

    assert told == [UserBlocked(user_id=ada.person, blocked_id=eve.person), *ended]
    assert await town.heard_by(eve) == [*before, ended[1], ended[2]]
    await town.do(UnblockUser(user_id=eve.person), ada)
    assert await profile_of(town, ada, eve) == (0, 0, False)
    assert await profile_of(town, eve, ada) == (0, 0, False)


async def test_blocking_again_changes_nothing(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    block, unblock = BlockUser(user_id=eve.person), UnblockUser(user_id=eve.person)
    await town.do(block, ada)

    assert await town.told(block, ada) == []
    assert await town.told(unblock, ada) == [
        UserUnblocked(user_id=ada.person, blocked_id=eve.person)
    ]
    assert await town.told(unblock, ada) == []


async def test_one_sees_whom_one_has_blocked(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(BlockUser(user_id=eve.person), ada)

    assert await names(town, ListBlocked(), ada) == ["eve"]
    assert await names(town, ListBlocked(), eve) == []


async def test_the_blocked_are_left_out_of_everybody_elses_lists(town: Town) -> None:
    ada, eve, bob = [await town.somebody(name) for name in ("ada", "eve", "bob")]
    for follower in (ada, eve):
        await town.do(FollowUser(user_id=bob.person), follower)
    await town.do(BlockUser(user_id=eve.person), ada)

    assert await names(town, ListFollowers(user_id=bob.person), eve) == ["eve"]
    assert await profile_of(town, bob, eve) == (2, 0, True)


async def test_those_in_office_see_everybody(town: Town) -> None:
    admin, ada = await town.admin(), await town.somebody("ada")
    await town.do(BlockUser(user_id=admin.person), ada)
    await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.SUSPENDED), admin)

    assert await profile_of(town, ada, admin) == (0, 0, False)


async def test_the_suspended_are_seen_by_nobody_until_they_are_back(town: Town) -> None:
    admin = await town.admin()
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.SUSPENDED), admin)

    assert await names(town, FindUsers(query="ada"), eve) == []
    with pytest.raises(NotFound):
        await profile_of(town, ada, eve)
    await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.ACTIVE), admin)
    assert await profile_of(town, ada, eve) == (0, 0, False)


async def test_people_are_named_by_their_ids_to_those_in_office(town: Town) -> None:
    admin, eve = await town.admin(), await town.somebody("eve")
    nobody = UserId(uuid7(town.clock.now, 7))
    question = GetPeople(user_ids=(eve.person, nobody))
    found = await town.ask(question, admin)

    with pytest.raises(Forbidden):
        await town.ask(question, eve)
    assert {user_id: found[user_id].username for user_id in found} == {eve.person: "eve"}


async def test_a_made_up_cursor_is_refused(town: Town) -> None:
    ada = await town.somebody("ada")
    page = PageRequest(cursor=Cursor("made up"))

    with pytest.raises(Invalid, match="cursor"):
        await names(town, FindUsers(page=page), ada)
    with pytest.raises(Invalid, match="cursor"):
        await names(town, ListBlocked(page=page), ada)


async def test_a_profile_shows_others_only_the_samples_they_may_hear(town: Town) -> None:
    ada, bob = await town.somebody("ada"), await town.somebody("bob")
    private = audio_file(1, owner_id=ada.person)
    public = attrs.evolve(audio_file(2, owner_id=ada.person), visibility=Visibility.PUBLIC)

    def keep(work: Any) -> None:
        for recording in (private, public):
            work.audio_files.add(recording)

    await town.storage.write(Invocation(ada, 1), keep)
    await town.do(ReplaceProfile(samples=(private.id, public.id)), ada)

    assert (await town.ask(GetPublicProfile(user_id=ada.person), ada)).samples == (
        private.id,
        public.id,
    )
    assert (await town.ask(GetPublicProfile(user_id=ada.person), bob)).samples == (public.id,)


async def test_those_are_close_who_follow_each_other(town: Town) -> None:
    ada, eve, bob = [await town.somebody(name) for name in ("ada", "eve", "bob")]
    for one, other in ((ada, eve), (eve, ada), (ada, bob)):
        await town.do(FollowUser(user_id=other.person), one)

    assert await town.ask(GetCircle(user_id=ada.person), SYSTEM) == [eve.person]
    assert await town.ask(GetCircle(user_id=eve.person), SYSTEM) == [ada.person]
    assert await town.ask(GetCircle(user_id=bob.person), SYSTEM) == []


async def test_who_is_suspended_is_close_to_nobody(town: Town) -> None:
    ada, eve, root = await town.somebody("ada"), await town.somebody("eve"), await town.admin()
    for one, other in ((ada, eve), (eve, ada)):
        await town.do(FollowUser(user_id=other.person), one)
    await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.SUSPENDED), root)

    assert await town.ask(GetCircle(user_id=ada.person), SYSTEM) == ()
