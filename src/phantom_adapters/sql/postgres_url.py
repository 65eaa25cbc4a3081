"""What can be known to be wrong about the URL of a PostgreSQL before anybody is asked.

What is said of a fault never quotes the URL: it may hold a password.
"""

import re
from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

__all__ = ["expect_understood"]

_FORM: Final = "must be postgresql://USER:PASSWORD@HOST:PORT/NAME, as libpq reads it"
_LAST_PORT: Final = 65_535
_UNKNOWN: Final = re.compile(r'invalid URI query parameter: "(\w+)"')
_NUMBER: Final = re.compile(r"\s*-?[0-9]{1,9}\s*")
_NUMBERS: Final = (
    *("connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval"),
    *("keepalives_count", "tcp_user_timeout"),
)
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "channel_binding": ("disable", "prefer", "require"),
    "gssencmode": ("disable", "prefer", "require"),
    "load_balance_hosts": ("disable", "random"),
    "sslcertmode": ("disable", "allow", "require"),
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslnegotiation": ("postgres", "direct"),
    "target_session_attrs": (
        *("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
    ),
}
"""libpq tells of these when it connects, as if the server did not answer."""


def expect_understood(url: str) -> None:
    """Have libpq read a URL, and look at what it would look at later. Raises: ValueError."""
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        unknown = _UNKNOWN.search(str(error))
        said = _FORM if unknown is None else f"has an option that there is not: {unknown[1]}"
        raise ValueError(said) from None
    _expect_address(url, str(given.get("port", "")))
    for name in _NUMBERS:
        if name in given and not _NUMBER.fullmatch(str(given[name])):
            raise ValueError(f"must have a whole number for {name}")
    for name, words in _WORDS.items():
        if name in given and given[name] not in words:
            raise ValueError(f"must have one of {', '.join(words)} for {name}")


def _expect_address(url: str, ports: str) -> None:
    place, _, name = url.partition("://")[2].partition("?")[0].partition("/")
    if place.count("@") > 1 or "@" in name:
        raise ValueError("must have an @ or / of a password as %40 or %2F")
    for port in ports.split(","):
        if port and not (re.fullmatch(r"[0-9]{1,5}", port) and 1 <= int(port) <= _LAST_PORT):
            raise ValueError(f"must have a port of 1 to {_LAST_PORT}")
