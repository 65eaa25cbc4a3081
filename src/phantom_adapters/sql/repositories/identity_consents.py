"""What users allow, over SQL."""

from typing import Final

from sqlalchemy import bindparam, tuple_

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import consents
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.identity.consent import Consent, Purpose
from phantom_core.identity.listing import CONSENTS
from phantom_core.identity.ports import Consents
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["SqlConsents"]

_CONSENTS: Final = Rows(
    consents,
    Consent,
    noun="consent",
    computed={"standing": lambda consent: consent.purpose if consent.stands else None},
)
_MINE: Final = _CONSENTS.select.where(consents.c.user_id == bindparam("user_id"))
_STANDING: Final = Statement(_MINE.where(consents.c.standing == bindparam("purpose")), locks=True)
_LATEST: Final = _MINE.order_by(consents.c.granted_at.desc(), consents.c.id.desc()).limit(
    bindparam("limit")
)
_FIRST: Final = Statement(_LATEST)
_FURTHER: Final = Statement(
    _LATEST.where(
        tuple_(consents.c.granted_at, consents.c.id)
        < tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    )
)


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

    def history(self, user_id: UserId, page: PageRequest) -> Page[Consent]:
        """All consents of a user, the latest granted first."""
        begin = after_moment(page, CONSENTS)
        limits = {"user_id": user_id, "limit": page.limit + 1}
        if begin is None:
            rows = _CONSENTS.all(self._tx, _FIRST, **limits)
        else:
            rows = _CONSENTS.all(self._tx, _FURTHER, **limits, at=begin[0], id=begin[1])
        return Page.of(
            rows, page.limit, lambda each: moment_cursor(CONSENTS, each.granted_at, each.id)
        )

    def put(self, consent: Consent) -> None:
        """Store a consent's new state."""
        _CONSENTS.put(self._tx, consent)
