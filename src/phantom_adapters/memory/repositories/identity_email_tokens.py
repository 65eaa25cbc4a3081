"""Tokens that went into mails, in memory."""

from datetime import datetime

import attrs

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.email_token import EmailPurpose, EmailToken
from phantom_core.identity.session_ports import EmailTokens
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import UserId

__all__ = ["MemoryEmailTokens"]


class MemoryEmailTokens(EmailTokens):
    """Tokens in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.email_tokens

    def replace(self, token: EmailToken) -> None:
        """Store a token in place of its user's last one for the purpose."""
        self._table.remove((token.user_id, token.purpose))
        self._table.add(token)

    def find(self, token_hash: TokenHash) -> EmailToken | None:
        """The token with a hash."""
        return self._table.by("hash", token_hash)

    def last(self, user_id: UserId, purpose: EmailPurpose) -> EmailToken | None:
        """The token of a user for a purpose."""
        return self._table.find((user_id, purpose))

    def sent(self, token_hash: TokenHash, at: datetime) -> None:
        """Note when the mail with a token was sent."""
        token = self.find(token_hash)
        if token is not None:
            self._table.put(attrs.evolve(token, sent_at=at))

    def remove(self, token_hash: TokenHash) -> bool:
        """Take a token away, and say whether it was there."""
        token = self.find(token_hash)
        return token is not None and self._table.remove((token.user_id, token.purpose))

    def clear(self, user_id: UserId) -> None:
        """Take all tokens of a user away."""
        for purpose in EmailPurpose:
            self._table.remove((user_id, purpose))

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop tokens that have run out."""
        over = [token for token in self._table if token.expires_at <= now]
        return sum(self.remove(token.token_hash) for token in over[:limit])
