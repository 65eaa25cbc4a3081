"""What every store of calls promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.call_examples import call, room_of_calls
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.calls.call import CallKind
from phantom_core.kernel import Conflict, NotFound, Storage

__all__ = ["CallsContract"]

_OVER = MOMENT + timedelta(minutes=3)


class CallsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def calls(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "calls")

    async def test_a_call_is_read_back_as_it_was_stored(self, calls: Any) -> None:
        await calls.add(call(1))

        assert await calls.find(call(1).id) == call(1)
        assert await calls.find(call(2).id) is None

    async def test_one_call_of_a_kind_lasts_in_a_room(self, calls: Any) -> None:
        await calls.add(call(1))

        with pytest.raises(Conflict):
            await calls.add(call(2))

    async def test_another_room_or_kind_may_have_its_own(self, calls: Any) -> None:
        video = call(2, kind=CallKind.VIDEO)
        await calls.add(call(1))
        await calls.add(video)
        await calls.add(call(3, room_id=room_of_calls(2)))

        assert await calls.lasting(room_of_calls(), CallKind.VIDEO) == video
        assert [*await calls.all_lasting(room_of_calls())] == [call(1), video]

    async def test_a_call_that_is_over_lasts_no_longer(self, calls: Any) -> None:
        await calls.add(call(1))
        over = attrs.evolve(call(1), ended_at=_OVER)

        await calls.put(over)

        assert await calls.find(over.id) == over
        assert await calls.lasting(over.room_id, over.kind) is None
        assert [*await calls.all_lasting(over.room_id)] == []
        await calls.add(call(2))

    async def test_what_is_not_there_cannot_be_put(self, calls: Any) -> None:
        with pytest.raises(NotFound):
            await calls.put(call(1))
