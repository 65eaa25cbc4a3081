"""Inviting people, and answering invites."""

import pytest

from phantom_core.identity import BlockUser
from phantom_core.kernel import Conflict, Event, Forbidden, Invalid, NotFound, topic
from phantom_core.rooms import (
    AcceptInvite,
    AlreadyPresent,
    DeclineInvite,
    GetPlayback,
    GetRoom,
    HostsOnly,
    InviteAnswered,
    InviteStatus,
    InviteToRoom,
    JoinRoom,
    LeaveRoom,
    ListMyInvites,
    RevokeInvite,
    RoomOver,
)
from phantom_core.rooms.events import (
    InviteAccepted,
    InviteDeclined,
    InviteEvent,
    InviteReceived,
    InviteRevoked,
    MemberJoined,
)
from tests.use_cases.rooms.house import ADA, BOB, CY, DEE, House, who


async def told_to(house: House, number: int) -> list[type[Event]]:
    """The kinds of all that somebody was told about invites."""
    heard = await house.heard(topic("user", who(ADA, BOB, CY, DEE)[number]))
    return [type(event) for event in heard if isinstance(event, InviteEvent)]


async def test_whoever_is_invited_sees_the_card_and_comes_in(house: House) -> None:
    room_id = await house.private(BOB)
    invite = await house.invite(room_id, CY, BOB)
    seen = await house.ask(GetRoom(room_id=room_id), CY)
    assert (seen.card.name, seen.playback, seen.members) == ("Den", None, None)
    with pytest.raises(NotFound):
        await house.ask(GetPlayback(room_id=room_id), CY)
    inside = await house.do(AcceptInvite(invite_id=invite.id), CY)

    assert inside.members is not None
    assert [each.person.id for each in inside.members.items] == [*who(ADA, BOB, CY)]
    assert (await house.ask(ListMyInvites(), CY)).items == []


async def test_an_acceptance_is_told_to_both_and_to_the_room(house: House) -> None:
    room_id = await house.private(DEE)
    invite = await house.invite(room_id, CY)
    told = await house.told(AcceptInvite(invite_id=invite.id), CY)

    assert {type(event) for event in told} == {MemberJoined, InviteAccepted}
    assert await told_to(house, 0) == [InviteAccepted, InviteAccepted]
    assert await told_to(house, 2) == [InviteReceived, InviteAccepted]


async def test_a_refusal_is_told_to_both(house: House) -> None:
    room_id = await house.private(BOB)
    invite = await house.invite(room_id, CY, BOB)
    declined = await house.do(DeclineInvite(invite_id=invite.id), CY)

    assert declined.status is InviteStatus.REJECTED
    assert (await told_to(house, 1))[-1] is InviteDeclined
    assert await told_to(house, 2) == [InviteReceived, InviteDeclined]
    with pytest.raises(NotFound):
        await house.ask(GetRoom(room_id=room_id), CY)


async def test_an_invite_is_answered_once(house: House) -> None:
    room_id = await house.private(BOB)
    invite = await house.invite(room_id, CY)
    await house.do(DeclineInvite(invite_id=invite.id), CY)

    with pytest.raises(InviteAnswered):
        await house.do(AcceptInvite(invite_id=invite.id), CY)
    with pytest.raises(InviteAnswered):
        await house.do(DeclineInvite(invite_id=invite.id), CY)
    with pytest.raises(InviteAnswered):
        await house.do(RevokeInvite(invite_id=invite.id))


async def test_an_invite_is_its_persons_own(house: House) -> None:
    invite = await house.invite(await house.private(BOB), CY)

    for stranger in (ADA, BOB, DEE):
        with pytest.raises(NotFound):
            await house.do(AcceptInvite(invite_id=invite.id), stranger)
    with pytest.raises(NotFound):
        await house.do(RevokeInvite(invite_id=invite.id), DEE)


async def test_whoever_is_invited_already_stays_so(house: House) -> None:
    room_id = await house.private(BOB)
    first = await house.invite(room_id, CY)

    assert (await house.invite(room_id, CY, BOB)).id == first.id
    assert await told_to(house, 2) == [InviteReceived]


async def test_some_cannot_be_invited(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(BlockUser(user_id=who(ADA)[0]), CY)

    for nobody in (*who(ADA, CY), who(ADA)[0].replace("1", "9")):
        with pytest.raises(Invalid, match="user_id"):
            await house.do(InviteToRoom(room_id=room_id, user_id=nobody))  # type: ignore[arg-type]
    with pytest.raises(AlreadyPresent):
        await house.invite(room_id, BOB)


async def test_those_invite_who_are_in_a_private_room(house: House) -> None:
    private, public = await house.private(BOB), await house.public()

    with pytest.raises(NotFound):
        await house.invite(private, DEE, CY)
    with pytest.raises(Forbidden):
        await house.invite(public, CY)


async def test_the_host_and_the_sender_take_it_back_and_others_do_not(house: House) -> None:
    room_id = await house.private(BOB, DEE)
    invite = await house.invite(room_id, CY, BOB)
    for bystander in (DEE, CY):
        with pytest.raises(HostsOnly):
            await house.do(RevokeInvite(invite_id=invite.id), bystander)
    await house.do(RevokeInvite(invite_id=invite.id))
    assert await house.told(RevokeInvite(invite_id=invite.id), BOB) == []

    assert await told_to(house, 2) == [InviteReceived, InviteRevoked]
    with pytest.raises(InviteAnswered):
        await house.do(AcceptInvite(invite_id=invite.id), CY)


async def test_coming_in_by_another_way_answers_it(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(LeaveRoom(room_id=room_id), BOB)
    await house.invite(room_id, BOB)
    await house.do(JoinRoom(room_id=room_id), BOB)

    assert (await house.ask(ListMyInvites(), BOB)).items == []
    assert (await told_to(house, 1))[-1] is InviteAccepted


async def test_an_invite_goes_with_its_room(house: House) -> None:
    room_id = await house.private()
    invite = (await house.ask(ListMyInvites(), DEE)).items[0]
    await house.do(LeaveRoom(room_id=room_id))

    assert await told_to(house, 3) == [InviteReceived, InviteRevoked]
    assert (await house.ask(ListMyInvites(), DEE)).items == []
    with pytest.raises(InviteAnswered):
        await house.do(AcceptInvite(invite_id=invite.id), DEE)
    with pytest.raises(RoomOver):
        await house.invite(room_id, CY)


@pytest.mark.parametrize("one", [0, 2])
async def test_a_block_takes_back_what_the_two_have_sent_each_other(house: House, one: int) -> None:
    room_id = await house.private(BOB)
    await house.invite(room_id, CY)
    people = (ADA, BOB, CY)
    await house.do(BlockUser(user_id=who(*people)[2 - one]), people[one])

    assert await told_to(house, 2) == [InviteReceived, InviteRevoked]


async def test_no_more_than_a_hundred_wait_for_an_answer(house: House) -> None:
    room_id = await house.private(BOB)
    crowd = await house.crowd(101)
    for guest in crowd[:100]:
        await house.invite(room_id, guest)

    with pytest.raises(Conflict):
        await house.invite(room_id, crowd[100])


async def test_invites_are_listed_newest_first(house: House) -> None:
    ids = [(await house.invite(await house.private(BOB), CY)).id for _ in range(3)]

    assert [each.id for each in (await house.ask(ListMyInvites(), CY)).items] == ids[::-1]
