"""Opening chats: between two there is one, and a group has somebody who looks after it."""

import pytest

from phantom_core.chat import (
    ChatEntered,
    ChatKind,
    CreateGroupChat,
    ListChats,
    OpenDirectChat,
    Role,
)
from phantom_core.identity import SetUserStatus, UnblockUser, UserStatus
from phantom_core.kernel import Id, Invalid, NotFound, PageRequest, UserId
from tests.use_cases.chat.parlour import Parlour


async def test_two_people_have_one_chat_whoever_opens_it(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    first = await parlour.do(OpenDirectChat(user_id=bob.person), ada)
    again = await parlour.do(OpenDirectChat(user_id=ada.person), bob)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.entry.room == again.entry.room
    assert first.entry.room.kind is ChatKind.DIRECT
    assert first.entry.peer is not None
    assert first.entry.peer.username == "bob"
    assert again.entry.peer is not None
    assert again.entry.peer.username == "ada"


async def test_a_new_chat_says_hi_and_is_unread_by_nobody(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    entry = (await parlour.ask(ListChats(), bob)).items[0]

    assert await parlour.texts(room, bob) == ["Room created. Say hi!"]
    assert entry.unread == 0


async def test_both_are_told_of_their_chat_on_all_their_devices(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for one, other in ((ada, "bob"), (bob, "ada")):
        told = (await parlour.heard_by(one))[-1]

        assert isinstance(told, ChatEntered)
        assert told.room.id == room
        assert told.peer is not None
        assert told.peer.username == other


async def test_nobody_has_a_chat_with_themself_or_with_nobody(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    with pytest.raises(Invalid, match="somebody else"):
        await parlour.do(OpenDirectChat(user_id=ada.person), ada)
    nobody = UserId(Id("01J9AD7000FRW8A3P3PMM92YTE"))
    with pytest.raises(NotFound):
        await parlour.do(OpenDirectChat(user_id=nobody), ada)


async def test_whoever_is_suspended_is_not_there_to_talk_to(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    await parlour.do(SetUserStatus(user_id=bob.person, status=UserStatus.SUSPENDED))
    with pytest.raises(NotFound):
        await parlour.do(OpenDirectChat(user_id=bob.person), ada)
    with pytest.raises(NotFound):
        await parlour.do(CreateGroupChat(user_ids=(bob.person,)), ada)


@pytest.mark.parametrize("who", [0, 1])
async def test_a_block_in_either_direction_leaves_nothing_to_open(
    parlour: Parlour, who: int
) -> None:
    people = await parlour.people("ada", "bob")
    ada, bob = people
    await parlour.block(people[who], people[1 - who])
    with pytest.raises(NotFound):
        await parlour.do(OpenDirectChat(user_id=bob.person), ada)
    with pytest.raises(NotFound):
        await parlour.do(CreateGroupChat(user_ids=(bob.person,)), ada)


async def test_a_block_hides_the_direct_chat_from_both_until_it_is_taken_back(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    await parlour.block(ada, bob)
    for one in (ada, bob):
        assert (await parlour.ask(ListChats(), one)).items == []
        with pytest.raises(NotFound):
            await parlour.texts(room, one)
        with pytest.raises(NotFound):
            await parlour.say(room, one, "Hello?")
    await parlour.do(UnblockUser(user_id=bob.person), ada)

    assert await parlour.texts(room, bob) == ["Room created. Say hi!"]


async def test_who_makes_a_group_looks_after_it(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)

    assert [await parlour.role(room, one) for one in (ada, bob, cyd)] == [
        Role.ADMIN,
        Role.GUEST,
        Role.GUEST,
    ]
    assert sorted(await parlour.names(room, cyd)) == ["ada", "bob", "cyd"]


async def test_who_is_named_twice_or_makes_it_is_in_a_group_once(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob, ada, bob)

    assert sorted(await parlour.names(room, ada)) == ["ada", "bob"]


async def test_a_group_is_begun_by_few(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    many = tuple(UserId(Id(f"01J9AD7000FRW8A3P3PMM9{number:04}")) for number in range(51))
    with pytest.raises(Invalid, match="at most 50"):
        await parlour.do(CreateGroupChat(user_ids=many), ada)


def test_a_title_is_one_line() -> None:
    with pytest.raises(Invalid, match="title"):
        CreateGroupChat(title="two\nlines")


async def test_chats_are_listed_the_latest_talked_in_first(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    rooms = []
    for other in (bob, cyd):
        parlour.clock.advance(seconds=1)
        rooms.append(await parlour.direct(ada, other))
    parlour.clock.advance(seconds=1)
    await parlour.say(rooms[0], bob, "Hello!")
    listed = []
    page = PageRequest(limit=1)
    while True:
        found = await parlour.ask(ListChats(page=page), ada)
        listed += [(each.room.id, each.unread) for each in found.items]
        if found.next is None:
            break
        page = PageRequest(limit=1, cursor=found.next)

    assert listed == [(rooms[0], 1), (rooms[1], 0)]
