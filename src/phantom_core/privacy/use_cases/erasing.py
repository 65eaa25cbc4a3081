"""Erasing somebody: at once what makes them somebody, and then, bit by bit, all that is left."""

from datetime import datetime
from typing import Final

import attrs

from phantom_core.identity import (
    AuditId,
    AuditRecord,
    User,
    UserStatus,
    WrongPassword,
    erase_account,
)
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel import NOBODY_WAITS, Access, Command, NotFound, Query, UserId
from phantom_core.privacy.erasure import Erasure, ErasureId, ErasureReport, Receipt
from phantom_core.privacy.use_cases.steps.step import Done, ErasingWork
from phantom_core.privacy.use_cases.steps.steps import AT_ONCE, STEPS

__all__ = ["ContinueErasure", "EraseMe", "EraseUser", "FindErasure", "GetErasure", "PrivacyWork"]

_ACCOUNT: Final = "account"
_ORDER: Final = tuple(STEPS)


class PrivacyWork(IdentityWork, ErasingWork):
    """What commands of privacy are given."""


@attrs.frozen(kw_only=True)
class EraseMe(Command[Erasure]):
    """Be forgotten. It cannot be undone; `flows.erase_me` asks for the password first.

    From this moment one is signed in nowhere, in no room and no call, and found by nobody. What is
    left goes soon after, as `ErasureReport` tells whoever knows the erasure's id.

    Attributes:
        proven_at: `changed_at` of the credential that was verified.

    Raises: WrongPassword, if there has been another password since.
    """

    access = Access.PERSON
    proven_at: datetime

    def run(self, work: PrivacyWork) -> Erasure:
        """Answer the erasure."""
        user = work.users.get(work.actor.person)
        if work.credentials.get(user.id).changed_at != self.proven_at:
            raise WrongPassword("password")
        return _begin(work, user)


@attrs.frozen(kw_only=True)
class EraseUser(Command[Erasure]):
    """Have somebody forgotten at their request, as one in office. It cannot be undone.

    Doing it again changes nothing.

    Raises: NotFound.
    """

    access = Access.ADMIN
    user_id: UserId

    def run(self, work: PrivacyWork) -> Erasure:
        """Answer the erasure."""
        user = work.users.get(self.user_id)
        known = work.erasures.of_user(user.id)
        return _begin(work, user) if known is None else known


@attrs.frozen(kw_only=True)
class ContinueErasure(Command[None]):
    """Do the next piece of an erasure, and see to it that it goes on.

    Attributes:
        step: of which kind of data.
        cursor: where in it.
    """

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    erasure_id: ErasureId
    step: str
    cursor: str = ""

    def run(self, work: PrivacyWork) -> None:
        """Do it."""
        erasure = work.erasures.get(self.erasure_id)
        if erasure.done_at is not None:
            return
        done = STEPS[self.step](work, erasure, self.cursor) if self.step in STEPS else Done(count=0)
        _note(work, erasure.id, self.step, done.count)
        if done.more:
            work.enqueue(attrs.evolve(self, cursor=done.cursor))
        elif (following := _after(self.step)) is not None:
            work.enqueue(ContinueErasure(erasure_id=erasure.id, step=following))
        else:
            _finish(work, self.erasure_id)


@attrs.frozen(kw_only=True)
class GetErasure(Query[ErasureReport]):
    """Look how far an erasure has come. Whoever knows its id may: it names nobody.

    Raises: NotFound.
    """

    access = Access.ANYONE
    erasure_id: ErasureId

    def run(self, work: PrivacyWork) -> ErasureReport:
        """Answer it with its receipts."""
        erasure = work.erasures.get(self.erasure_id)
        return ErasureReport(erasure=erasure, receipts=tuple(work.erasures.receipts(erasure.id)))


@attrs.frozen(kw_only=True)
class FindErasure(Query[Erasure | None]):
    """Find the erasure of somebody, for those in office."""

    access = Access.ADMIN
    user_id: UserId

    def run(self, work: PrivacyWork) -> Erasure | None:
        """Answer it, if they were erased."""
        return work.erasures.of_user(self.user_id)


def _begin(work: PrivacyWork, user: User) -> Erasure:
    if user.status is UserStatus.ERASED:
        raise NotFound("user", user.id)
    erasure = Erasure(
        id=ErasureId(work.new_id()),
        user_id=user.id,
        asked_by=work.actor.user_id,
        asked_at=work.now,
        names=(user.username, user.email),
    )
    work.erasures.add(erasure)
    erase_account(work, user)
    _note(work, erasure.id, _ACCOUNT, 1)
    for step in AT_ONCE:
        _note(work, erasure.id, step, STEPS[step](work, erasure, "").count)
    _audit(work, erasure, "user.erased")
    work.enqueue(ContinueErasure(erasure_id=erasure.id, step=_ORDER[0]))
    return erasure


def _finish(work: PrivacyWork, erasure_id: ErasureId) -> None:
    erasure = work.erasures.get(erasure_id).done(work.now)
    work.erasures.put(erasure)
    _audit(work, erasure, "user.erasure-done")


def _after(step: str) -> str | None:
    """The step that follows; the first, for one of which this build knows nothing."""
    place = _ORDER.index(step) + 1 if step in STEPS else 0
    return _ORDER[place] if place < len(_ORDER) else None


def _note(work: PrivacyWork, erasure_id: ErasureId, kind: str, count: int) -> None:
    if count:
        known = work.erasures.receipt(erasure_id, kind)
        fresh = known or Receipt(erasure_id=erasure_id, kind=kind, count=0, at=work.now)
        work.erasures.keep_receipt(fresh.more(count, work.now))


def _audit(work: PrivacyWork, erasure: Erasure, action: str) -> None:
    work.audit_trail.add(
        AuditRecord(
            id=AuditId(work.new_id()),
            at=work.now,
            actor_id=erasure.asked_by,
            action=action,
            target_kind="user",
            target_id=erasure.user_id,
        )
    )
