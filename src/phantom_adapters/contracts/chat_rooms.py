"""What every store of chat rooms promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import (
    LINKED,
    chat_member,
    chat_room,
    chat_room_id,
    chatter,
    direct_chat,
    later,
    linked_chat,
)
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.chat import ChatKind
from phantom_core.kernel import Conflict, Id, Invalid, NotFound, PageRequest, Storage, cursor_after

__all__ = ["ChatRoomsContract"]


class ChatRoomsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def rooms(self, storage: Storage) -> Any:
        """What is under test."""
        return Repository(storage, "chat_rooms")

    @pytest.fixture
    def members(self, storage: Storage) -> Any:
        """The places in them."""
        return Repository(storage, "chat_members")

    async def test_a_room_is_read_back_as_it_was_stored(self, rooms: Any) -> None:
        room = chat_room(1, title="Band", last_seq=7, member_count=3, closed_at=later(9))

        assert await rooms.add(room) is True
        assert await rooms.get(room.id) == room
        assert await rooms.find(room.id) == room

    async def test_what_is_not_there_is_not_found(self, rooms: Any) -> None:
        with pytest.raises(NotFound, match="There is no chat"):
            await rooms.get(chat_room_id(1))
        with pytest.raises(NotFound, match="There is no chat"):
            await rooms.put(chat_room(1))

        assert await rooms.find(chat_room_id(1)) is None
        assert await rooms.between(chatter(1), chatter(2)) is None
        assert await rooms.linked(ChatKind.ROOM, LINKED) is None

    async def test_an_id_is_used_once(self, rooms: Any) -> None:
        await rooms.add(chat_room(1))
        for room in (chat_room(1), direct_chat(1, 1, 2), linked_chat(1)):
            with pytest.raises(Conflict):
                await rooms.add(room)

    async def test_two_people_have_one_room(self, rooms: Any) -> None:
        first = direct_chat(1, 1, 2)

        assert await rooms.add(first) is True
        assert await rooms.add(direct_chat(2, 2, 1)) is False
        assert await rooms.add(direct_chat(3, 1, 3)) is True
        assert await rooms.between(chatter(2), chatter(1)) == first
        assert await rooms.between(chatter(1), chatter(2)) == first
        assert await rooms.find(chat_room_id(2)) is None

    async def test_what_a_room_is_linked_to_has_one(self, rooms: Any) -> None:
        first, project = linked_chat(1), linked_chat(3, ChatKind.PROJECT)

        assert await rooms.add(first) is True
        assert await rooms.add(linked_chat(2)) is False
        assert await rooms.add(project) is True
        assert await rooms.linked(ChatKind.ROOM, LINKED) == first
        assert await rooms.linked(ChatKind.PROJECT, LINKED) == project
        assert await rooms.linked(ChatKind.ROOM, Id(chat_room_id(9))) is None

    async def test_groups_are_many(self, rooms: Any) -> None:
        assert [await rooms.add(chat_room(number)) for number in (1, 2)] == [True, True]

    async def test_a_new_state_takes_the_place_of_the_old(self, rooms: Any) -> None:
        await rooms.add(direct_chat(1, 1, 2))
        counted = direct_chat(1, 1, 2).counted(later(5))
        await rooms.put(counted)

        assert await rooms.between(chatter(1), chatter(2)) == counted

    async def test_rooms_of_a_member_come_the_latest_talked_in_first(
        self, rooms: Any, members: Any
    ) -> None:
        for number, seconds in ((1, 5), (2, 9), (3, 5), (4, 7), (5, 8)):
            await rooms.add(chat_room(number, last_at=later(seconds)))
            if number != 4:
                await members.add(chat_member(number, 1, last_seen_seq=number))
        await members.put(chat_member(5, 1, left_at=later(9)))
        for limit in (1, 2, 50):
            assert await _listed(rooms, limit) == [2, 3, 1]

    async def test_a_cursor_of_another_list_is_refused(self, rooms: Any) -> None:
        page = PageRequest(cursor=cursor_after("followers", 0, chatter(1)))
        with pytest.raises(Invalid, match="cursor"):
            await rooms.of_member(chatter(1), page)


async def _listed(rooms: Any, limit: int) -> list[int]:
    """What the first of those who chat has seen in each of their rooms, in order."""
    found: list[int] = []
    page: PageRequest | None = PageRequest(limit=limit)
    while page is not None:
        read = await rooms.of_member(chatter(1), page)
        assert all(room.id == member.chat_room_id for room, member in read.items)
        found += [member.last_seen_seq for _, member in read.items]
        page = attrs.evolve(page, cursor=read.next) if read.next else None
    return found
