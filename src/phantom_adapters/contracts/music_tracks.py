"""What every store of tracks promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.set_examples import (
    music_set,
    ready_track,
    set_id,
    track,
    track_id,
)
from phantom_core.kernel import Conflict, Milliseconds, NotFound, Storage
from phantom_core.media.sets import TrackStatus, TrackTally

__all__ = ["MusicTracksContract"]


class MusicTracksContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def tracks(self, storage: Storage) -> Any:
        """The repository under test; there are two sets for its tracks."""
        sets: Any = Repository(storage, "music_sets")
        await sets.add(music_set(1))
        await sets.add(music_set(2))
        return Repository(storage, "music_tracks")

    async def test_a_track_is_read_back_as_it_was_stored(self, tracks: Any) -> None:
        failed = track(3, status=TrackStatus.FAILED, reason="It is silent.")
        for each in (track(1), ready_track(2), failed):
            await tracks.add(each)

        assert await tracks.get(track_id(1)) == track(1)
        assert await tracks.find(track_id(2)) == ready_track(2)
        assert await tracks.find(track_id(3)) == failed

    async def test_an_id_is_used_once(self, tracks: Any) -> None:
        await tracks.add(track(1))

        with pytest.raises(Conflict):
            await tracks.add(track(1, title="Other"))

    async def test_what_is_put_replaces_what_was_there(self, tracks: Any) -> None:
        await tracks.add(track(1))

        await tracks.put(ready_track(1))

        assert await tracks.get(track_id(1)) == ready_track(1)

    async def test_what_is_not_there_is_missed(self, tracks: Any) -> None:
        assert await tracks.find(track_id(1)) is None
        assert await tracks.set_of(track_id(1)) is None
        with pytest.raises(NotFound, match="There is no track"):
            await tracks.get(track_id(1))
        with pytest.raises(NotFound):
            await tracks.put(track(1))
        with pytest.raises(NotFound):
            await tracks.remove(track_id(1))

    async def test_the_tracks_of_a_set_are_told_by_id(self, tracks: Any) -> None:
        for number in (3, 1, 2):
            await tracks.add(track(number))
        other = track(4, set_id=set_id(2))
        await tracks.add(other)

        assert [*await tracks.of_set(set_id(1))] == [track(1), track(2), track(3)]
        assert [*await tracks.of_set(set_id(3))] == []
        assert await tracks.set_of(other.id) == set_id(2)

    async def test_what_is_removed_is_gone(self, tracks: Any) -> None:
        other = track(4, set_id=set_id(2))
        for each in (track(1), track(2), track(3), other):
            await tracks.add(each)

        await tracks.remove(track_id(1))
        assert [*await tracks.of_set(set_id(1))] == [track(2), track(3)]
        await tracks.remove_of(set_id(1))

        assert [*await tracks.of_set(set_id(1))] == []
        assert await tracks.find(other.id) == other

    async def test_what_can_be_heard_is_added_up(self, tracks: Any) -> None:
        for each in (ready_track(1), ready_track(2), track(3), track(4, set_id=set_id(2))):
            await tracks.add(each)
        await tracks.add(attrs.evolve(ready_track(5), duration_ms=None))

        found = await tracks.tallies([set_id(1), set_id(2), set_id(3)])

        assert dict(found) == {set_id(1): TrackTally(tracks=3, duration_ms=Milliseconds(3000))}
        assert dict(await tracks.tallies([])) == {}
