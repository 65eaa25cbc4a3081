"""Blocking people."""

from collections.abc import Collection

import attrs

from phantom_core.identity import policy
from phantom_core.identity.block import Block
from phantom_core.identity.events import UserBlocked, UserUnblocked
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._parting import end_follow
from phantom_core.identity.use_cases._sight import hold_both, visible
from phantom_core.identity.user import Person
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.paging import Page, PageRequest

__all__ = ["BlockUser", "GetBlocked", "ListBlocked", "UnblockUser"]


@attrs.frozen(kw_only=True)
class BlockUser(Command[None]):
    """Be nothing to somebody, and have them be nothing to oneself, from now on.

    Neither follows the other any more, which both are told. Whoever is blocked is not told of
    that, and learns nothing by trying the same: to them there is no such user. Doing it again
    changes nothing.

    Raises: NotFound, NotYourself.
    """

    access = Access.PERSON
    user_id: UserId

    def run(self, work: IdentityWork) -> None:
        """Block them."""
        me = work.actor.person
        policy.may_block(me, self.user_id).enforce()
        hold_both(work, me, self.user_id)
        if work.blocks.exists(me, self.user_id):
            return
        visible(work, self.user_id)
        work.blocks.add(Block(blocker_id=me, blocked_id=self.user_id, created_at=work.now))
        work.record(UserBlocked(user_id=me, blocked_id=self.user_id))
        end_follow(work, me, self.user_id)
        end_follow(work, self.user_id, me)


@attrs.frozen(kw_only=True)
class UnblockUser(Command[None]):
    """Take a block back, whoever it is. Doing it again changes nothing."""

    access = Access.PERSON
    user_id: UserId

    def run(self, work: IdentityWork) -> None:
        """Let them be."""
        me = work.actor.person
        if work.blocks.remove(me, self.user_id):
            work.record(UserUnblocked(user_id=me, blocked_id=self.user_id))


@attrs.frozen(kw_only=True)
class GetBlocked(Query[Collection[UserId]]):
    """Name all whom somebody has blocked."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: IdentityWork) -> Collection[UserId]:
        """Answer their ids."""
        return work.blocks.all_by(self.user_id)


@attrs.frozen(kw_only=True)
class ListBlocked(Query[Page[Person]]):
    """List whom one has blocked, the latest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: IdentityWork) -> Page[Person]:
        """Answer them."""
        return work.blocks.blocked_by(work.actor.person, self.page)
