"""The chats of listening rooms and projects, which follow those."""

from typing import Any

import pytest

from phantom_core.chat import (
    AdmitToLinkedChat,
    AnnounceInLinkedChat,
    Banned,
    ChatClosed,
    ChatKind,
    ChatMemberBanned,
    CloseLinkedChat,
    FollowsItsRoom,
    GetLinkedChat,
    HandOverLinkedChat,
    NoticeKind,
    OpenLinkedChat,
    PartFromLinkedChat,
    RenameLinkedChat,
    Role,
)
from phantom_core.kernel import SYSTEM, Actor, Invocation, NotFound
from tests.use_cases.chat.parlour import PROJECT, Parlour

LINK: dict[str, Any] = {"kind": ChatKind.PROJECT, "linked_id": PROJECT}


async def opened(parlour: Parlour, owner: Actor, *guests: Actor) -> Any:
    """The chat of a listening room, with some people in it."""
    await parlour.do(OpenLinkedChat(**LINK, title="Nights", owner_id=owner.person))
    for guest in guests:
        await parlour.do(AdmitToLinkedChat(**LINK, user_id=guest.person))
    return await parlour.linked()


async def test_it_opens_once_with_whoever_looks_after_the_room(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    room = await opened(parlour, ada)
    again = await parlour.told(OpenLinkedChat(**LINK, title="Again", owner_id=ada.person))

    assert again == []
    assert await parlour.role(room, ada) is Role.ADMIN
    assert await parlour.texts(room, ada) == ["Room created. Say hi!"]


async def test_of_a_long_name_the_beginning_is_the_title(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    await parlour.do(OpenLinkedChat(**LINK, title="n" * 300, owner_id=ada.person))
    events = await parlour.told(RenameLinkedChat(**LINK, title="m" * 300))

    assert events[-1].room.title == "m" * 100  # type: ignore[attr-defined]


async def test_who_comes_into_the_room_is_in_its_chat_until_they_go(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await opened(parlour, ada, bob)

    assert await parlour.ask(GetLinkedChat(**LINK), bob) == room
    assert sorted(await parlour.names(room, bob)) == ["ada", "bob"]
    await parlour.do(PartFromLinkedChat(**LINK, user_id=bob.person))
    with pytest.raises(NotFound, match="no chat of yours in project"):
        await parlour.ask(GetLinkedChat(**LINK), bob)
    assert (await parlour.texts(room, ada))[:2] == ["Bob left.", "Bob joined."]


async def test_of_who_is_put_out_of_the_room_its_chat_says_so(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await opened(parlour, ada, bob)
    await parlour.do(PartFromLinkedChat(**LINK, user_id=bob.person, removed=True))

    assert (await parlour.texts(room, ada))[0] == "Bob was removed."


async def test_coming_and_going_again_changes_nothing(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    await opened(parlour, ada, bob)
    admitted = await parlour.told(AdmitToLinkedChat(**LINK, user_id=bob.person))
    await parlour.do(PartFromLinkedChat(**LINK, user_id=bob.person))
    parted = await parlour.told(PartFromLinkedChat(**LINK, user_id=bob.person))

    assert (admitted, parted) == ([], [])


async def test_where_there_is_no_chat_nothing_happens(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    for command in (
        AdmitToLinkedChat(**LINK, user_id=ada.person),
        PartFromLinkedChat(**LINK, user_id=ada.person),
        HandOverLinkedChat(**LINK, owner_id=ada.person),
        AnnounceInLinkedChat(**LINK, text="Hello!"),
        RenameLinkedChat(**LINK, title="Days"),
        CloseLinkedChat(**LINK),
    ):
        assert await parlour.told(command) == []
    with pytest.raises(NotFound):
        await parlour.ask(GetLinkedChat(**LINK), ada)


async def test_handing_the_room_over_hands_its_chat_over(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await opened(parlour, ada, bob)
    await parlour.do(HandOverLinkedChat(**LINK, owner_id=bob.person))
    again = await parlour.told(HandOverLinkedChat(**LINK, owner_id=bob.person))

    assert [await parlour.role(room, who) for who in (ada, bob)] == [Role.GUEST, Role.ADMIN]
    assert (await parlour.texts(room, ada))[0] == "Bob is in charge now."
    assert again == []


async def test_it_is_handed_over_to_who_is_in_it_only(parlour: Parlour) -> None:
    ada, eve = await parlour.people("ada", "eve")
    room = await opened(parlour, ada)

    assert await parlour.told(HandOverLinkedChat(**LINK, owner_id=eve.person)) == []
    assert await parlour.role(room, ada) is Role.ADMIN


async def test_the_room_says_what_it_has_to_say(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    room = await opened(parlour, ada)
    await parlour.do(AnnounceInLinkedChat(**LINK, text="Next: Dawn."))
    said = (await parlour.messages(room, ada))[0].message

    assert (said.content, said.sender_id) == ("Next: Dawn.", None)
    assert said.notice is not None
    assert said.notice.kind is NoticeKind.ANNOUNCED


async def test_it_has_the_name_of_the_room(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    await opened(parlour, ada)
    first = await parlour.told(RenameLinkedChat(**LINK, title="Days"))
    again = await parlour.told(RenameLinkedChat(**LINK, title="Days"))

    assert [event.name for event in first] == ["chat.message", "chat.room.changed"]
    assert again == []


async def test_of_a_closed_room_the_chat_is_there_to_be_read(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    room = await opened(parlour, ada)
    await parlour.do(CloseLinkedChat(**LINK))
    again = await parlour.told(CloseLinkedChat(**LINK))

    assert (await parlour.texts(room, ada))[0] == "The room is closed."
    assert again == []
    with pytest.raises(ChatClosed):
        await parlour.say(room, ada, "Hello?")


async def test_a_ban_is_known_at_the_door_of_the_room(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await opened(parlour, ada, bob)
    told = await parlour.ban(room, ada, bob)
    (banned,) = (event for event in told if isinstance(event, ChatMemberBanned))
    admitted = await parlour.told(AdmitToLinkedChat(**LINK, user_id=bob.person))

    def until(work: Any) -> Any:
        return work.chat_members.banned_until(ChatKind.PROJECT, PROJECT, bob.person, work.now)

    assert (banned.kind, banned.linked_id) == (ChatKind.PROJECT, PROJECT)
    assert admitted == []
    assert await parlour.storage.read(Invocation(SYSTEM, 0), until) == parlour.later(1)
    with pytest.raises(Banned):
        await parlour.ask(GetLinkedChat(**LINK), bob)
    parlour.clock.advance(hours=1)
    assert await parlour.storage.read(Invocation(SYSTEM, 0), until) is None


async def test_who_is_in_it_is_not_decided_in_it(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await opened(parlour, ada, bob)
    await parlour.promote(room, ada, bob, Role.MOD)
    for call in (
        parlour.set(room, ada, cyd),
        parlour.remove(room, ada, bob),
        parlour.leave(room, bob),
        parlour.promote(room, ada, bob, Role.ADMIN),
        parlour.promote(room, ada, ada, Role.GUEST),
    ):
        with pytest.raises(FollowsItsRoom):
            await call

    assert await parlour.role(room, bob) is Role.MOD
