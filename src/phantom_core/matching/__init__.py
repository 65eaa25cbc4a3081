"""Matching: people find each other by taste, with wishes on both sides and reasons to read."""

from phantom_core.matching.artist_votes import ArtistVote, Neighbour, vote_for_artists
from phantom_core.matching.bands import HIGHEST_SHOWN, Band, band_of, shown_score
from phantom_core.matching.company import common_friends, room_score, room_similarity
from phantom_core.matching.errors import HiddenOneself, NoMatching, NotWithYourself
from phantom_core.matching.events import MatchChanged, MatchEvent, MatchMade
from phantom_core.matching.facts import Facts
from phantom_core.matching.feed_reasons import FeedReason, FeedReasonKind
from phantom_core.matching.feeds import (
    MOST_RECOMMENDED,
    RecommendedArtist,
    RecommendedPerson,
    RecommendedRoom,
)
from phantom_core.matching.kept_taste import KeptTaste
from phantom_core.matching.match import Match, MatchStatus, Verdict, pair_of
from phantom_core.matching.neighbourhood import Standing, Tie
from phantom_core.matching.policy import liking, suits
from phantom_core.matching.ports import Matches, MatchingFacts, MatchingWork
from phantom_core.matching.profile import TasteProfile, Traits, Wishes
from phantom_core.matching.reasons import Reason, reasons_for, told_items
from phantom_core.matching.scorer import Facet, Part, Scorer, Similarity
from phantom_core.matching.statistics import TasteCount, TasteStatistics, count_tastes
from phantom_core.matching.taste import Taste
from phantom_core.matching.taste_ports import (
    MOST_NAMING,
    Census,
    Neighbourhoods,
    TasteCensus,
    TasteProfiles,
    TasteRefreshes,
)
from phantom_core.matching.use_cases import (
    CountTastes,
    DismissPerson,
    GetCompatibility,
    GetExposure,
    GetPeopleFeed,
    KeepStatistics,
    LikePerson,
    ListMatches,
    MakePeopleFeed,
    PartMatch,
    RecommendArtists,
    RecommendRooms,
    RefreshTaste,
    RescoreEveryone,
    ReviewMatches,
    ScheduleRefresh,
    WithdrawFromMatching,
)
from phantom_core.matching.vectors import Term, taste_vector
from phantom_core.matching.views import Compatibility, ShownMatch
from phantom_core.matching.weights import FORMULA_VERSION, WEIGHTS, Weights

__all__ = [
    "FORMULA_VERSION",
    "HIGHEST_SHOWN",
    "MOST_NAMING",
    "MOST_RECOMMENDED",
    "WEIGHTS",
    "ArtistVote",
    "Band",
    "Census",
    "Compatibility",
    "CountTastes",
    "DismissPerson",
    "Facet",
    "Facts",
    "FeedReason",
    "FeedReasonKind",
    "GetCompatibility",
    "GetExposure",
    "GetPeopleFeed",
    "HiddenOneself",
    "KeepStatistics",
    "KeptTaste",
    "LikePerson",
    "ListMatches",
    "MakePeopleFeed",
    "Match",
    "MatchChanged",
    "MatchEvent",
    "MatchMade",
    "MatchStatus",
    "Matches",
    "MatchingFacts",
    "MatchingWork",
    "Neighbour",
    "Neighbourhoods",
    "NoMatching",
    "NotWithYourself",
    "Part",
    "PartMatch",
    "Reason",
    "RecommendArtists",
    "RecommendRooms",
    "RecommendedArtist",
    "RecommendedPerson",
    "RecommendedRoom",
    "RefreshTaste",
    "RescoreEveryone",
    "ReviewMatches",
    "ScheduleRefresh",
    "Scorer",
    "ShownMatch",
    "Similarity",
    "Standing",
    "Taste",
    "TasteCensus",
    "TasteCount",
    "TasteProfile",
    "TasteProfiles",
    "TasteRefreshes",
    "TasteStatistics",
    "Term",
    "Tie",
    "Traits",
    "Verdict",
    "Weights",
    "Wishes",
    "WithdrawFromMatching",
    "band_of",
    "common_friends",
    "count_tastes",
    "liking",
    "pair_of",
    "reasons_for",
    "room_score",
    "room_similarity",
    "shown_score",
    "suits",
    "taste_vector",
    "told_items",
    "vote_for_artists",
]
