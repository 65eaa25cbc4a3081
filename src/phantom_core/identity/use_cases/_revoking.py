"""Revoking a consent, and telling it."""

from phantom_core.identity.consent import Consent
from phantom_core.identity.events import ConsentRevoked
from phantom_core.identity.ports import IdentityWork


def revoke(work: IdentityWork, standing: Consent) -> None:
    """Let a consent stand no longer."""
    revoked = standing.revoke(work.now)
    work.consents.put(revoked)
    work.record(ConsentRevoked(user_id=revoked.user_id, consent=revoked))
