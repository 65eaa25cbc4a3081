"""Proving who one is, and choosing another password. The flows hash and compare."""

from datetime import datetime

import attrs

from phantom_core.identity.errors import WrongPassword
from phantom_core.identity.password import Credential, PasswordHash
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.session import EndReason, SessionId
from phantom_core.identity.use_cases._ending import end_all
from phantom_core.identity.use_cases._replacing import set_password, still_proven
from phantom_core.identity.user import LOGIN
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.rules import Checked, ruled

__all__ = [
    "ChangePassword",
    "FindCredential",
    "GetCredential",
    "RefreshPasswordHash",
]


@attrs.frozen(kw_only=True)
class FindCredential(Checked, Query[Credential | None]):
    """Find what proves somebody, by e-mail address or user name. Raises: Invalid."""

    access = Access.SYSTEM
    login: str = ruled(LOGIN)

    def run(self, work: IdentityWork) -> Credential | None:
        """Answer it; `None` if nobody is called so."""
        return work.credentials.of_login(self.login)


@attrs.frozen(kw_only=True)
class GetCredential(Query[Credential]):
    """Look at what proves a user. Raises: NotFound."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: IdentityWork) -> Credential:
        """Answer it."""
        return work.credentials.get(self.user_id)


@attrs.frozen(kw_only=True)
class ChangePassword(Command[None]):
    """Choose another password; `flows.change_password` asks for the old one first.

    All sessions end but the one it is done in, links to choose another are void, and a mail says
    that it was done.

    Attributes:
        proven_at: `changed_at` of the credential that was verified.

    Raises: WrongPassword, if there has been another password since.
    """

    access = Access.PERSON
    proven_at: datetime
    password_hash: PasswordHash = attrs.field(repr=False)
    session_id: SessionId | None = None

    def run(self, work: IdentityWork) -> None:
        """Change it."""
        me = work.users.get(work.actor.person)
        if not still_proven(work, me.id, self.proven_at):
            raise WrongPassword("current")
        set_password(work, me, self.password_hash)
        end_all(work, me.id, EndReason.PASSWORD_CHANGED, but=self.session_id)


@attrs.frozen(kw_only=True)
class RefreshPasswordHash(Command[None]):
    """Keep a better hash of the same password, if it is still that password.

    Attributes:
        stale: the hash that was found good.
    """

    access = Access.SYSTEM
    user_id: UserId
    stale: PasswordHash = attrs.field(repr=False)
    fresh: PasswordHash = attrs.field(repr=False)

    def run(self, work: IdentityWork) -> None:
        """Replace it."""
        known = work.credentials.get(self.user_id)
        if known.password_hash == self.stale:
            work.credentials.put(attrs.evolve(known, password_hash=self.fresh))
