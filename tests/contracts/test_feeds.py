"""Feeds are kept as promised by every storage, and their neighbours answer."""

from phantom_adapters.contracts.feed_neighbours import FeedCatalogueContract, OpenRoomsContract
from phantom_adapters.contracts.feeds import DailyFeedsContract, ExposuresContract
from phantom_adapters.feed_neighbours import CataloguedFeed, KeptOpenRooms
from phantom_adapters.memory.repositories.feeds import MemoryDailyFeeds, MemoryExposures
from phantom_adapters.sql.repositories.feeds import SqlDailyFeeds, SqlExposures


class TestDailyFeeds(DailyFeedsContract):
    adapters = (MemoryDailyFeeds, SqlDailyFeeds)


class TestExposures(ExposuresContract):
    adapters = (MemoryExposures, SqlExposures)


class TestOpenRooms(OpenRoomsContract):
    adapters = (KeptOpenRooms,)


class TestFeedCatalogue(FeedCatalogueContract):
    adapters = (CataloguedFeed,)
