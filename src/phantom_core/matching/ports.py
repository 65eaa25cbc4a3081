"""What matching needs of storage, and of its neighbours.

Where a method says that a row is *held*, no other transaction changes it until this one ends; a
query holds nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from phantom_core.kernel import Page, PageRequest, Person, UserId, Work
from phantom_core.matching.facts import Facts
from phantom_core.matching.feed_ports import (
    DailyFeeds,
    Exposures,
    FeedCatalogue,
    Follows,
    OpenRooms,
)
from phantom_core.matching.index_ports import TasteIndex
from phantom_core.matching.match import Match, MatchStatus
from phantom_core.matching.taste_ports import (
    Neighbourhoods,
    TasteCensus,
    TasteProfiles,
    TasteRefreshes,
)

__all__ = ["Blocks", "FeedsWork", "Matches", "MatchingFacts", "MatchingWork", "People"]


class Matches(Protocol):
    """Matches, one for each pair."""

    def hold(self, one: UserId, other: UserId, now: datetime) -> Match:
        """The match of two people, held; a blank one is stored first where there is none.

        For commands alone.
        """

    def find(self, one: UserId, other: UserId) -> Match | None:
        """The match of two people, if there is one. Nothing is held."""

    def put(self, match: Match) -> None:
        """Store the new state of a match that is held; a blank one is taken away."""

    def to_review(self, user_id: UserId, others: Collection[UserId]) -> Sequence[Match]:
        """Somebody's matches with the others named, and all of theirs that are suggested.

        They are held, and come in the order of pairs.
        """

    def remove_of(self, user_id: UserId) -> Sequence[Match]:
        """Take away all in which somebody takes part; answer them, in the order of pairs."""

    def of(
        self, user_id: UserId, statuses: Collection[MatchStatus], page: PageRequest, today: date
    ) -> Page[Match]:
        """Those that have one of these statuses for somebody, the highest score first.

        Among equals it goes by the other one's id. Those are left out whose other one may not be
        matched today (`MatchingFacts.matchable`), or where either has blocked the other.

        Raises: Invalid, for a cursor of another list.
        """


class MatchingFacts(Protocol):
    """What the other contexts know of people."""

    def hold(self, *user_ids: UserId) -> None:
        """Hold those of these users that there are, the least id first, with all that is said here.

        What `facts` and `matchable` say of them stays so until the transaction ends.
        """

    def facts(self, user_id: UserId) -> Facts | None:
        """What is known of somebody; `None` if there is no such user. Nothing is held."""

    def willing(self, user_id: UserId) -> bool:
        """Whether somebody lets themself be matched. Nothing is held, in commands either."""

    def matchable(self, user_id: UserId, today: date) -> bool:
        """Whether somebody may be shown as a match.

        Their account is active, they are discoverable, let themself be matched, and are not known
        to be a minor today. Nothing is held.
        """


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""

    def among(self, user_id: UserId, others: Collection[UserId]) -> Collection[UserId]:
        """Which of the others somebody has blocked, or is blocked by."""


class People(Protocol):
    """Who people are."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are."""


class MatchingWork(Work, Protocol):
    """What matching's commands are given."""

    matches: Matches
    matching_facts: MatchingFacts
    taste_profiles: TasteProfiles
    taste_census: TasteCensus
    taste_refreshes: TasteRefreshes
    neighbourhoods: Neighbourhoods
    taste_index: TasteIndex
    daily_feeds: DailyFeeds
    feed_catalogue: FeedCatalogue

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own, of which this context asks less."""

    @property
    def people(self) -> People:
        """Who people are; identity's own too."""


class FeedsWork(MatchingWork, Protocol):
    """The unit of work of recommendations."""

    open_rooms: OpenRooms
    exposures: Exposures

    @property
    def follows(self) -> Follows:
        """Who follows whom; identity's own, of which this context asks less."""
