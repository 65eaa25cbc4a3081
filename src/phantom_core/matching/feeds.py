"""What is recommended to somebody: people, rooms, artists; each with a score and reasons.

The score of a room or an artist is a whole number from 0 to 99 that grows with what they are
ranked by; unlike that of people it compares within one answer only, and is no probability.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from phantom_core.kernel import ArtistId, GenreId, Id, Person, UserId
from phantom_core.matching.bands import HIGHEST_SHOWN, Band
from phantom_core.matching.feed_reasons import FeedReason
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.statistics import TasteStatistics

__all__ = [
    "MOST_RECOMMENDED",
    "Favourites",
    "RecommendedArtist",
    "RecommendedPerson",
    "RecommendedRoom",
    "listening_taste",
    "local_statistics",
    "shown_liking",
]

MOST_RECOMMENDED: Final = 50
"""How many of a kind are recommended at once, at the most."""

_STEEPNESS: Final = 4.0
"""Set so that a room which plays somebody's favourite artist, and nothing else, is shown as 60."""


@attrs.frozen(kw_only=True)
class Favourites:
    """What somebody has chosen of what is in the catalogue, the dearest first.

    Attributes:
        genres_of: the genre of each of the artists.
    """

    artists: tuple[ArtistId, ...] = ()
    genres: tuple[GenreId, ...] = ()
    genres_of: Mapping[ArtistId, GenreId] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class RecommendedPerson:
    """Somebody whom one may like to meet.

    Attributes:
        score: as the two are told it on each other's pages, 0 to 99.
        band: the score in a word.
    """

    person: Person
    score: int
    band: Band
    reasons: tuple[FeedReason, ...]


@attrs.frozen(kw_only=True)
class RecommendedRoom:
    """A public room that one may like to enter."""

    room_id: Id
    score: int
    reasons: tuple[FeedReason, ...]


@attrs.frozen(kw_only=True)
class RecommendedArtist:
    """An artist whom one may like to hear."""

    artist_id: ArtistId
    score: int
    reasons: tuple[FeedReason, ...]


def listening_taste(user_id: UserId, chosen: Favourites) -> TasteProfile:
    """What somebody likes to hear: each favourite by 1/rank, and no more of them than that.

    The genres of their favourite artists come behind those that they have named.
    """
    beside = [chosen.genres_of[artist] for artist in chosen.artists]
    genres = dict.fromkeys((*chosen.genres, *beside))
    return TasteProfile(user_id=user_id, artists=_by_rank(chosen.artists), genres=_by_rank(genres))


def local_statistics(statistics: TasteStatistics, taste: TasteProfile) -> TasteStatistics:
    """The statistics, cut to what somebody likes; their rarest favourites count as well.

    What compares people leaves rare artists out, for others' sake. What a room plays is nobody's
    secret, and one's own favourites are one's own.
    """
    return attrs.evolve(
        statistics,
        artists={
            artist: statistics.artists.get(artist, statistics.floor) for artist, _ in taste.artists
        },
        genres={genre: statistics.genres.get(genre, 0.0) for genre, _ in taste.genres},
    )


def shown_liking(value: float) -> int:
    """What is shown of what a room or an artist is ranked by, from 0 up."""
    return int(HIGHEST_SHOWN * -math.expm1(-_STEEPNESS * max(value, 0.0)))


def _by_rank(items: Iterable[Id]) -> tuple[tuple[Id, float], ...]:
    return tuple((item, 1 / rank) for rank, item in enumerate(items, start=1))
