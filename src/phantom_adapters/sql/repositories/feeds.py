"""Whom people are shown, and how often each is, over SQL."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.feeds import daily_feeds, feed_exposures
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import UserId
from phantom_core.matching.daily_feed import DailyFeed
from phantom_core.matching.feed_ports import DailyFeeds, Exposures

__all__ = ["SqlDailyFeeds", "SqlExposures"]

_FEEDS: Final = Rows(daily_feeds, DailyFeed, noun="feed")
_OF: Final = Statement(
    select(feed_exposures.c.user_id, feed_exposures.c.feeds).where(
        feed_exposures.c.user_id.in_(bindparam("ids", expanding=True)),
        feed_exposures.c.day == bindparam("day"),
    )
)
_NEW: Final = insert(feed_exposures).values(
    user_id=bindparam("user_id"), day=bindparam("day"), feeds=1
)
_NOTE: Final = Statement(
    _NEW.on_conflict_do_update(
        index_elements=["user_id"],
        set_={
            "day": _NEW.excluded.day,
            "feeds": case(
                (feed_exposures.c.day == _NEW.excluded.day, feed_exposures.c.feeds + 1), else_=1
            ),
        },
    )
)
_SPREAD: Final = Statement(
    select(feed_exposures.c.feeds, func.count())
    .where(feed_exposures.c.day == bindparam("day"))
    .group_by(feed_exposures.c.feeds)
)


class SqlDailyFeeds(DailyFeeds):
    """Feeds in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, user_id: UserId) -> DailyFeed | None:
        """What somebody was shown last."""
        return _FEEDS.find(self._tx, user_id)

    def put(self, feed: DailyFeed) -> None:
        """Store what somebody is shown."""
        _FEEDS.set(self._tx, feed)

    def remove(self, user_id: UserId) -> None:
        """Take somebody's feed away."""
        _FEEDS.remove(self._tx, user_id)


class SqlExposures(Exposures):
    """A count for each who is shown."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, user_ids: Collection[UserId], day: date) -> Mapping[UserId, int]:
        """In how many of a day's feeds each is."""
        found = (self._tx.rows(_OF, ids=some, day=day) for some in batches(user_ids))
        return {user_id: feeds for rows in found for user_id, feeds in rows}

    def note(self, user_ids: Collection[UserId], day: date) -> None:
        """Count one more for each, in the order in which all transactions do."""
        for user_id in sorted(set(user_ids)):
            self._tx.run(_NOTE, user_id=user_id, day=day)

    def spread(self, day: date) -> Mapping[int, int]:
        """How many people are in how many feeds."""
        return dict(self._tx.rows(_SPREAD, day=day))
