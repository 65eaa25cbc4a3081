"""What users allow, in memory."""

from collections.abc import Sequence

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.consent import Consent, Purpose
from phantom_core.identity.ports import Consents
from phantom_core.kernel import UserId

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

    def history(self, user_id: UserId) -> Sequence[Consent]:
        """All consents of a user, the latest granted first."""
        mine = [consent for consent in self._table if consent.user_id == user_id]
        return sorted(mine, key=lambda consent: (consent.granted_at, consent.id), reverse=True)

    def put(self, consent: Consent) -> None:
        """Store a consent's new state."""
        self._table.put(consent)
