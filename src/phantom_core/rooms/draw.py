"""Chance that anyone can check: every draw of a room is made by a seed with SHA-256.

A room has a secret from which the seeds of all its draws follow, so that whichever process comes
to draw, and however late, draws the same. Nobody can foretell a draw without the secret, and
whoever is given a seed can make its draw again: what has the least `lot` is drawn first.
"""

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

from phantom_core.kernel.ids import Id

if TYPE_CHECKING:
    from random import Random

__all__ = ["draw_secret", "lot", "seed_for", "seed_hash"]

_SECRET_BYTES: Final = 32


def draw_secret(random: "Random") -> str:
    """A new secret: 64 hexadecimal digits."""
    return random.randbytes(_SECRET_BYTES).hex()


def seed_for(secret: str, purpose: str, identifier: Id) -> str:
    """The seed of one draw, in hex: HMAC-SHA256 of what is drawn for, keyed with the secret."""
    message = f"{purpose}:{identifier}".encode()
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).hexdigest()


def seed_hash(seed: str) -> str:
    """What is published of a seed before its draw: the SHA-256 of the seed's text, in hex."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed: str, of: object) -> str:
    """The lot of one thing in a draw: SHA-256 of `seed:thing` in hex; the least is drawn first."""
    return hashlib.sha256(f"{seed}:{of}".encode()).hexdigest()
