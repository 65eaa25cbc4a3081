"""What everybody promises who knows who listens together."""

from phantom_adapters.contracts.catalog_examples import read
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    after,
    member,
    room,
    room_id,
    user_id,
    write,
)
from phantom_core.kernel import Id, Storage, UserId
from phantom_core.rooms.ports import RoomsWork

__all__ = ["ListenersContract"]


class ListenersContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_who_is_in_a_room_is_told_to_those_in_it_and_to_nobody_else(
        self, storage: Storage
    ) -> None:
        def enter(work: RoomsWork) -> None:
            work.room_members.put(member(1, 2, joined_at=after(2)))
            work.room_members.put(member(1, 1, joined_at=after(1)))
            work.room_members.put(member(1, 3, left_at=after(3)))
            work.room_members.put(member(2, 4))

        async def beside(user: UserId, room: Id) -> list[UserId]:
            return list(await read(storage, lambda work: work.listeners.beside(user, room)))

        await add_rooms(storage, room(1), room(2))
        await write(storage, enter)

        assert await beside(user_id(2), room_id(1)) == [user_id(1), user_id(2)]
        assert await beside(user_id(3), room_id(1)) == []
        assert await beside(user_id(4), room_id(1)) == []
        assert await beside(user_id(4), room_id(9)) == []
