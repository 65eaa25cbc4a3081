"""What every ballot box promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    MOMENT,
    add_rooms,
    room,
    room_id,
    song_id,
    user_id,
    vote_id,
)
from phantom_core.kernel import Storage

__all__ = ["BallotsContract"]

_ROOM, _VOTE = room_id(1), vote_id(1)


class BallotsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def ballots(self, storage: Storage) -> Any:
        """The repository under test; there are two rooms."""
        await add_rooms(storage, room(1), room(2))
        return Repository(storage, "room_ballots")

    async def test_a_ballot_says_what_somebody_has_voted_for(self, ballots: Any) -> None:
        await ballots.cast(_ROOM, user_id(1), _VOTE, song_id(1), MOMENT)

        assert await ballots.find(_ROOM, user_id(1), _VOTE) == song_id(1)
        assert await ballots.find(_ROOM, user_id(2), _VOTE) is None
        assert await ballots.find(_ROOM, user_id(1), vote_id(2)) is None
        assert await ballots.find(room_id(2), user_id(1), _VOTE) is None

    async def test_who_votes_again_moves_their_vote(self, ballots: Any) -> None:
        for number in (1, 2, 2):
            await ballots.cast(_ROOM, user_id(1), _VOTE, song_id(number), MOMENT)

        assert await ballots.find(_ROOM, user_id(1), _VOTE) == song_id(2)
        assert await ballots.tally(_ROOM, _VOTE) == {song_id(2): 1}

    async def test_votes_are_counted_by_song(self, ballots: Any) -> None:
        for user, number in enumerate([1, 2, 1, 3, 1]):
            await ballots.cast(_ROOM, user_id(user), _VOTE, song_id(number), MOMENT)
        await ballots.cast(_ROOM, user_id(1), vote_id(2), song_id(1), MOMENT)
        await ballots.cast(room_id(2), user_id(1), _VOTE, song_id(1), MOMENT)

        assert await ballots.tally(_ROOM, _VOTE) == {song_id(1): 3, song_id(2): 1, song_id(3): 1}
        assert await ballots.tally(_ROOM, vote_id(3)) == {}

    async def test_a_vote_that_is_taken_back_does_not_count(self, ballots: Any) -> None:
        for user in (1, 2):
            await ballots.cast(_ROOM, user_id(user), _VOTE, song_id(1), MOMENT)

        await ballots.withdraw(_ROOM, user_id(1), _VOTE)
        await ballots.withdraw(_ROOM, user_id(1), _VOTE)

        assert await ballots.find(_ROOM, user_id(1), _VOTE) is None
        assert await ballots.tally(_ROOM, _VOTE) == {song_id(1): 1}

    async def test_a_room_forgets_all_its_ballots(self, ballots: Any) -> None:
        for session in (_VOTE, vote_id(2)):
            await ballots.cast(_ROOM, user_id(1), session, song_id(1), MOMENT)
        await ballots.cast(room_id(2), user_id(1), vote_id(3), song_id(1), MOMENT)

        await ballots.clear(_ROOM)

        assert await ballots.tally(_ROOM, _VOTE) == {}
        assert await ballots.find(_ROOM, user_id(1), vote_id(2)) is None
        assert await ballots.tally(room_id(2), vote_id(3)) == {song_id(1): 1}
