"""What answers tell browsers, so that none does more with them than is meant.

A route, or a page, says otherwise where it must; whatever it does not name is added on its way out.
"""

import base64
import hashlib
from typing import Final

__all__ = ["PAGE_GUARDS", "Guards", "hash_source"]

_Headers = list[tuple[bytes, bytes]]

_ON_EVERY_ANSWER: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-site"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (b"cache-control", b"no-store"),
]
_A_YEAR: Final = b"max-age=31536000"
_BY_TLS: Final = {
    "off": [],
    "host": [(b"strict-transport-security", _A_YEAR)],
    "subdomains": [(b"strict-transport-security", _A_YEAR + b"; includeSubDomains")],
}

PAGE_GUARDS: Final = {
    # A page of ours plays music, and asks for nothing else that a device can do.
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), "
        "serial=(), usb=()"
    ),
}
"""What pages tell besides."""


class Guards:
    """The headers that a server adds to its answers."""

    def __init__(self, hsts: str) -> None:
        """Make them ready.

        Args:
            hsts: who is to be reached by https alone from then on, for a year: this `host`, its
                `subdomains` too, or nobody (`off`). Browsers believe it over https only, so it
                is said there only.
        """
        self._plain = _ON_EVERY_ANSWER
        self._by_tls = [*_ON_EVERY_ANSWER, *_BY_TLS[hsts]]

    def missing(self, given: _Headers, scheme: str) -> _Headers:
        """Those that an answer does not name itself.

        Args:
            given: the headers that it has.
            scheme: that of its request.
        """
        guards = self._by_tls if scheme == "https" else self._plain
        names = {name.lower() for name, _ in given}
        return [guard for guard in guards if guard[0] not in names]


def hash_source(text: bytes) -> str:
    """How a policy names a script or a style that is written into a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"
