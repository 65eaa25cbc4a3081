"""What everybody promises who keeps who is in which room."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    after,
    all_pages,
    member,
    room,
    room_id,
    user_id,
)
from phantom_core.kernel import Invalid, PageRequest, Storage, cursor_after
from phantom_core.rooms.member import RoomMember

__all__ = ["MembersContract"]

_ROOM = room_id(1)
_GONE = member(
    1,
    9,
    joined_at=after(-9),
    left_at=after(-1),
    votes_waived=True,
    is_muted=True,
    is_deafened=True,
    expelled=True,
)


class MembersContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def members(self, storage: Storage) -> Any:
        """The repository under test; there are two rooms, and somebody is in the second."""
        await add_rooms(storage, room(1), room(2))
        members = Repository(storage, "room_members")
        await members.put(member(2, 9, dropped_at=after(0)))
        return members

    @pytest.mark.parametrize("stored", [member(1, 1), member(1, 1, dropped_at=after(1)), _GONE])
    async def test_a_member_is_read_back_as_they_were_stored(
        self, members: Any, stored: RoomMember
    ) -> None:
        await members.put(stored)

        assert await members.find(_ROOM, stored.user_id) == stored

    async def test_who_was_never_there_is_not_found(self, members: Any) -> None:
        assert await members.find(_ROOM, user_id(9)) is None
        assert await members.find(room_id(3), user_id(9)) is None

    async def test_there_is_one_row_for_each_room_and_user(self, members: Any) -> None:
        await members.put(_GONE)

        await members.put(_GONE.back(after(1)))

        assert await members.find(_ROOM, _GONE.user_id) == _GONE.back(after(1))
        assert await members.find(room_id(2), user_id(9)) == member(2, 9, dropped_at=after(0))

    async def test_those_present_are_listed_who_came_first_first(
        self, members: Any, storage: Storage
    ) -> None:
        came = {1: 3, 2: 1, 3: 2, 4: 1, 5: 1}
        for number, seconds in came.items():
            await members.put(member(1, number, joined_at=after(seconds)))
        await members.put(_GONE)

        for limit in (1, 2, 3, 4, 50):
            present = await all_pages(
                storage, lambda work, page: work.room_members.present(_ROOM, page), limit=limit
            )
            assert [each.user_id for each in present] == [*map(user_id, (2, 4, 5, 3, 1))]

    @pytest.mark.parametrize(
        "cursor",
        [
            cursor_after("room-members", 1, "x"),
            cursor_after("room-members", 2**62, "0" * 26),
            cursor_after("rooms", 1, "0" * 26),
        ],
    )
    async def test_a_foreign_cursor_is_refused(self, members: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await members.present(_ROOM, PageRequest(cursor=cursor))

    async def test_those_who_have_dropped_out_are_told_who_did_first_first(
        self, members: Any
    ) -> None:
        dropped = [
            member(1, 3, dropped_at=after(1)),
            member(1, 1, dropped_at=after(2)),
            member(1, 2, dropped_at=after(2)),
        ]
        for each in [*dropped[::-1], member(1, 4), _GONE]:
            await members.put(each)

        assert [*await members.dropped(_ROOM, 9)] == dropped
        assert [*await members.dropped(_ROOM, 2)] == dropped[:2]

    async def test_the_heir_is_who_came_first_of_those_who_are_not_left_out(
        self, members: Any
    ) -> None:
        assert await members.heir(_ROOM, set()) is None
        there = [member(1, number, joined_at=after(number // 2)) for number in (1, 2, 3)]
        for each in [*there[::-1], _GONE]:
            await members.put(each)

        assert await members.heir(_ROOM, set()) == there[0]
        assert await members.heir(_ROOM, {user_id(1)}) == there[1]
        assert await members.heir(_ROOM, {user_id(1), user_id(2), user_id(7)}) == there[2]
        assert await members.heir(_ROOM, {user_id(1), user_id(2), user_id(3)}) is None

    async def test_who_has_not_waived_is_looked_for_among_those_present(self, members: Any) -> None:
        assert not await members.unwaived(_ROOM, set())
        waived = member(1, 1, votes_waived=True)
        for each in [waived, member(1, 2), attrs.evolve(_GONE, votes_waived=False)]:
            await members.put(each)

        assert await members.unwaived(_ROOM, set())
        assert await members.unwaived(_ROOM, {user_id(1)})
        assert not await members.unwaived(_ROOM, {user_id(2)})

    async def test_a_room_is_emptied_of_those_who_are_there(self, members: Any) -> None:
        there = [member(1, 1, is_muted=True), member(1, 2, dropped_at=after(1))]
        for each in [*there, _GONE]:
            await members.put(each)

        await members.empty(_ROOM, after(5))

        assert [await members.find(_ROOM, each.user_id) for each in there] == [
            each.gone(after(5)) for each in there
        ]
        assert await members.find(_ROOM, _GONE.user_id) == _GONE
        assert (await members.find(room_id(2), user_id(9))).present
