"""Passwords: which are good enough, and what is kept of them."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final, NewType

import attrs

from phantom_core.identity.user import User
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.rules import Rule

__all__ = [
    "LONGEST_PASSWORD",
    "PASSWORD",
    "SHORTEST_PASSWORD",
    "Credential",
    "PasswordHash",
    "check_new_password",
    "check_typed_password",
    "composed",
]

PasswordHash = NewType("PasswordHash", str)
"""What a password hasher made of a password, with its salt and parameters."""

SHORTEST_PASSWORD: Final = 8
"""The fewest characters of a password."""

LONGEST_PASSWORD: Final = 128
"""The most characters of a password; so many may be hashed in reasonable time."""

_LIST: Final = "common_passwords.txt"
_PLACE: Final = "phantom"
_BESIDE: Final = ("admin", "music", "password", "room", "studio", "user")
_OF_THE_PLACE: Final = frozenset(
    {_PLACE, 2 * _PLACE, *(_PLACE + each for each in _BESIDE), *(each + _PLACE for each in _BESIDE)}
)


@cache
def _common() -> frozenset[str]:
    """The 3,000 most common leaked passwords that are long enough; the file says whence."""
    text = resources.files(__package__).joinpath(_LIST).read_text("ascii")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _password(value: str) -> Iterator[tuple[str, str]]:
    """What OWASP ASVS 5.0 asks for (6.2): length, no common one, and none that is at hand here."""
    if not SHORTEST_PASSWORD <= len(value) <= LONGEST_PASSWORD:
        yield "", f"must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
    if not _encodable(value):
        yield "", "must not contain lone surrogates"
    if value.lower() in _common():
        yield "", "is one of the most common passwords, and the first to be guessed"
    if "".join(filter(str.isalpha, value.lower())) in _OF_THE_PLACE:
        yield "", "must not be made of the name of this place"


PASSWORD: Final[Rule] = _password
"""What a new password must be."""


@attrs.frozen(kw_only=True)
class Credential:
    """How a user proves who they are."""

    user_id: UserId
    password_hash: PasswordHash = attrs.field(repr=False)
    changed_at: datetime


def composed(password: str) -> str:
    """A password as it is hashed: in NFC, as RFC 8265 (OpaqueString) asks for.

    The same accents may be typed as one character on one device and as two on another.
    """
    return unicodedata.normalize("NFC", password)


def check_new_password(password: str, path: str, user: User) -> None:
    """Refuse a password that is too easily guessed, for anybody or for this user.

    Raises: Invalid.
    """
    faults = [Fault(path, message) for _, message in _password(password)]
    if password.lower() in {user.username.lower(), user.email.lower()}:
        faults.append(Fault(path, "must not be your name or your address"))
    if faults:
        raise Invalid(*faults)


def check_typed_password(password: str, path: str) -> None:
    """Refuse what cannot be anybody's password, before any work is spent on it.

    Raises: Invalid.
    """
    if len(password) > LONGEST_PASSWORD or not _encodable(password):
        raise Invalid(Fault(path, f"must have at most {LONGEST_PASSWORD} characters of text"))


def _encodable(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)
