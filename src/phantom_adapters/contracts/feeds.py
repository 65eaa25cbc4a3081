"""What every store of feeds promises."""

from datetime import timedelta
from typing import Any, Final

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, NOBODY, add_people, user, user_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.kernel import Storage
from phantom_core.matching.daily_feed import DailyFeed

__all__ = ["DailyFeedsContract", "ExposuresContract"]

_TODAY: Final = MOMENT.date()
_TOMORROW: Final = _TODAY + timedelta(days=1)


class DailyFeedsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def feeds(self, storage: Storage) -> Any:
        """What is under test; two people are there."""
        await add_people(storage, user(1), user(2))
        return Repository(storage, "daily_feeds")

    async def test_a_feed_takes_the_place_of_the_one_before(self, feeds: Any) -> None:
        first = DailyFeed(
            user_id=user_id(1),
            day=_TODAY,
            basis="4 1",
            shown=(user_id(3), user_id(2)),
            explored=(user_id(2),),
            before=(user_id(4),),
        )
        second = DailyFeed(user_id=user_id(1), day=_TOMORROW, basis="", shown=())

        assert await feeds.find(user_id(1)) is None
        await feeds.put(first)
        assert await feeds.find(user_id(1)) == first
        await feeds.put(second)
        assert await feeds.find(user_id(1)) == second
        assert await feeds.find(user_id(2)) is None

    async def test_a_feed_may_be_taken_away_more_than_once(self, feeds: Any) -> None:
        await feeds.put(DailyFeed(user_id=user_id(1), day=_TODAY, basis="", shown=()))
        await feeds.remove(user_id(1))
        await feeds.remove(user_id(1))

        assert await feeds.find(user_id(1)) is None


class ExposuresContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def exposures(self, storage: Storage) -> Any:
        """What is under test; three people are there."""
        await add_people(storage, user(1), user(2), user(3))
        return Repository(storage, "exposures")

    async def test_feeds_are_counted_for_each_and_day(self, exposures: Any) -> None:
        await exposures.note([user_id(1), user_id(2)], _TODAY)
        await exposures.note([user_id(2)], _TODAY)
        everybody = [user_id(1), user_id(2), user_id(3), NOBODY]

        assert await exposures.of(everybody, _TODAY) == {user_id(1): 1, user_id(2): 2}
        assert await exposures.of([], _TODAY) == {}
        assert dict(await exposures.spread(_TODAY)) == {1: 1, 2: 1}

        await exposures.note([user_id(2), user_id(3)], _TOMORROW)

        assert await exposures.of(everybody, _TOMORROW) == {user_id(2): 1, user_id(3): 1}
        assert await exposures.of(everybody, _TODAY) == {user_id(1): 1}
        assert dict(await exposures.spread(_TOMORROW)) == {1: 2}
