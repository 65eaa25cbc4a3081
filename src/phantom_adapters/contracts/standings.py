"""What everybody promises who knows as whom people may act."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import add_people, user, user_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.identity import UserStatus
from phantom_core.kernel import Storage, person

__all__ = ["StandingsContract"]


class StandingsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def standings(self, storage: Storage) -> Any:
        """What is under test; of three people one is an admin, and one is suspended."""
        admin = attrs.evolve(user(2), is_admin=True)
        suspended = attrs.evolve(user(3), status=UserStatus.SUSPENDED)
        await add_people(storage, user(1), admin, suspended)
        return Repository(storage, "standings")

    async def test_people_act_as_who_they_are(self, standings: Any) -> None:
        assert await standings.of(user_id(1)) == person(user_id(1))
        assert await standings.of(user_id(2)) == person(user_id(2), is_admin=True)

    async def test_who_is_suspended_or_not_there_acts_as_nobody(self, standings: Any) -> None:
        assert await standings.of(user_id(3)) is None
        assert await standings.of(user_id(4)) is None
