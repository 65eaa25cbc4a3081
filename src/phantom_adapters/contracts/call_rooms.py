"""What everybody promises who knows the rooms in which there are calls."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_adapters.contracts.rooms_examples import member, room, room_id, user_id
from phantom_core.calls.ports import RoomStanding
from phantom_core.kernel import Storage

__all__ = ["CallRoomsContract"]


class CallRoomsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def rooms(self, storage: Storage) -> Any:
        """What is under test.

        Of three rooms the second is private, and the third is over. In each the first person is
        a member, and the second was one.
        """

        def begin(work: Any) -> None:
            work.rooms.add(room(1, allow_voice_chat=True))
            work.rooms.add(room(2, is_public=False))
            work.rooms.add(room(3, is_public=False, is_active=False))
            for number in (1, 2, 3):
                work.room_members.put(member(number, 1))
                work.room_members.put(attrs.evolve(member(number, 2), left_at=MOMENT))

        await write(storage, begin)
        return Repository(storage, "call_rooms")

    async def test_a_room_says_what_it_is(self, rooms: Any) -> None:
        public = RoomStanding(is_public=True, allow_voice_chat=True, present=True)
        private = RoomStanding(is_public=False, allow_voice_chat=False, present=True)

        assert await rooms.standing(room_id(1), user_id(1)) == public
        assert await rooms.standing(room_id(2), user_id(1)) == private

    async def test_who_has_left_or_never_came_is_not_present(self, rooms: Any) -> None:
        for user_number in (2, 3):
            assert not (await rooms.standing(room_id(1), user_id(user_number))).present

    async def test_nobody_is_present_in_a_room_that_is_over(self, rooms: Any) -> None:
        assert not (await rooms.standing(room_id(3), user_id(1))).present

    async def test_of_a_room_that_there_is_not_nothing_is_known(self, rooms: Any) -> None:
        assert await rooms.standing(room_id(9), user_id(1)) is None
