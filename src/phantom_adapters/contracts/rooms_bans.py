"""What everybody promises who keeps people out of rooms."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import chat_member, later, linked_chat
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_adapters.contracts.rooms_examples import room_id, user_id
from phantom_core.kernel import Storage

__all__ = ["BansContract"]


class BansContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def bans(self, storage: Storage) -> Any:
        """What is under test; in the first room's chat the second person is banned for a minute."""
        rooms: Any = Repository(storage, "chat_rooms")
        members: Any = Repository(storage, "chat_members")
        await rooms.add(attrs.evolve(linked_chat(1), linked_id=room_id(1)))
        banned = chat_member(1, 1, banned_until=later(60))
        await members.add(attrs.evolve(banned, user_id=user_id(2)))
        return Repository(storage, "room_bans")

    async def test_whoever_was_not_banned_may_come_in(self, bans: Any) -> None:
        assert await bans.banned_until(room_id(1), user_id(1), MOMENT) is None
        assert await bans.banned_until(room_id(2), user_id(2), MOMENT) is None

    async def test_whoever_is_banned_may_not_until_then(self, bans: Any) -> None:
        assert await bans.banned_until(room_id(1), user_id(2), MOMENT) == later(60)
        assert await bans.banned_until(room_id(1), user_id(2), later(60)) is None
