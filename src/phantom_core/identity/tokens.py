"""Secrets that are shown once and kept as hashes.

A refresh token has two halves of 256 random bits. The first stays the same over all tokens of
one log-in session and tells that a token is of this family; the second changes at each use, and
so tells an old token of the family from its newest one. Neither half is stored: what is kept is
a SHA-256 hash, which needs no salt over so much chance.
"""

import base64
import binascii
import hashlib
from typing import Final, NewType

import attrs

__all__ = ["TOKEN_BYTES", "RefreshToken", "TokenHash", "email_token_hash", "email_token_text"]

TokenHash = NewType("TokenHash", str)
"""The SHA-256 hash of a secret, in hex."""

TOKEN_BYTES: Final = 32
"""The size of a random secret."""

_REFRESH_LENGTH: Final = 86  # 64 bytes in base 64 without padding


@attrs.frozen(kw_only=True)
class RefreshToken:
    """A refresh token, as the one who holds it has it.

    Attributes:
        family: the half that stays, 32 bytes.
        turn: the half that changes at each use, 32 bytes.
    """

    family: bytes = attrs.field(repr=False)
    turn: bytes = attrs.field(repr=False)

    @classmethod
    def read(cls, text: str) -> "RefreshToken | None":
        """Take a token's text apart; `None` if it is no refresh token's."""
        if len(text) != _REFRESH_LENGTH or not text.isascii():
            return None
        try:
            raw = base64.b64decode(text + "==", altchars=b"-_", validate=True)
        except binascii.Error:
            return None
        token = cls(family=raw[:TOKEN_BYTES], turn=raw[TOKEN_BYTES:])
        return token if token.text == text else None

    @property
    def text(self) -> str:
        """How it is written: base 64 for URLs, 86 characters."""
        return _text(self.family + self.turn)

    @property
    def family_hash(self) -> TokenHash:
        """What its family is found by."""
        return _hash(self.family)

    @property
    def hash(self) -> TokenHash:
        """What tells it from the other tokens of its family."""
        return _hash(self.family + self.turn)

    def next(self, turn: bytes) -> "RefreshToken":
        """The token that follows it."""
        return attrs.evolve(self, turn=turn)


def email_token_text(secret: bytes) -> str:
    """Write a secret that goes into a mail: base 64 for URLs."""
    return _text(secret)


def email_token_hash(text: str) -> TokenHash:
    """What a secret out of a mail is found by, whatever its text."""
    return _hash(text.encode("utf-8", "surrogatepass"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _hash(raw: bytes) -> TokenHash:
    return TokenHash(hashlib.sha256(raw).hexdigest())
