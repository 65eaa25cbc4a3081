"""What everybody promises who keeps people out of rooms."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_adapters.contracts.rooms_examples import room_id, user_id
from phantom_core.kernel import Storage

__all__ = ["BansContract"]


class BansContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def bans(self, storage: Storage) -> Any:
        """What is under test."""
        return Repository(storage, "room_bans")

    async def test_whoever_was_not_banned_may_come_in(self, bans: Any) -> None:
        assert await bans.banned_until(room_id(1), user_id(1), MOMENT) is None
