"""What signs the URLs of this server by which blobs are read, and parts of them sent."""

from collections.abc import Sequence

from phantom_adapters.blobs import SignedPartUrls
from phantom_app.secret_keys import SecretKey, secret_keys
from phantom_app.settings import Settings
from phantom_core.blobs import KeyRing, SigningKey

__all__ = ["key_ring", "part_urls"]


def part_urls(settings: Settings) -> SignedPartUrls:
    """What signs URLs by which parts come."""
    return SignedPartUrls(f"{settings.public_url or ''}/blobs", key_ring(secret_keys(settings)))


def key_ring(keys: Sequence[SecretKey]) -> KeyRing:
    """The keys that such URLs are signed with, made of the server's own."""
    use = "blob URLs"
    return KeyRing(tuple(SigningKey(kid=key.name(use), secret=key.derive(use)) for key in keys))
