"""Who follows whom, in memory."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import product

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.follow import Follow, FollowCounts
from phantom_core.identity.listing import FOLLOWERS, FOLLOWING
from phantom_core.identity.ports import Follows
from phantom_core.identity.user import Person
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["MemoryFollows", "people_by_time"]


class MemoryFollows(Follows):
    """Follows in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._tables = tables
        self._table = tables.follows

    def add(self, follow: Follow) -> bool:
        """Store a follow, and say whether it is new."""
        if self.exists(follow.follower_id, follow.followee_id):
            return False
        self._table.add(follow)
        return True

    def remove(self, follower_id: UserId, followee_id: UserId) -> bool:
        """Take a follow away, and say whether there was one."""
        return self._table.remove((follower_id, followee_id))

    def exists(self, follower_id: UserId, followee_id: UserId) -> bool:
        """Whether one follows the other."""
        return self._table.find((follower_id, followee_id)) is not None

    def counts(self, user_id: UserId) -> FollowCounts:
        """How many follow a user, and how many they follow."""
        return FollowCounts(
            followers=sum(follow.followee_id == user_id for follow in self._table),
            following=sum(follow.follower_id == user_id for follow in self._table),
        )

    def followers(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Who follows a user, the latest first."""
        mine = [
            (follow.created_at, person)
            for follow in self._table
            if follow.followee_id == user_id
            and (person := self._tables.shown(follow.follower_id, seen_by=seen_by))
        ]
        return people_by_time(mine, FOLLOWERS, page)

    def following(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Whom a user follows, the latest first."""
        mine = [
            (follow.created_at, person)
            for follow in self._table
            if follow.follower_id == user_id
            and (person := self._tables.shown(follow.followee_id, seen_by=seen_by))
        ]
        return people_by_time(mine, FOLLOWING, page)

    def among(
        self, followers: Collection[UserId], followees: Collection[UserId]
    ) -> Collection[tuple[UserId, UserId]]:
        """Which of some people follow which of others."""
        pairs = product(set(followers), set(followees))
        return [pair for pair in pairs if self._table.find(pair)]

    def mutual(self, user_id: UserId, among: int) -> Sequence[UserId]:
        """Who follows a user back, of those whom they have followed last."""
        mine = [follow for follow in self._table if follow.follower_id == user_id]
        mine.sort(key=lambda follow: (follow.created_at, follow.followee_id), reverse=True)
        return [
            follow.followee_id
            for follow in mine[:among]
            if self.exists(follow.followee_id, user_id)
            and not self._tables.blocked(user_id, follow.followee_id)
        ]


def people_by_time(
    found: Iterable[tuple[datetime, Person]], listing: str, page: PageRequest
) -> Page[Person]:
    """A page of people, the latest first, then by descending id."""
    begin = after_moment(page, listing)
    rows = sorted(found, key=lambda row: (row[0], row[1].id), reverse=True)
    rest = [row for row in rows if begin is None or (row[0], row[1].id) < begin]
    cut = Page.of(rest, page.limit, lambda row: moment_cursor(listing, row[0], row[1].id))
    return cut.map(lambda row: row[1])
