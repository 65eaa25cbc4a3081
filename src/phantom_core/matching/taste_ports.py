"""What matching keeps of tastes, and of who resembles whom.

Where a method says that a row is *held*, no other transaction changes it until this one ends.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

import attrs

from phantom_core.kernel import Id, UserId
from phantom_core.matching.kept_taste import KeptTaste
from phantom_core.matching.neighbourhood import Standing, Tie
from phantom_core.matching.statistics import TasteStatistics

__all__ = [
    "MOST_NAMING",
    "Census",
    "Neighbourhoods",
    "TasteCensus",
    "TasteProfiles",
    "TasteRefreshes",
]

MOST_NAMING: Final = 500
"""On so many lists somebody's place is kept exact at once; on others it is when these are made."""


@attrs.frozen(kw_only=True)
class Census:
    """How many take part, and the last count of what they like.

    Attributes:
        counted_id: names the statistics in force; `None` before the first.
        people: how many profiles are kept now.
        counted_at: when the statistics were made.
        wanted_at: from when on others are wanted.
    """

    counted_id: Id | None = None
    people: int = 0
    counted_at: datetime | None = None
    wanted_at: datetime | None = None


class TasteProfiles(Protocol):
    """The profiles that scores are made with."""

    def find(self, user_id: UserId) -> KeptTaste | None:
        """Somebody's, if there is one. Nothing is held."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, KeptTaste]:
        """Those of these users that there are. Nothing is held."""

    def set(self, kept: KeptTaste) -> None:
        """Store somebody's, in place of the one before."""

    def remove(self, user_id: UserId) -> bool:
        """Take somebody's away, and say whether there was one."""

    def after(self, user_id: UserId | None, limit: int) -> Sequence[KeptTaste]:
        """Up to `limit` of those whose user's id is greater, or from the first on, by id."""


class TasteCensus(Protocol):
    """How many take part, and what they like together."""

    def hold(self) -> Census:
        """How it stands, held: whoever changes lists holds it, so that one does at a time."""

    def look(self) -> Census:
        """How it stands. Nothing is held."""

    def put(self, census: Census) -> None:
        """Store how it stands; it is held."""

    def current(self) -> TasteStatistics:
        """The statistics in force; those of nobody before the first."""

    def keep(self, counted_id: Id, statistics: TasteStatistics) -> None:
        """Store statistics under an id of their own, and forget all others."""


class Neighbourhoods(Protocol):
    """Whom people resemble most."""

    def lists_of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Sequence[Tie]]:
        """The lists of these users, the best first, then by the other's id; empty ones too."""

    def around(self, user_id: UserId, most: int = MOST_NAMING) -> Sequence[Tie]:
        """Somebody's own list, and where others have them on theirs.

        Of the latter, `most` at the most: those with the highest scores, and among equals the least
        ids. They come in no order.
        """

    def set(self, ties: Collection[Tie]) -> None:
        """Put people on lists, in place of what was said of them there."""

    def drop(self, pairs: Collection[tuple[UserId, UserId]]) -> None:
        """Take people from lists, each named behind the one whose list it is."""

    def remove_of(self, user_id: UserId) -> None:
        """Take away somebody's list and standing, and take them from all lists."""

    def standings(self, user_ids: Collection[UserId]) -> Mapping[UserId, Standing]:
        """What these users can get; a blank standing for whom nothing is known of."""

    def put_standing(self, standing: Standing) -> None:
        """Store what somebody can get."""


class TasteRefreshes(Protocol):
    """Whose profile is to be gathered anew."""

    def mark(self, user_id: UserId, due_at: datetime, stale_before: datetime) -> bool:
        """Note that somebody's is to be, and say whether that is new.

        It is new as well where it was to be before `stale_before`: nobody has come for it. The
        note is held.
        """

    def clear(self, user_id: UserId) -> bool:
        """Take the note away, and say whether there was one; who holds it is waited for."""
