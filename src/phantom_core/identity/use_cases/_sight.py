"""Looking a user up the way the actor sees them."""

from phantom_core.identity import policy
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.user import User
from phantom_core.kernel.actor import UserId


def visible(work: IdentityWork, user_id: UserId) -> User:
    """A user whom the actor may know of. Raises: NotFound."""
    user = work.users.get(user_id)
    policy.may_see(work.actor, user, blocked=_blocked(work, user_id)).enforce()
    return user


def hold_both(work: IdentityWork, one: UserId, other: UserId) -> None:
    """Hold two users in the order that all commands keep to, so that none waits in a circle.

    Raises: NotFound.
    """
    for user_id in sorted({one, other}):
        work.users.get(user_id)


def viewer(work: IdentityWork) -> UserId | None:
    """Whose blocks hide people from a list; those in office see everybody."""
    return None if work.actor.is_admin else work.actor.user_id


def _blocked(work: IdentityWork, user_id: UserId) -> bool:
    me = work.actor.user_id
    return me is not None and me != user_id and work.blocks.between(me, user_id)
