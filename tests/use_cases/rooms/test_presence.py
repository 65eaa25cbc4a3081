"""Coming into rooms and leaving them."""

import pytest

from phantom_core.catalog import SetFavouriteGenres
from phantom_core.identity import BlockUser, SetUserStatus, UserStatus
from phantom_core.kernel import SYSTEM, Actor, Command, Invalid, NotAuthenticated, NotFound, UserId
from phantom_core.rooms import (
    AcceptInvite,
    AdvanceRoom,
    CreateRoom,
    DiscardRoom,
    DueRooms,
    EntryRule,
    ExpelFromRooms,
    ExpelMember,
    GetRoom,
    HostsOnly,
    JoinRoom,
    KickMember,
    LeaveReason,
    LeaveRoom,
    ListMembers,
    ListMyRooms,
    NotPresent,
    RoomOver,
    RoomView,
)
from phantom_core.rooms.events import (
    MemberJoined,
    MemberLeft,
    PlaybackChanged,
    RoomState,
    StateReason,
)
from tests.use_cases.rooms.house import ADA, BOB, CY, DEE, ROOT, House, who


async def test_anybody_joins_a_public_room_and_all_are_told(house: House) -> None:
    room_id = await house.public()
    told = await house.told(JoinRoom(room_id=room_id), BOB)

    assert [type(event) for event in told] == [MemberJoined]
    assert isinstance(told[0], MemberJoined)
    assert (told[0].member.person.id, told[0].people_present) == (*who(BOB), 2)


async def test_whoever_is_there_is_there_once(house: House) -> None:
    room_id = await house.public(BOB)

    assert await house.told(JoinRoom(room_id=room_id), BOB) == []


async def test_whoever_likes_nothing_yet_stays_outside(house: House) -> None:
    room_id = await house.public()
    await house.do(SetFavouriteGenres(ids=()), BOB)

    with pytest.raises(EntryRule):
        await house.do(JoinRoom(room_id=room_id), BOB)


async def test_a_private_room_is_not_there_for_others(house: House) -> None:
    room_id = await house.private(BOB)

    with pytest.raises(NotFound):
        await house.do(JoinRoom(room_id=room_id), CY)
    with pytest.raises(NotFound):
        await house.do(LeaveRoom(room_id=room_id), CY)


