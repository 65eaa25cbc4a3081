"""Whom people are shown, and how often each is, in memory."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from operator import attrgetter

import attrs

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import UserId
from phantom_core.matching.daily_feed import DailyFeed
from phantom_core.matching.feed_ports import DailyFeeds, Exposures

__all__ = ["MemoryDailyFeeds", "MemoryExposures"]


class MemoryDailyFeeds(DailyFeeds):
    """Feeds by who looks."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[UserId, DailyFeed] = MemoryRows(
            journal, "feed", attrgetter("user_id"), name="daily_feeds"
        )

    def find(self, user_id: UserId) -> DailyFeed | None:
        """What somebody was shown last."""
        return self._rows.find(user_id)

    def put(self, feed: DailyFeed) -> None:
        """Store what somebody is shown."""
        self._rows.remove(feed.user_id)
        self._rows.add(feed)

    def remove(self, user_id: UserId) -> None:
        """Take somebody's feed away."""
        self._rows.remove(user_id)


@attrs.frozen
class _Exposure:
    user_id: UserId
    day: date
    feeds: int


class MemoryExposures(Exposures):
    """A count for each who is shown."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[UserId, _Exposure] = MemoryRows(
            journal, "exposure", attrgetter("user_id"), name="feed_exposures"
        )

    def of(self, user_ids: Collection[UserId], day: date) -> Mapping[UserId, int]:
        """In how many of a day's feeds each is."""
        found = [row for user_id in set(user_ids) if (row := self._rows.find(user_id))]
        return {row.user_id: row.feeds for row in found if row.day == day}

    def note(self, user_ids: Collection[UserId], day: date) -> None:
        """Count one more for each."""
        before = self.of(user_ids, day)
        for user_id in set(user_ids):
            self._rows.remove(user_id)
            self._rows.add(_Exposure(user_id, day, before.get(user_id, 0) + 1))

    def spread(self, day: date) -> Mapping[int, int]:
        """How many people are in how many feeds."""
        return Counter(row.feeds for row in self._rows if row.day == day)
