"""A log-in session: one device that is signed in, and the family of its refresh tokens."""

from datetime import datetime
from enum import Enum
from typing import Final, NewType

import attrs

from phantom_core.identity.tokens import TokenHash
from phantom_core.identity.user import User, UserStatus
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = [
    "LONGEST_DEVICE",
    "MAX_SESSIONS",
    "EndReason",
    "Entry",
    "Session",
    "SessionId",
    "SignedInDevice",
    "Standing",
    "device_name",
]

SessionId = NewType("SessionId", Id)
"""The id of a log-in session; access tokens carry it."""

LONGEST_DEVICE: Final = 200
"""The most characters of a device's name."""

MAX_SESSIONS: Final = 100
"""So many devices may one user be signed in on; the one unused for longest makes room."""


def device_name(text: str) -> str:
    """What a client calls itself, as far as it can be shown: cut to `LONGEST_DEVICE`."""
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_DEVICE]


class EndReason(Enum):
    """Why a session has ended."""

    LOGGED_OUT = "logged_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, no password
    PASSWORD_RESET = "password_reset"  # noqa: S105 - as above
    SUSPENDED = "suspended"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - as above
    REPLACED = "replaced"
    ERASED = "erased"


@attrs.frozen(kw_only=True)
class SignedInDevice:
    """What the owner of a session sees of it: all but the hashes of its refresh tokens."""

    id: SessionId
    device: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


@attrs.frozen(kw_only=True)
class Session:
    """A device that is signed in. A session that has ended is no more.

    Attributes:
        family_hash: what all its refresh tokens share.
        token_hash: its newest refresh token; any other of the family has been used.
        device: what the client called itself, for its owner to recognise.
        expires_at: when it ends, unless it is used before and its life is longer.
    """

    id: SessionId
    user_id: UserId
    family_hash: TokenHash = attrs.field(repr=False)
    token_hash: TokenHash = attrs.field(repr=False)
    device: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime

    @property
    def shown(self) -> SignedInDevice:
        """What its owner sees of it."""
        return SignedInDevice(
            id=self.id,
            device=self.device,
            created_at=self.created_at,
            last_used_at=self.last_used_at,
            expires_at=self.expires_at,
        )

    def live(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return now < self.expires_at

    def rotate(self, token_hash: TokenHash, now: datetime, expires_at: datetime) -> "Session":
        """Let the next refresh token take the place of the newest."""
        return attrs.evolve(self, token_hash=token_hash, last_used_at=now, expires_at=expires_at)


@attrs.frozen(kw_only=True)
class Standing:
    """What must be known of a session at every request."""

    user_id: UserId
    is_admin: bool
    status: UserStatus
    expires_at: datetime


@attrs.frozen(kw_only=True)
class Entry:
    """Somebody who is signed in, and where."""

    user: User
    session: Session
