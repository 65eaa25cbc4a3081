"""Access tokens that mean something only in this process."""

import secrets
from datetime import datetime

from phantom_core.identity import AccessClaims, AccessTokens
from phantom_core.kernel import NotAuthenticated

__all__ = ["MemoryAccessTokens"]


class MemoryAccessTokens(AccessTokens):
    """Random texts, and a note of what each says."""

    def __init__(self) -> None:
        self._claims: dict[str, AccessClaims] = {}

    def issue(self, claims: AccessClaims) -> str:
        """Make up a token."""
        token = secrets.token_urlsafe()
        self._claims[token] = claims
        return token

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Look a token up."""
        claims = self._claims.get(token)
        if claims is None or now >= claims.expires_at:
            raise NotAuthenticated("The access token is invalid, or has expired.")
        return claims
