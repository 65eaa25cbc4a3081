"""What every store of places in chat rooms promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import (
    LINKED,
    chat_member,
    chat_room,
    chat_room_id,
    chatter,
    later,
    linked_chat,
)
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.chat import ChatKind, Role
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after

__all__ = ["ChatMembersContract"]

_ROOM = chat_room_id(1)


class ChatMembersContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def members(self, storage: Storage) -> Any:
        """What is under test; there are a listening room's chat and a group."""
        rooms: Any = Repository(storage, "chat_rooms")
        await rooms.add(linked_chat(1))
        await rooms.add(chat_room(2))
        return Repository(storage, "chat_members")

    async def test_a_place_is_read_back_as_it_was_stored(self, members: Any) -> None:
        member = chat_member(
            1,
            1,
            role=Role.MOD,
            left_at=later(1),
            muted_until=later(2),
            banned_until=later(3),
            last_delivered_seq=4,
            last_seen_seq=3,
            shown_delivered_seq=2,
            shown_seen_seq=1,
        )
        await members.add(member)

        assert await members.find(_ROOM, chatter(1)) == member
        assert await members.find(_ROOM, chatter(2)) is None
        assert await members.find(chat_room_id(2), chatter(1)) is None

    async def test_somebody_has_one_place_in_a_room(self, members: Any) -> None:
        await members.add(chat_member(1, 1))
        await members.add(chat_member(2, 1))
        with pytest.raises(Conflict):
            await members.add(chat_member(1, 1, role=Role.MOD))

    async def test_a_new_state_takes_the_place_of_the_old(self, members: Any) -> None:
        await members.add(chat_member(1, 1))
        await members.put(chat_member(1, 1, role=Role.ADMIN))
        with pytest.raises(NotFound, match="There is no member"):
            await members.put(chat_member(1, 2))

        assert (await members.find(_ROOM, chatter(1))).role is Role.ADMIN

    async def test_those_who_are_in_are_listed_the_longest_there_first(self, members: Any) -> None:
        for who, seconds in ((1, 5), (2, 0), (3, 5), (4, 9)):
            await members.add(chat_member(1, who, joined_at=later(seconds)))
        await members.add(chat_member(1, 5, left_at=later(3)))
        await members.add(chat_member(2, 6))
        for limit in (1, 3, 50):
            assert await _listed(members, limit) == [chatter(who) for who in (2, 1, 3, 4)]

    async def test_a_cursor_of_another_list_is_refused(self, members: Any) -> None:
        page = PageRequest(cursor=cursor_after("chats", 0, chatter(1)))
        with pytest.raises(Invalid, match="cursor"):
            await members.page(_ROOM, page)

    async def test_of_some_people_those_who_are_in_are_known(self, members: Any) -> None:
        await members.add(chat_member(1, 1))
        await members.add(chat_member(1, 2, left_at=later(1)))
        await members.add(chat_member(2, 3))
        asked = [chatter(number) for number in (1, 2, 3, 4)]

        assert await members.among(_ROOM, asked) == {chatter(1)}
        assert await members.among(_ROOM, []) == set()

    async def test_who_comes_first_has_the_highest_role_and_has_been_there_longest(
        self, members: Any
    ) -> None:
        for who, role, seconds in (
            (1, Role.GUEST, 0),
            (2, Role.MOD, 3),
            (3, Role.MOD, 2),
            (4, Role.ADMIN, 9),
        ):
            await members.add(chat_member(1, who, role=role, joined_at=later(seconds)))
        order = []
        while (first := await members.foremost(_ROOM, but=chatter(9))) is not None:
            order.append(first.user_id)
            await members.put(attrs.evolve(first, left_at=later(10)))

        assert order == [chatter(who) for who in (4, 3, 2, 1)]

    async def test_one_is_left_out_of_who_comes_first(self, members: Any) -> None:
        for who in (1, 2):
            await members.add(chat_member(1, who))

        assert (await members.foremost(_ROOM, but=chatter(1))).user_id == chatter(2)

    async def test_those_are_named_who_are_known_to_have_seen_a_message(self, members: Any) -> None:
        for who, shown in ((3, 5), (1, 6), (2, 4)):
            await members.add(chat_member(1, who, last_seen_seq=9, shown_seen_seq=shown))
        await members.add(chat_member(1, 4, shown_seen_seq=9, left_at=later(1)))
        seen = await members.having_seen(_ROOM, 5)

        assert [member.user_id for member in seen] == [chatter(1), chatter(3)]

    async def test_a_ban_is_known_by_what_the_room_belongs_to(self, members: Any) -> None:
        await members.add(chat_member(1, 1, banned_until=later(60)))
        await members.add(chat_member(1, 2))

        async def until(who: int, seconds: int, kind: ChatKind = ChatKind.ROOM) -> Any:
            return await members.banned_until(kind, LINKED, chatter(who), later(seconds))

        assert await until(1, 59) == later(60)
        assert await until(1, 60) is None
        assert await until(2, 0) is None
        assert await until(3, 0) is None
        assert await until(1, 0, ChatKind.PROJECT) is None


async def _listed(members: Any, limit: int) -> list[Any]:
    """Who is in the first room, in order."""
    found: list[Any] = []
    page: PageRequest | None = PageRequest(limit=limit)
    while page is not None:
        read = await members.page(_ROOM, page)
        found += [member.user_id for member in read.items]
        page = attrs.evolve(page, cursor=read.next) if read.next else None
    return found
