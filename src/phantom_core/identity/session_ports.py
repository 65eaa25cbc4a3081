"""What identity's commands need of storage for log-in sessions and tokens from mails."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.identity.email_token import EmailPurpose, EmailToken
from phantom_core.identity.session import Session, SessionId, Standing
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel.actor import UserId

__all__ = ["EmailTokens", "Sessions"]


class Sessions(Protocol):
    """Log-in sessions: those that have not been ended. Some may have run out."""

    def add(self, session: Session) -> None:
        """Store a new session. Raises: Conflict, if its id or its family is there."""

    def get(self, session_id: SessionId) -> Session:
        """Find a session, and hold it. Raises: NotFound."""

    def standings(self, session_ids: Collection[SessionId]) -> Mapping[SessionId, Standing]:
        """What must be known of sessions at every request, of those that have not ended.

        This is one read of points, and holds nothing.
        """

    def of_family(self, family_hash: TokenHash) -> Session | None:
        """The session whose refresh tokens share a family, and hold it."""

    def of_user(self, user_id: UserId) -> Sequence[Session]:
        """All sessions of a user, the one used last first, then by descending id."""

    def put(self, session: Session) -> None:
        """Store a session's new state. Raises: NotFound."""

    def remove(self, session_ids: Collection[SessionId]) -> None:
        """End sessions; those that have ended already are passed over."""

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop up to `limit` sessions that have run out by `now`, and say how many."""


class EmailTokens(Protocol):
    """Tokens that went into mails: at most one for each user and purpose."""

    def replace(self, token: EmailToken) -> None:
        """Store a token in place of its user's last one for the purpose.

        Raises: Conflict, if another token has its hash.
        """

    def find(self, token_hash: TokenHash) -> EmailToken | None:
        """The token with a hash. Nothing is held."""

    def last(self, user_id: UserId, purpose: EmailPurpose) -> EmailToken | None:
        """The token of a user for a purpose, if they have one. Nothing is held."""

    def sent(self, token_hash: TokenHash, at: datetime) -> None:
        """Note when the mail with a token was sent; nothing, if the token is not there."""

    def remove(self, token_hash: TokenHash) -> bool:
        """Take a token away, and say whether it was there: of two who try, one is told so."""

    def clear(self, user_id: UserId) -> None:
        """Take all tokens of a user away."""

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop up to `limit` tokens that have run out by `now`, and say how many."""
