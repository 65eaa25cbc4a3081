"""Following people."""

from collections.abc import Sequence

import attrs

from phantom_core.identity import policy
from phantom_core.identity.events import Followed
from phantom_core.identity.follow import CIRCLE, Follow
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._parting import end_follow
from phantom_core.identity.use_cases._sight import hold_both, viewer, visible
from phantom_core.identity.user import Person
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.paging import Page, PageRequest

__all__ = ["FollowUser", "GetCircle", "ListFollowers", "ListFollowing", "UnfollowUser"]


@attrs.frozen(kw_only=True)
class FollowUser(Command[None]):
    """Follow somebody. Doing it again changes nothing.

    Raises: NotFound, also if one of the two has blocked the other; NotYourself.
    """

    access = Access.PERSON
    user_id: UserId

    def run(self, work: IdentityWork) -> None:
        """Follow them."""
        me = work.actor.person
        policy.may_follow(me, self.user_id).enforce()
        hold_both(work, me, self.user_id)
        visible(work, self.user_id)
        follow = Follow(follower_id=me, followee_id=self.user_id, created_at=work.now)
        if work.follows.add(follow):
            for user_id in (me, self.user_id):
                work.record(Followed(user_id=user_id, follower_id=me, followee_id=self.user_id))


@attrs.frozen(kw_only=True)
class UnfollowUser(Command[None]):
    """Follow somebody no longer, whoever it is. Doing it again changes nothing."""

    access = Access.PERSON
    user_id: UserId

    def run(self, work: IdentityWork) -> None:
        """Let them go."""
        end_follow(work, work.actor.person, self.user_id)


@attrs.frozen(kw_only=True)
class GetCircle(Query[Sequence[UserId]]):
    """Name those who may know whether a user is here: who follow them, and are followed back.

    Only those are looked at whom the user has followed last, `CIRCLE` of them. A user who is
    suspended is close to nobody.

    Raises: NotFound.
    """

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: IdentityWork) -> Sequence[UserId]:
        """Answer their ids."""
        active = work.users.get(self.user_id).active
        return work.follows.mutual(self.user_id, CIRCLE) if active else ()


@attrs.frozen(kw_only=True)
class ListFollowers(Query[Page[Person]]):
    """List who follows somebody, the latest first. Raises: NotFound, Invalid."""

    access = Access.PERSON
    user_id: UserId
    page: PageRequest = PageRequest()

    def run(self, work: IdentityWork) -> Page[Person]:
        """Answer those whom the actor may see."""
        visible(work, self.user_id)
        return work.follows.followers(self.user_id, seen_by=viewer(work), page=self.page)


@attrs.frozen(kw_only=True)
class ListFollowing(Query[Page[Person]]):
    """List whom somebody follows, the latest first. Raises: NotFound, Invalid."""

    access = Access.PERSON
    user_id: UserId
    page: PageRequest = PageRequest()

    def run(self, work: IdentityWork) -> Page[Person]:
        """Answer those whom the actor may see."""
        visible(work, self.user_id)
        return work.follows.following(self.user_id, seen_by=viewer(work), page=self.page)
