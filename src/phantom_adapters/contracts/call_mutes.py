"""What every store of mutes promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.call_examples import call_user, mute
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.kernel import Storage

__all__ = ["CallMutesContract"]


class CallMutesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def mutes(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "call_mutes")

    async def test_a_mute_is_new_once(self, mutes: Any) -> None:
        assert await mutes.add(mute(1, 2))
        assert not await mutes.add(mute(1, 2))
        assert [*await mutes.of(call_user(1), 10)] == [mute(1, 2)]

    async def test_a_mute_is_taken_back_once(self, mutes: Any) -> None:
        await mutes.add(mute(1, 2))

        assert await mutes.remove(mute(1, 2))
        assert not await mutes.remove(mute(1, 2))
        assert [*await mutes.of(call_user(1), 10)] == []

    async def test_mutes_are_each_persons_own_and_listed_by_room_and_person(
        self, mutes: Any
    ) -> None:
        for each in (mute(1, 3), mute(1, 2), mute(1, 2, room=2), mute(2, 1)):
            await mutes.add(each)

        assert [*await mutes.of(call_user(1), 10)] == [mute(1, 2), mute(1, 3), mute(1, 2, room=2)]
        assert [*await mutes.of(call_user(1), 1)] == [mute(1, 2)]