async def test_whoever_was_in_a_private_room_may_come_back(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(LeaveRoom(room_id=room_id), BOB)
    seen = await house.ask(GetRoom(room_id=room_id), BOB)
    assert (seen.playback, seen.members) == (None, None)

    assert (await house.do(JoinRoom(room_id=room_id), BOB)).card.people_present == 2


async def test_whoever_was_put_out_of_a_private_room_needs_an_invite(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(KickMember(room_id=room_id, user_id=who(BOB)[0]))
    with pytest.raises(NotFound):
        await house.do(JoinRoom(room_id=room_id), BOB)
    await house.invite(room_id, BOB)

    assert (await house.come_in(BOB)).card.people_present == 2


async def test_whoever_was_put_out_of_a_public_room_may_come_back(house: House) -> None:
    room_id = await house.public(BOB)
    told = await house.told(KickMember(room_id=room_id, user_id=who(BOB)[0]))

    assert isinstance(told[0], MemberLeft)
    assert told[0].reason is LeaveReason.KICKED
    assert (await house.do(JoinRoom(room_id=room_id), BOB)).card.people_present == 2


async def test_the_host_alone_puts_people_out_and_never_themself(house: House) -> None:
    room_id = await house.public(BOB)

    with pytest.raises(HostsOnly):
        await house.do(KickMember(room_id=room_id, user_id=who(ADA)[0]), BOB)
    with pytest.raises(NotPresent):
        await house.do(KickMember(room_id=room_id, user_id=who(ADA)[0]), CY)
    with pytest.raises(Invalid):
        await house.do(KickMember(room_id=room_id, user_id=who(ADA)[0]))
    with pytest.raises(NotFound):
        await house.do(KickMember(room_id=room_id, user_id=who(CY)[0]))


async def test_a_host_who_leaves_hands_over(house: House) -> None:
    room_id = await house.public(BOB, CY)
    left, state = await house.told(LeaveRoom(room_id=room_id))

    assert isinstance(left, MemberLeft)
    assert left.people_present == 2
    assert isinstance(state, RoomState)
    assert (state.reason, state.card.host.id) == (StateReason.HOST, *who(BOB))


async def test_leaving_again_changes_nothing(house: House) -> None:
    room_id = await house.public(BOB)
    await house.do(LeaveRoom(room_id=room_id), BOB)

    assert await house.told(LeaveRoom(room_id=room_id), BOB) == []


async def test_the_music_of_an_empty_public_room_waits(house: House) -> None:
    room_id = await house.public()
    house.clock.advance(seconds=50)
    _, turned = await house.told(LeaveRoom(room_id=room_id))
    playback = await house.later(room_id, 5000)
    assert isinstance(turned, PlaybackChanged)
    assert (playback.position_ms, playback.running) == (50_000, False)
    joined, state, playing = await house.told(JoinRoom(room_id=room_id), BOB)

    assert [type(joined), type(state), type(playing)] == [MemberJoined, RoomState, PlaybackChanged]
    assert (await house.later(room_id, 5)).position_ms == 55_000


async def test_a_private_room_ends_with_its_last_member(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(LeaveRoom(room_id=room_id), BOB)
    told = await house.told(LeaveRoom(room_id=room_id))

    assert isinstance(told[-1], RoomState)
    assert told[-1].reason is StateReason.ENDED
    for somebody in (ADA, BOB):
        with pytest.raises(RoomOver):
            await house.do(JoinRoom(room_id=room_id), somebody)
    with pytest.raises(NotFound):
        await house.do(JoinRoom(room_id=room_id), CY)


async def test_whoever_is_banned_is_put_out(house: House) -> None:
    room_id = await house.public(BOB)
    told = await house.told(ExpelMember(room_id=room_id, user_id=who(BOB)[0]), SYSTEM)

    assert isinstance(told[0], MemberLeft)
    assert told[0].reason is LeaveReason.BANNED
    assert await house.told(ExpelMember(room_id=room_id, user_id=who(CY)[0]), SYSTEM) == []


async def test_whoever_is_suspended_leaves_their_room_to_another(house: House) -> None:
    room_id = await house.private(BOB)
    suspending = SetUserStatus(user_id=who(ADA)[0], status=UserStatus.SUSPENDED)
    left, state = (
        event for event in await house.told(suspending, ROOT) if event.name.startswith("room.")
    )

    assert isinstance(left, MemberLeft)
    assert left.reason is LeaveReason.LEFT
    assert isinstance(state, RoomState)
    assert (state.reason, state.card.host.id) == (StateReason.HOST, who(BOB)[0])
    assert await house.told(ExpelFromRooms(user_id=who(ADA)[0]), SYSTEM) == []
    assert (await house.ask(GetRoom(room_id=room_id), BOB)).card.people_present == 1


async def test_whoever_is_suspended_is_at_once_in_no_room_however_far_that_is_behind(
    house: House,
) -> None:
    halls = [await house.public(BOB) for _ in range(3)]
    house.clock.advance(days=2)
    await house.do(SetUserStatus(user_id=who(BOB)[0], status=UserStatus.SUSPENDED), ROOT)
    assert [*(await house.ask(ListMyRooms(), BOB)).items] == []
    while (await house.ask(DueRooms(), SYSTEM)).ids:
        for hall in halls:
            await house.do(AdvanceRoom(room_id=hall), SYSTEM)

    views = [await house.ask(GetRoom(room_id=hall)) for hall in halls]
    assert [view.card.people_present for view in views] == [1, 1, 1]
    assert all(view.playback and view.playback.position_ms < 200_000 for view in views)


async def test_whoever_was_suspended_on_their_way_comes_into_no_room(house: House) -> None:
    hall, den = await house.public(), await house.private(CY)
    invite = await house.invite(den, BOB)
    await house.do(SetUserStatus(user_id=who(BOB)[0], status=UserStatus.SUSPENDED), ROOT)
    ways: list[Command[RoomView]] = [
        JoinRoom(room_id=hall),
        AcceptInvite(invite_id=invite.id),
        CreateRoom(name="Mine", is_public=True, artist_id=house.artist.id),
    ]
    for way in ways:
        with pytest.raises(NotAuthenticated, match="not active"):
            await house.do(way, BOB)


async def test_whoever_is_active_again_meanwhile_stays_where_they_are(house: House) -> None:
    room_id = await house.public()

    await house.do(ExpelFromRooms(user_id=who(ADA)[0]), SYSTEM)

    assert (await house.ask(GetRoom(room_id=room_id))).card.people_present == 1


async def test_a_room_is_discarded_whoever_is_in_it_and_once(house: House) -> None:
    room_id = await house.public(BOB)

    told = await house.told(DiscardRoom(room_id=room_id), SYSTEM)

    assert isinstance(told[-1], RoomState)
    assert told[-1].reason is StateReason.ENDED
    assert await house.told(DiscardRoom(room_id=room_id), SYSTEM) == []
    with pytest.raises(RoomOver):
        await house.do(JoinRoom(room_id=room_id), BOB)


async def test_members_are_listed_without_those_whom_one_has_blocked(house: House) -> None:
    room_id = await house.public(BOB, CY)
    await house.do(BlockUser(user_id=who(BOB)[0]))

    async def seen_by(actor: Actor) -> list[UserId]:
        page = await house.ask(ListMembers(room_id=room_id), actor)
        return [member.person.id for member in page.items]

    assert await seen_by(ADA) == [*who(ADA, CY)]
    assert await seen_by(BOB) == [*who(ADA, BOB, CY)]
    assert await seen_by(DEE) == [*who(ADA, BOB, CY)]
    assert (await house.ask(GetRoom(room_id=room_id))).card.people_present == 3
