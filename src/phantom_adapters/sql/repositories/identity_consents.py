"""What users allow, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import consents
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.consent import Consent, Purpose
from phantom_core.identity.ports import Consents
from phantom_core.kernel import UserId

__all__ = ["SqlConsents"]

_CONSENTS: Final = Rows(
    consents,
    Consent,
    noun="consent",
    computed={"standing": lambda consent: consent.purpose if consent.stands else None},
)
_MINE: Final = _CONSENTS.select.where(consents.c.user_id == bindparam("user_id"))
_STANDING: Final = Statement(_MINE.where(consents.c.standing == bindparam("purpose")), locks=True)
_HISTORY: Final = Statement(_MINE.order_by(consents.c.granted_at.desc(), consents.c.id.desc()))


class SqlConsents(Consents):
    """Consents in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, consent: Consent) -> None:
        """Store a new consent."""
        _CONSENTS.add(self._tx, consent)

    def standing(self, user_id: UserId, purpose: Purpose) -> Consent | None:
        """The consent of a user for a purpose that has not been revoked, held."""
        return _CONSENTS.one(self._tx, _STANDING, user_id=user_id, purpose=purpose)

    def history(self, user_id: UserId) -> Sequence[Consent]:
        """All consents of a user, the latest granted first."""
        return _CONSENTS.all(self._tx, _HISTORY, user_id=user_id)

    def put(self, consent: Consent) -> None:
        """Store a consent's new state."""
        _CONSENTS.put(self._tx, consent)
