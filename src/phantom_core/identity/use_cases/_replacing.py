"""Putting one password in the place of another."""

from phantom_core.identity.events import PasswordChanged
from phantom_core.identity.password import Credential, PasswordHash
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel.actor import UserId


def set_password(work: IdentityWork, user_id: UserId, password_hash: PasswordHash) -> None:
    """Give a user another password; what was sent to them to do so is void."""
    work.credentials.put(
        Credential(user_id=user_id, password_hash=password_hash, changed_at=work.now)
    )
    work.email_tokens.clear(user_id)
    work.record(PasswordChanged(user_id=user_id))
