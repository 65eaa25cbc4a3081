"""Tokens that go into mails: whoever shows one has read that mail."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import attrs

from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel.actor import UserId

__all__ = ["PAUSE", "EmailPurpose", "EmailToken"]

PAUSE: Final = timedelta(minutes=1)
"""How long after one mail a user is sent no other for the same purpose, whoever asks for it."""

_NO_TIME: Final = timedelta(0)


class EmailPurpose(Enum):
    """What a token from a mail is good for."""

    VERIFY = "verify"
    RESET = "reset"


@attrs.frozen(kw_only=True)
class EmailToken:
    """The one live token of a user for a purpose; using it, or sending another, ends it.

    Attributes:
        email: the address it was sent to, which it proves.
        sent_at: when its mail had been handed over; `None` until then.
    """

    user_id: UserId
    purpose: EmailPurpose
    token_hash: TokenHash = attrs.field(repr=False)
    email: str
    created_at: datetime
    expires_at: datetime
    sent_at: datetime | None = None

    def recent(self, now: datetime) -> bool:
        """Whether its mail is too young to be followed by another, and it is still good."""
        return self.sent_at is not None and now < min(self.sent_at + PAUSE, self.expires_at)

    def in_hand(self, now: datetime) -> timedelta:
        """For how long its mail may still be on its way out; after that it never left."""
        unsent = self.sent_at is None
        return max(self.created_at + PAUSE - now, _NO_TIME) if unsent else _NO_TIME

    def good(self, purpose: EmailPurpose, email: str, now: datetime) -> bool:
        """Whether it may be used now, by a user whose address is `email`."""
        return self.purpose is purpose and self.email == email and now < self.expires_at
