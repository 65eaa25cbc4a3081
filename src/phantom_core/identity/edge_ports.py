"""What identity's flows need of the world outside: hashing, signing, mail."""

from datetime import datetime
from typing import Protocol

import attrs

from phantom_core.identity.mail import Mail
from phantom_core.identity.password import PasswordHash
from phantom_core.identity.session import SessionId
from phantom_core.kernel.actor import UserId

__all__ = ["AccessClaims", "AccessTokens", "Mailer", "PasswordHasher"]


class PasswordHasher(Protocol):
    """Makes passwords into hashes that are slow to guess from.

    What is hashed is `password.composed`: how a password's accents are typed makes no difference.
    Raises, of what hashes: Unavailable, if too many wait for it.
    """

    async def hash(self, password: str) -> PasswordHash:
        """Hash a password with a new salt: no two hashes are equal."""
        ...

    async def verify(self, known: PasswordHash | None, password: str) -> bool:
        """Whether a hash is of this password.

        Without a hash the answer is no, after as much work as with one made today: who measures
        the time does not learn whether there is one. What is not a hash of this hasher is a no
        too.
        """
        ...

    def is_stale(self, known: PasswordHash) -> bool:
        """Whether `hash` would do it with other parameters today."""
        ...


@attrs.frozen(kw_only=True)
class AccessClaims:
    """What an access token says.

    Attributes:
        issued_at: to the second.
        expires_at: to the second.
    """

    user_id: UserId
    session_id: SessionId
    issued_at: datetime
    expires_at: datetime


class AccessTokens(Protocol):
    """Short-lived proofs of who is signed in, which only their issuer can make."""

    def issue(self, claims: AccessClaims) -> str:
        """Make a token of claims: printable ASCII without spaces, at most 4,096 characters."""
        ...

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Read a token's claims back.

        Raises: NotAuthenticated, if it has expired, was made by another issuer or for another
        use, or is no token at all: whatever text it is.
        """
        ...


class Mailer(Protocol):
    """Sends mails."""

    async def send(self, mail: Mail) -> None:
        """Hand a mail over to be delivered.

        Raises: Unavailable, if that cannot be done now; MailRefused, if it never can be. Neither
        tells the address, which is nothing for a log.
        """
        ...
