"""Proving a password, and putting another in its place."""

from datetime import datetime, timedelta
from typing import Final

from phantom_core.identity.events import PasswordChanged
from phantom_core.identity.mail import AccountChange
from phantom_core.identity.password import Credential, PasswordHash
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._telling import tell
from phantom_core.identity.user import User
from phantom_core.kernel.actor import UserId

_TICK: Final = timedelta(milliseconds=1)


def still_proven(work: IdentityWork, user_id: UserId, proven_at: datetime) -> bool:
    """Whether the password that was verified is still the user's, who must be held.

    Args:
        proven_at: when the credential that was verified had been changed last.
    """
    return work.credentials.get(user_id).changed_at == proven_at


def set_password(work: IdentityWork, user: User, password_hash: PasswordHash) -> None:
    """Give a user another password, and tell them; what was sent to them to do so is void."""
    known = work.credentials.get(user.id)
    # No two passwords of a user are of one time, so that the time tells which was verified.
    changed_at = max(work.now, known.changed_at + _TICK)
    work.credentials.put(
        Credential(user_id=user.id, password_hash=password_hash, changed_at=changed_at)
    )
    work.email_tokens.clear(user.id)
    work.record(PasswordChanged(user_id=user.id))
    tell(work, user, AccountChange.PASSWORD)
