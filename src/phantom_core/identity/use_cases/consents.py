"""Allowing things, and taking that back."""

import attrs

from phantom_core.identity import policy
from phantom_core.identity.consent import Consent, Purpose
from phantom_core.identity.events import ConsentGranted
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._revoking import revoke
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Page, PageRequest

__all__ = ["ListConsents", "SetConsent"]


@attrs.frozen(kw_only=True)
class SetConsent(Command[None]):
    """Allow something, or no longer. Doing it again changes nothing.

    Raises: TooYoung.
    """

    access = Access.PERSON
    purpose: Purpose
    granted: bool

    def run(self, work: IdentityWork) -> None:
        """Grant or revoke."""
        user = work.users.get(work.actor.person)
        standing = work.consents.standing(user.id, self.purpose)
        if self.granted and standing is None:
            policy.may_consent(user, self.purpose, work.now.date()).enforce()
            self._grant(work)
        if not self.granted and standing is not None:
            revoke(work, standing)

    def _grant(self, work: IdentityWork) -> None:
        me = work.actor.person
        consent = Consent(
            id=Id(work.new_id()), user_id=me, purpose=self.purpose, granted_at=work.now
        )
        work.consents.add(consent)
        work.record(ConsentGranted(user_id=me, consent=consent))


@attrs.frozen(kw_only=True)
class ListConsents(Query[Page[Consent]]):
    """Look at all one has ever allowed, the latest first. Raises: Invalid, for a foreign cursor."""

    access = Access.PERSON
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: IdentityWork) -> Page[Consent]:
        """Answer a page of the consents, those revoked among them."""
        return work.consents.history(work.actor.person, self.page)
