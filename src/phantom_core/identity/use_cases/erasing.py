"""Taking away at once what makes an account somebody's."""

from phantom_core.identity.consent import Purpose
from phantom_core.identity.events import UserStatusChanged
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.profile import Profile
from phantom_core.identity.session import EndReason
from phantom_core.identity.use_cases._ending import end_all
from phantom_core.identity.use_cases._revoking import revoke
from phantom_core.identity.user import User

__all__ = ["erase_account"]


def erase_account(work: IdentityWork, user: User) -> User:
    """Leave of an account its id, and of a profile its place; answer what the account is now.

    All sessions end, what was allowed is allowed no longer, and what mails could do is void. The
    address and the user name are free again.
    """
    end_all(work, user.id, EndReason.ERASED)
    for purpose in Purpose:
        standing = work.consents.standing(user.id, purpose)
        if standing is not None:
            revoke(work, standing)
    work.email_tokens.clear(user.id)
    known = work.profiles.get(user.id)
    nothing = Profile(
        user_id=user.id,
        updated_at=work.now,
        discoverable=False,
        version=known.version + 1,
    )
    work.profiles.put(nothing)
    erased = user.erased(work.now)
    work.users.put(erased)
    work.record(UserStatusChanged(user_id=user.id, user=erased))
    return erased
