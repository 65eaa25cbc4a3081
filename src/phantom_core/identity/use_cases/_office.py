"""What those in office do, written down as they do it."""

from phantom_core.identity import policy
from phantom_core.identity.audit import AuditId, AuditRecord
from phantom_core.identity.events import UserStatusChanged
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.session import EndReason
from phantom_core.identity.use_cases._ending import end_all
from phantom_core.identity.user import User, UserStatus
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id


def audit(
    work: IdentityWork, action: str, target_kind: str, target_id: Id, detail: str = ""
) -> None:
    """Write down what the actor does."""
    work.audit_trail.add(
        AuditRecord(
            id=AuditId(work.new_id()),
            at=work.now,
            actor_id=work.actor.user_id,
            action=action,
            target_kind=target_kind,
            target_id=target_id,
            detail=detail,
        )
    )


def suspend(work: IdentityWork, user_id: UserId) -> User:
    """Shut an account, and end all its sessions. Doing it again changes nothing.

    Raises: NotFound, NotYourself.
    """
    policy.may_suspend(work.actor, user_id).enforce()
    user = work.users.get(user_id)
    if user.status is not UserStatus.ACTIVE:
        return user
    end_all(work, user_id, EndReason.SUSPENDED)
    return _set_status(work, user, UserStatus.SUSPENDED)


def reinstate(work: IdentityWork, user_id: UserId) -> User:
    """Open a suspended account again. Doing it again changes nothing. Raises: NotFound."""
    user = work.users.get(user_id)
    if user.status is not UserStatus.SUSPENDED:
        return user
    return _set_status(work, user, UserStatus.ACTIVE)


def _set_status(work: IdentityWork, user: User, status: UserStatus) -> User:
    changed = user.changed(work.now, status=status)
    work.users.put(changed)
    work.record(UserStatusChanged(user_id=user.id, user=changed))
    audit(work, f"user.{status.value}", "user", user.id)
    return changed
