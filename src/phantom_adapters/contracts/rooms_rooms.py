"""What every store of rooms promises."""

from datetime import datetime
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_discovery import DiscoveryContract
from phantom_adapters.contracts.rooms_examples import (
    HEARD,
    VOTED,
    add_rooms,
    after,
    all_pages,
    member,
    playlist_id,
    room,
    song,
    user_id,
    write,
)
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after
from phantom_core.rooms.ports import DueRoom, RoomsWork
from phantom_core.rooms.room import Room

__all__ = ["RoomsContract"]

_PRIVATE = room(1, is_public=False, artist_id=None, genre_id=None)
_FULL = room(
    1,
    playback=HEARD,
    vote=VOTED.stirred(after(2)),
    absent_host_id=user_id(2),
    playlist_id=playlist_id(1),
    allow_voice_chat=True,
    next_deadline=after(9),
    version=7,
)


def _due(number: int, deadline: datetime) -> DueRoom:
    return DueRoom(room_id=room(number).id, deadline=deadline)


class RoomsContract(DiscoveryContract):
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def rooms(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "rooms")

    @pytest.mark.parametrize(
        "stored",
        [
            _PRIVATE,
            attrs.evolve(_PRIVATE, is_active=False, people_present=0),
            _FULL,
            attrs.evolve(_FULL, vote=VOTED.closed(after(3), "ab" * 32, song(2))),
            attrs.evolve(_FULL, vote=attrs.evolve(VOTED, closes_at=None)),
        ],
    )
    async def test_a_room_is_read_back_as_it_was_stored(self, rooms: Any, stored: Room) -> None:
        await rooms.add(stored)

        assert await rooms.get(stored.id) == stored

    async def test_an_id_is_used_once(self, rooms: Any) -> None:
        await rooms.add(_FULL)

        with pytest.raises(Conflict):
            await rooms.add(_PRIVATE)
        assert await rooms.get(_FULL.id) == _FULL

    async def test_what_is_put_replaces_what_was_there(self, rooms: Any) -> None:
        await rooms.add(_FULL)
        await rooms.add(room(2))

        await rooms.put(_PRIVATE)

        assert await rooms.get(_FULL.id) == _PRIVATE
        assert await rooms.get(room(2).id) == room(2)

    async def test_what_is_not_there_is_missed(self, rooms: Any) -> None:
        with pytest.raises(NotFound):
            await rooms.get(room(1).id)
        with pytest.raises(NotFound):
            await rooms.put(room(1))

    async def test_who_has_found_a_room_holds_it(self, rooms: Any, storage: Storage) -> None:
        await rooms.add(room(1))

        def enter(work: RoomsWork) -> None:
            found = work.rooms.get(room(1).id)
            work.rooms.put(found.changed(people_present=found.people_present + 1))

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(write, storage, enter)

        held = await rooms.get(room(1).id)
        assert (held.people_present, held.version) == (21, 21)

    async def test_what_is_due_is_found_the_earliest_first(self, rooms: Any) -> None:
        for number, deadline in [(1, after(9)), (2, after(5)), (4, after(5)), (3, after(5.001))]:
            await rooms.add(room(number, next_deadline=deadline))
        await rooms.add(room(5))
        everything = [
            _due(2, after(5)),
            _due(4, after(5)),
            _due(3, after(5.001)),
            _due(1, after(9)),
        ]

        assert [*await rooms.due(after(4.999), 10)] == []
        assert [*await rooms.due(after(5), 10)] == everything[:2]
        assert [*await rooms.due(after(9), 10)] == everything
        assert [*await rooms.due(after(9), 3)] == everything[:3]

    async def test_the_earliest_deadline_is_told(self, rooms: Any) -> None:
        await rooms.add(room(1))
        assert await rooms.next_due(after(0)) is None
        for number, deadline in [(2, after(9)), (3, after(5))]:
            await rooms.add(room(number, next_deadline=deadline))
        assert await rooms.next_due(after(0)) == after(5)
        assert await rooms.next_due(after(5)) == after(9)
        assert await rooms.next_due(after(9)) is None

        await rooms.put(room(3, next_deadline=after(10)))
        assert await rooms.next_due(after(0)) == after(9)
        await rooms.put(room(2))
        assert await rooms.next_due(after(0)) == after(10)

    async def test_somebodys_rooms_are_those_where_they_are_the_latest_first(
        self, storage: Storage
    ) -> None:
        private = room(2, is_public=False)
        await add_rooms(storage, room(1), private, room(3), room(4, is_active=False), room(5))

        def enter(work: RoomsWork) -> None:
            for number in (1, 2, 4):
                work.room_members.put(member(number, 1))
            work.room_members.put(member(3, 1, left_at=after(1)))
            work.room_members.put(member(5, 2))

        await write(storage, enter)

        for limit in (1, 2, 50):
            mine = await all_pages(
                storage, lambda work, page: work.rooms.of_member(user_id(1), page), limit=limit
            )
            assert [*mine] == [private, room(1)]

    @pytest.mark.parametrize(
        "cursor", [cursor_after("own-rooms", "x"), cursor_after("rooms", "0" * 26)]
    )
    async def test_a_foreign_cursor_is_refused(self, rooms: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await rooms.of_member(user_id(1), PageRequest(cursor=cursor))
