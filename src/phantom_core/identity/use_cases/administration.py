"""Looking after the place."""

import attrs

from phantom_core.identity.audit import AuditFilter, AuditRecord
from phantom_core.identity.events import UserChanged
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._office import audit, reinstate, suspend
from phantom_core.identity.user import LOGIN, User, UserStatus
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import Fault, Invalid, NotFound
from phantom_core.kernel.paging import Page, PageRequest
from phantom_core.kernel.rules import Checked, ruled

__all__ = ["FindAccount", "GrantAdmin", "ListAudit", "RevokeAdmin", "SetUserStatus", "UsersExist"]


@attrs.frozen(kw_only=True)
class SetUserStatus(Command[User]):
    """Suspend an account, which ends all its sessions, or make it active again.

    Doing it again changes nothing.

    Raises: NotFound, NotYourself; Invalid, if the status is `erased`: nobody's to give.
    """

    access = Access.ADMIN
    user_id: UserId
    status: UserStatus

    def run(self, work: IdentityWork) -> User:
        """Answer the user as they are now."""
        if self.status is UserStatus.ERASED:
            raise Invalid(Fault("status", "must be active or suspended"))
        if self.status is UserStatus.SUSPENDED:
            return suspend(work, self.user_id)
        return reinstate(work, self.user_id)


@attrs.frozen(kw_only=True)
class FindAccount(Checked, Query[User | None]):
    """Find the account of a user name or an e-mail address, in whatever case and status.

    Raises: Invalid.
    """

    access = Access.ADMIN
    login: str = ruled(LOGIN)

    def run(self, work: IdentityWork) -> User | None:
        """Answer it, if there is one."""
        return work.users.named(self.login)


@attrs.frozen(kw_only=True)
class GrantAdmin(Checked, Command[User]):
    """Put somebody in office, by user name or e-mail address. Raises: NotFound, Invalid."""

    access = Access.SYSTEM
    username: str = ruled(LOGIN)

    def run(self, work: IdentityWork) -> User:
        """Answer the user as they are now."""
        return _set_admin(work, self.username, in_office=True)


@attrs.frozen(kw_only=True)
class RevokeAdmin(Checked, Command[User]):
    """Take somebody out of office, by user name or e-mail address. Raises: NotFound, Invalid."""

    access = Access.SYSTEM
    username: str = ruled(LOGIN)

    def run(self, work: IdentityWork) -> User:
        """Answer the user as they are now."""
        return _set_admin(work, self.username, in_office=False)


@attrs.frozen(kw_only=True)
class ListAudit(Query[Page[AuditRecord]]):
    """Read what those in office did, the latest first. Raises: Invalid."""

    access = Access.ADMIN
    wanted: AuditFilter = AuditFilter()
    page: PageRequest = PageRequest()

    def run(self, work: IdentityWork) -> Page[AuditRecord]:
        """Answer their acts."""
        return work.audit_trail.page(self.page, self.wanted)


@attrs.frozen(kw_only=True)
class UsersExist(Query[bool]):
    """Ask whether anybody has ever come: whether there is a user, whatever their status."""

    access = Access.SYSTEM

    def run(self, work: IdentityWork) -> bool:
        """Answer it."""
        return work.users.exist()


def _set_admin(work: IdentityWork, username: str, *, in_office: bool) -> User:
    found = work.users.named(username)
    if found is None:
        raise NotFound("user", username)
    user = work.users.get(found.id)
    if user.is_admin is in_office:
        return user
    changed = user.changed(work.now, is_admin=in_office)
    work.users.put(changed)
    work.record(UserChanged(user_id=user.id, user=changed))
    audit(work, "admin.granted" if in_office else "admin.revoked", "user", user.id)
    return changed
