"""What people do about each other, and what is done to find them."""

from phantom_core.matching.use_cases.census import CountTastes, GetCensus, ListTasteProfiles
from phantom_core.matching.use_cases.comparing import GetCompatibility
from phantom_core.matching.use_cases.deciding import DismissPerson, LikePerson, PartMatch
from phantom_core.matching.use_cases.exposure import GetExposure
from phantom_core.matching.use_cases.feed_artists import RecommendArtists
from phantom_core.matching.use_cases.feed_people import GetPeopleFeed, MakePeopleFeed
from phantom_core.matching.use_cases.feed_rooms import RecommendRooms
from phantom_core.matching.use_cases.listing import ListMatches
from phantom_core.matching.use_cases.refreshing import (
    RefreshTaste,
    ReviewMatches,
    ScheduleRefresh,
)
from phantom_core.matching.use_cases.rescoring import KeepStatistics, RescoreEveryone
from phantom_core.matching.use_cases.withdrawing import WithdrawFromMatching

__all__ = [
    "CountTastes",
    "DismissPerson",
    "GetCensus",
    "GetCompatibility",
    "GetExposure",
    "GetPeopleFeed",
    "KeepStatistics",
    "LikePerson",
    "ListMatches",
    "ListTasteProfiles",
    "MakePeopleFeed",
    "PartMatch",
    "RecommendArtists",
    "RecommendRooms",
    "RefreshTaste",
    "RescoreEveryone",
    "ReviewMatches",
    "ScheduleRefresh",
    "WithdrawFromMatching",
]
