"""Where calls go, as the one who makes them reads an address."""

from collections.abc import Iterable

import attrs
import httpx

__all__ = ["Origin", "Origins", "origin"]

Origin = tuple[str, str, int | None]
"""Scheme, host and port."""


def origin(address: str) -> Origin | None:
    """Where a call to an address goes; `None`, if nowhere."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return None
    return url.scheme, url.host, url.port


@attrs.frozen
class Origins:
    """The places that operators have named: nothing that is answered adds to them."""

    named: frozenset[Origin | None]

    @classmethod
    def of(cls, addresses: Iterable[str]) -> "Origins":
        """The places of these addresses."""
        return cls(frozenset(map(origin, addresses)) - {None})

    def have(self, address: str) -> bool:
        """Whether a call to an address stays with them."""
        return origin(address) in self.named
