"""Tokens that went into mails, over SQL."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select, update

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import email_tokens
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.email_token import EmailPurpose, EmailToken
from phantom_core.identity.session_ports import EmailTokens
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import UserId

__all__ = ["SqlEmailTokens"]


_TOKENS: Final = Rows(email_tokens, EmailToken, noun="token")
_FIND: Final = Statement(_TOKENS.select.where(email_tokens.c.token_hash == bindparam("token_hash")))
_LAST: Final = Statement(
    _TOKENS.select.where(
        email_tokens.c.user_id == bindparam("user_id"),
        email_tokens.c.purpose == bindparam("purpose"),
    )
)
_SENT: Final = Statement(
    update(email_tokens)
    .where(email_tokens.c.token_hash == bindparam("of"))
    .values(sent_at=bindparam("at"))
)
_REMOVE: Final = Statement(
    delete(email_tokens).where(email_tokens.c.token_hash == bindparam("token_hash"))
)
_CLEAR: Final = Statement(
    delete(email_tokens).where(email_tokens.c.user_id == bindparam("user_id"))
)
_FORGET: Final = Statement(
    delete(email_tokens).where(
        email_tokens.c.token_hash.in_(
            select(email_tokens.c.token_hash)
            .where(email_tokens.c.expires_at <= bindparam("now"))
            .limit(bindparam("limit"))
        )
    )
)


class SqlEmailTokens(EmailTokens):
    """Tokens in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def replace(self, token: EmailToken) -> None:
        """Store a token in place of its user's last one for the purpose."""
        _TOKENS.set(self._tx, token)

    def find(self, token_hash: TokenHash) -> EmailToken | None:
        """The token with a hash."""
        return _TOKENS.one(self._tx, _FIND, token_hash=token_hash)

    def last(self, user_id: UserId, purpose: EmailPurpose) -> EmailToken | None:
        """The token of a user for a purpose."""
        return _TOKENS.one(self._tx, _LAST, user_id=user_id, purpose=purpose)

    def sent(self, token_hash: TokenHash, at: datetime) -> None:
        """Note when the mail with a token was sent."""
        self._tx.run(_SENT, of=token_hash, at=at)

    def remove(self, token_hash: TokenHash) -> bool:
        """Take a token away, and say whether it was there."""
        return self._tx.run(_REMOVE, token_hash=token_hash) > 0

    def clear(self, user_id: UserId) -> None:
        """Take all tokens of a user away."""
        self._tx.run(_CLEAR, user_id=user_id)

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop tokens that have run out."""
        return self._tx.run(_FORGET, now=now, limit=limit)
