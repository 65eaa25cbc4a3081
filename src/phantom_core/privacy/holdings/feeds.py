"""What is kept about people by recommendations."""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding

__all__ = ["FEEDS"]

FEEDS: Final = (
    Holding(
        table="daily_feeds",
        what="whom somebody was shown last, by ids",
        people=("user_id",),
        words=("day", "shown", "explored", "before"),
        plain=("basis",),
        withheld="It names others, who were chosen for what is exported; a day later it is gone.",
        fate=Fate.GONE,
        dropped_by=("user_id",),
    ),
    Holding(
        table="feed_exposures",
        what="in how many feeds of a day somebody was",
        people=("user_id",),
        words=("day",),
        withheld="It counts what others saw, so that nobody is shown too often or never.",
        fate=Fate.GONE,
        dropped_by=("user_id",),
    ),
)
"""Feeds, and how often people are in them."""
