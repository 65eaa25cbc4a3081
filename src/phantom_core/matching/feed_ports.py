"""What recommendations need of storage, and of the neighbours of matching.

Nothing is held by what is only read here.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

import attrs

from phantom_core.kernel import ArtistId, GenreId, Id, Page, PageRequest, Person, UserId
from phantom_core.matching.daily_feed import DailyFeed
from phantom_core.matching.feeds import Favourites

__all__ = [
    "DailyFeeds",
    "Exposures",
    "FeedCatalogue",
    "Follows",
    "OpenRoom",
    "OpenRooms",
]


@attrs.frozen(kw_only=True)
class OpenRoom:
    """A public room that anybody may enter now.

    Attributes:
        hosts: who made it, and whose it is now.
    """

    id: Id
    artist_id: ArtistId | None
    genre_id: GenreId | None
    people_present: int
    hosts: tuple[UserId, UserId]


class OpenRooms(Protocol):
    """Public rooms that are open."""

    def near(
        self, artists: Sequence[ArtistId], genres: Sequence[GenreId], limit: int
    ) -> Sequence[OpenRoom]:
        """Up to `limit` of them, 1 to 200, those first that are near to a taste.

        First come those of one of the artists, then those of one of the genres, then the others;
        within these those with most people present.
        """

    def around(self, user_id: UserId) -> Sequence[OpenRoom]:
        """Those in which somebody is now, the newest first, up to 10."""

    def heard(self, room_id: Id, limit: int) -> Sequence[ArtistId]:
        """Whose songs a room has heard last, the latest first, as often as it was."""


class FeedCatalogue(Protocol):
    """What there is to recommend, how it is called, and what of it people have chosen."""

    def favourites(self, user_id: UserId) -> Favourites:
        """What somebody has chosen."""

    def names(self, ids: Collection[Id]) -> Mapping[Id, str]:
        """What those of some artists and genres are called that are in the catalogue."""

    def genres_of(self, artist_ids: Collection[ArtistId]) -> Mapping[ArtistId, GenreId]:
        """The genre of each of some artists that are in the catalogue."""

    def genres(self, limit: int) -> Sequence[GenreId]:
        """Up to `limit` genres, 1 to 200, by name."""

    def artists_in(self, genre_id: GenreId, begin: int, limit: int) -> Sequence[ArtistId]:
        """Up to `limit` artists of a genre by lot, from `begin` round."""


class Follows(Protocol):
    """Who follows whom."""

    def following(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Active people whom a user follows, and whom `seen_by` sees; the latest first."""

    def among(
        self, followers: Collection[UserId], followees: Collection[UserId]
    ) -> Collection[tuple[UserId, UserId]]:
        """Which of some people follow which of others, each follower before whom they follow."""


class DailyFeeds(Protocol):
    """Whom people are shown today; at most one row for each who looks."""

    def find(self, user_id: UserId) -> DailyFeed | None:
        """What somebody was shown last, on whatever day."""

    def put(self, feed: DailyFeed) -> None:
        """Store what somebody is shown, in place of what they were shown before."""

    def remove(self, user_id: UserId) -> None:
        """Take somebody's feed away. Where there is none, nothing happens."""


class Exposures(Protocol):
    """In how many feeds of a day people are shown; at most one row for each who is shown."""

    def of(self, user_ids: Collection[UserId], day: date) -> Mapping[UserId, int]:
        """In how many of a day's feeds each of these is; those who are in none are missing.

        Only the last day on which somebody was shown is known.
        """

    def note(self, user_ids: Collection[UserId], day: date) -> None:
        """Count one more feed of a day for each of these."""

    def spread(self, day: date) -> Mapping[int, int]:
        """How many people are in how many feeds of a day; of those who are in any."""
