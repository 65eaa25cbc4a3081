"""Passwords hashed with scrypt (RFC 7914), which comes with Python."""

import base64
import hashlib
import hmac
import secrets
from typing import Final

import anyio
import anyio.to_thread

from phantom_adapters.turns import MOST_WAITING, Turns
from phantom_core.identity import PasswordHash, PasswordHasher
from phantom_core.identity.password import composed

__all__ = ["ScryptPasswords"]

_NAME: Final = "scrypt"
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32
_BLOCK_SIZE: Final = 8
_HEADROOM: Final = 2**20


class ScryptPasswords(PasswordHasher):
    """For worlds that live in memory, and for machines without Argon2.

    Args:
        work: how much work a hash is, a power of two from 2; OWASP asks for 2**17.
        at_once: how many hashes may be made at the same time; others wait for their turn.
    """

    def __init__(self, *, work: int = 2**14, at_once: int = 2) -> None:
        self._work = work
        self._turns = Turns("passwords", at_once=at_once, waiting=MOST_WAITING)

    async def hash(self, password: str) -> PasswordHash:
        """Hash a password with a new salt."""
        salt = secrets.token_bytes(_SALT_BYTES)
        digest = await self._digest(password, salt, self._work)
        return PasswordHash("$".join([_NAME, str(self._work), _text(salt), _text(digest)]))

    async def verify(self, known: PasswordHash | None, password: str) -> bool:
        """Whether a hash is of this password; without a hash, no, after as much work."""
        work, salt, expected = _parts(known) or (self._work, bytes(_SALT_BYTES), b"")
        digest = await self._digest(password, salt, work)
        return hmac.compare_digest(digest, expected)

    def is_stale(self, known: PasswordHash) -> bool:
        """Whether the hash was made with another amount of work."""
        parts = _parts(known)
        return parts is None or parts[0] != self._work

    async def _digest(self, password: str, salt: bytes, work: int) -> bytes:
        return await anyio.to_thread.run_sync(
            _scrypt, password, salt, work, limiter=self._turns.next()
        )


def _scrypt(password: str, salt: bytes, work: int) -> bytes:
    return hashlib.scrypt(
        composed(password).encode(),
        salt=salt,
        n=work,
        r=_BLOCK_SIZE,
        p=1,
        maxmem=128 * work * _BLOCK_SIZE + _HEADROOM,
        dklen=_HASH_BYTES,
    )


def _parts(known: PasswordHash | None) -> tuple[int, bytes, bytes] | None:
    match (known or "").split("$"):
        case [name, work, salt, digest] if name == _NAME:
            return int(work), base64.b64decode(salt), base64.b64decode(digest)
        case _:
            return None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
