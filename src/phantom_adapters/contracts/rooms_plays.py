"""What every history of rooms promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    all_pages,
    play,
    room,
    room_id,
    song_id,
)
from phantom_core.kernel import Conflict, Invalid, PageRequest, Storage, cursor_after

__all__ = ["PlaysContract"]

_ROOM = room_id(1)


class PlaysContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def plays(self, storage: Storage) -> Any:
        """The repository under test; there are two rooms, and in the second one was played."""
        await add_rooms(storage, room(1), room(2))
        plays = Repository(storage, "room_plays")
        await plays.add(play(2, 9))
        return plays

    async def test_what_was_played_is_told_the_latest_first(
        self, plays: Any, storage: Storage
    ) -> None:
        played = [play(1, number) for number in (1, 2, 4, 7)]
        for each in played:
            await plays.add(each)

        for limit in (1, 2, 3, 4, 50):
            told = await all_pages(
                storage, lambda work, page: work.room_plays.list(_ROOM, page), limit=limit
            )
            assert [*told] == played[::-1]

    async def test_a_number_is_used_once_in_a_room(self, plays: Any) -> None:
        await plays.add(play(1, 9))

        with pytest.raises(Conflict):
            await plays.add(play(1, 9, song_number=2))
        assert await plays.last_numbers(_ROOM) == {song_id(1): 9}

    async def test_of_each_song_the_last_playing_is_told(self, plays: Any) -> None:
        assert await plays.last_numbers(_ROOM) == {}
        for number, song in [(1, 1), (2, 2), (4, 1), (5, 3)]:
            await plays.add(play(1, number, song))

        assert await plays.last_numbers(_ROOM) == {song_id(1): 4, song_id(2): 2, song_id(3): 5}

    @pytest.mark.parametrize(
        "cursor", [cursor_after("room-history", "1"), cursor_after("rooms", 1)]
    )
    async def test_a_foreign_cursor_is_refused(self, plays: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await plays.list(_ROOM, PageRequest(cursor=cursor))
