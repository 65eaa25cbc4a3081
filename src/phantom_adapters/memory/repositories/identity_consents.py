"""What users allow, in memory."""

from datetime import datetime

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.consent import Consent, Purpose
from phantom_core.identity.listing import CONSENTS
from phantom_core.identity.ports import Consents
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["MemoryConsents"]


class MemoryConsents(Consents):
    """Consents in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.consents

    def add(self, consent: Consent) -> None:
        """Store a new consent."""
        self._table.add(consent)

    def standing(self, user_id: UserId, purpose: Purpose) -> Consent | None:
        """The consent of a user for a purpose that has not been revoked."""
        return self._table.by("standing", (user_id, purpose))

    def history(self, user_id: UserId, page: PageRequest) -> Page[Consent]:
        """All consents of a user, the latest granted first."""
        begin = after_moment(page, CONSENTS)
        rows = [
            consent
            for consent in sorted(self._table, key=_place, reverse=True)
            if consent.user_id == user_id and (begin is None or _place(consent) < begin)
        ]
        return Page.of(rows, page.limit, lambda each: moment_cursor(CONSENTS, *_place(each)))

    def put(self, consent: Consent) -> None:
        """Store a consent's new state."""
        self._table.put(consent)


def _place(consent: Consent) -> tuple[datetime, Id]:
    return consent.granted_at, consent.id
