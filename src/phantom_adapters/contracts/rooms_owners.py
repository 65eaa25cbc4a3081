"""What everybody promises who says who answers for a room."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    after,
    member,
    room,
    room_id,
    user_id,
)
from phantom_core.kernel import Storage

__all__ = ["RoomOwnersContract"]


class RoomOwnersContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def owners(self, storage: Storage) -> Any:
        """What is under test; the second room is private, the third is over."""
        hosted = {"host_user_id": user_id(1)}
        await add_rooms(
            storage,
            room(1, **hosted),
            room(2, is_public=False, **hosted),
            room(3, is_active=False, people_present=0, **hosted),
        )
        members: Any = Repository(storage, "room_members")
        await members.put(member(2, 2))
        await members.put(member(2, 3, left_at=after(9)))
        return Repository(storage, "room_owners")

    async def test_everybody_knows_the_host_of_a_public_room(self, owners: Any) -> None:
        assert await owners.owner_of(room_id(1), seen_by=user_id(4)) == user_id(1)

    async def test_who_is_in_a_private_room_knows_its_host(self, owners: Any) -> None:
        told = [await owners.owner_of(room_id(2), seen_by=user_id(who)) for who in (2, 3, 4)]

        assert told == [user_id(1), None, None]

    async def test_nobody_answers_for_what_is_over_or_was_never_there(self, owners: Any) -> None:
        for number in (3, 9):
            assert await owners.owner_of(room_id(number), seen_by=user_id(1)) is None
