"""Passwords hashed with Argon2id (RFC 9106), a few at a time: each takes much memory."""

import base64
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
import attrs

from phantom_adapters.turns import MOST_WAITING, Turns
from phantom_core.identity import PasswordHash, PasswordHasher
from phantom_core.identity.password import composed

if TYPE_CHECKING:
    from argon2 import PasswordHasher as Argon2

__all__ = ["Argon2Cost", "Argon2Passwords"]

_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32


@attrs.frozen(kw_only=True)
class Argon2Cost:
    """What one hash costs. The default is what OWASP asks for at the least.

    Attributes:
        passes: how often the memory is filled.
        memory_kib: how much memory, in KiB.
        lanes: how many threads may share the work.
    """

    passes: int = 2
    memory_kib: int = 19 * 1024
    lanes: int = 1


class Argon2Passwords(PasswordHasher):
    """Hashes on threads, at most `at_once` at the same time; others wait for their turn."""

    def __init__(self, cost: Argon2Cost | None = None, *, at_once: int = 2) -> None:
        self._argon2 = _argon2(cost or Argon2Cost())
        self._turns = Turns("passwords", at_once=at_once, waiting=MOST_WAITING)
        self._nobodys = _nobodys_hash(cost or Argon2Cost())

    async def hash(self, password: str) -> PasswordHash:
        """Hash a password with a new salt."""
        return PasswordHash(
            await anyio.to_thread.run_sync(
                self._argon2.hash, composed(password), limiter=self._turns.next()
            )
        )

    async def verify(self, known: PasswordHash | None, password: str) -> bool:
        """Whether a hash is of this password; without a hash, no, after as much work."""
        against = self._nobodys if known is None else known
        good = await anyio.to_thread.run_sync(
            self._matches, against, password, limiter=self._turns.next()
        )
        return good and known is not None

    def is_stale(self, known: PasswordHash) -> bool:
        """Whether the hash was made at another cost."""
        from argon2.exceptions import InvalidHashError

        try:
            return self._argon2.check_needs_rehash(known)
        except InvalidHashError:
            return True

    def _matches(self, known: str, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._argon2.verify(known, composed(password))
        except (VerificationError, InvalidHashError):
            return False


def _argon2(cost: Argon2Cost) -> "Argon2":
    from argon2 import PasswordHasher as Argon2
    from argon2 import Type

    return Argon2(
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        salt_len=_SALT_BYTES,
        hash_len=_HASH_BYTES,
        type=Type.ID,
    )


def _nobodys_hash(cost: Argon2Cost) -> str:
    """A hash that is as much work to compare with as any, and that no password has."""
    salt, rest = (
        base64.b64encode(bytes(size)).decode().rstrip("=") for size in (_SALT_BYTES, _HASH_BYTES)
    )
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${rest}"
