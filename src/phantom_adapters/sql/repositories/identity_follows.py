"""Who follows whom, over SQL."""

from collections.abc import Collection, Sequence
from itertools import product
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.repositories.identity_pairs import Pairs, PeopleByTime
from phantom_adapters.sql.repositories.identity_people import shown
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import blocks, follows
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key
from phantom_core.identity.follow import Follow, FollowCounts
from phantom_core.identity.listing import FOLLOWERS, FOLLOWING
from phantom_core.identity.ports import Follows
from phantom_core.identity.user import Person
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["SqlFollows"]

_PAIRS: Final = Pairs(follows)
_FOLLOWERS: Final = PeopleByTime(
    FOLLOWERS, theirs=follows.c.follower_id, mine=follows.c.followee_id, conditions=[shown()]
)
_FOLLOWING: Final = PeopleByTime(
    FOLLOWING, theirs=follows.c.followee_id, mine=follows.c.follower_id, conditions=[shown()]
)
_MANY: Final = select(func.count()).select_from(follows)
_COUNTS: Final = Statement(
    select(
        _MANY.where(follows.c.followee_id == bindparam("user_id")).scalar_subquery(),
        _MANY.where(follows.c.follower_id == bindparam("user_id")).scalar_subquery(),
    )
)
_AMONG: Final = Statement(
    select(follows.c.follower_id, follows.c.followee_id).where(
        follows.c.follower_id.in_(bindparam("followers", expanding=True)),
        follows.c.followee_id.in_(bindparam("followees", expanding=True)),
    )
)


def _mutual() -> Select[Any]:
    back, me = follows.alias(), bindparam("user_id", type_=Key())
    last = (
        select(follows.c.followee_id, follows.c.created_at)
        .where(follows.c.follower_id == me)
        .order_by(follows.c.created_at.desc(), follows.c.followee_id.desc())
        .limit(bindparam("among"))
        .subquery()
    )
    they = last.c.followee_id
    blocked = or_(
        and_(blocks.c.blocker_id == me, blocks.c.blocked_id == they),
        and_(blocks.c.blocker_id == they, blocks.c.blocked_id == me),
    )
    return (
        select(they)
        .join(back, and_(back.c.follower_id == they, back.c.followee_id == me))
        .where(~exists(select(blocks.c.blocker_id).where(blocked).correlate(last)))
        .order_by(last.c.created_at.desc(), they.desc())
    )


_MUTUAL: Final = Statement(_mutual())


class SqlFollows(Follows):
    """Follows in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, follow: Follow) -> bool:
        """Store a follow, and say whether it is new."""
        return _PAIRS.add(self._tx, follow.follower_id, follow.followee_id, follow.created_at)

    def remove(self, follower_id: UserId, followee_id: UserId) -> bool:
        """Take a follow away, and say whether there was one."""
        return _PAIRS.remove(self._tx, follower_id, followee_id)

    def exists(self, follower_id: UserId, followee_id: UserId) -> bool:
        """Whether one follows the other."""
        return _PAIRS.exists(self._tx, follower_id, followee_id)

    def counts(self, user_id: UserId) -> FollowCounts:
        """How many follow a user, and how many they follow."""
        ((followers, following),) = self._tx.rows(_COUNTS, user_id=user_id)
        return FollowCounts(followers=followers, following=following)

    def followers(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Who follows a user, the latest first."""
        return _FOLLOWERS.page(self._tx, user_id, page, seen_by=seen_by)

    def following(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Whom a user follows, the latest first."""
        return _FOLLOWING.page(self._tx, user_id, page, seen_by=seen_by)

    def among(
        self, followers: Collection[UserId], followees: Collection[UserId]
    ) -> Collection[tuple[UserId, UserId]]:
        """Which of some people follow which of others."""
        batched = product(batches(followers), batches(followees))
        found = [self._tx.rows(_AMONG, followers=one, followees=other) for one, other in batched]
        return [(follower, followee) for rows in found for follower, followee in rows]

    def mutual(self, user_id: UserId, among: int) -> Sequence[UserId]:
        """Who follows a user back, of those whom they have followed last."""
        return [followee for (followee,) in self._tx.rows(_MUTUAL, user_id=user_id, among=among)]
