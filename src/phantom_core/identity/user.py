"""A user: an account, and the person behind it."""

from datetime import date, datetime
from enum import Enum
from typing import Any, Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.ids import Id
from phantom_core.kernel.people import (
    ERASED_DISPLAY_NAME,
    ERASED_USERNAME,
    Gender,
    Person,
)
from phantom_core.kernel.quantities import Bpm
from phantom_core.kernel.rules import Checked, between, line, matching, ruled
from phantom_core.kernel.versions import expect_version

__all__ = [
    "ADULT",
    "DISPLAY_NAME",
    "EMAIL",
    "LOGIN",
    "OLDEST",
    "USERNAME",
    "Gender",
    "Person",
    "Preferences",
    "User",
    "UserStatus",
    "age_on",
    "check_birth_date",
    "email_key",
    "folded",
    "username_key",
]

ADULT: Final = 18
"""From this age on, in years, one may be matched."""

OLDEST: Final = 130
"""Nobody is older, in years."""

EMAIL: Final = matching(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+",
    "must be an e-mail address",
)
"""What HTML calls a valid e-mail address, with a dot in its domain and RFC 5321's lengths."""

USERNAME: Final = matching(
    r"[A-Za-z0-9_.-]{3,32}",
    "must have 3 to 32 of the letters a-z, digits, and the signs _ - .",
)
"""What a user name looks like."""

LOGIN: Final = line(1, 254)
"""What may be looked up as an e-mail address or user name, whether or not it can be one."""

DISPLAY_NAME: Final = line(1, 64)
"""What a person may call themself."""

_ERASED_EMAIL: Final = "erased@erased.invalid"


class UserStatus(Enum):
    """Where an account stands."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ERASED = "erased"


@attrs.frozen(kw_only=True)
class Preferences(Checked):
    """What a user has chosen for themself.

    Attributes:
        default_tempo: of a new project, in beats a minute, 20 to 400.
        collaboration_notifications: whether collaborators' doings are notified.
        private_receipts: whether nobody else is told which messages they have received and seen.
    """

    default_tempo: Bpm = ruled(between(20, 400), default=Bpm(120.0))
    collaboration_notifications: bool = True
    private_receipts: bool = False


@attrs.frozen(kw_only=True)
class User(Checked):
    """An account. Its password is kept apart, as a `Credential`.

    Attributes:
        email: as it was given; compared without case.
        username: as it was given; compared without case.
        email_verified_at: when the present address was proven, if it was.
        version: counts the changes, from 1.
    """

    id: UserId
    email: str = ruled(EMAIL)
    username: str = ruled(USERNAME)
    display_name: str = ruled(DISPLAY_NAME)
    created_at: datetime
    updated_at: datetime
    gender: Gender | None = None
    birth_date: date | None = None
    avatar_image_id: Id | None = None
    email_verified_at: datetime | None = None
    is_admin: bool = False
    status: UserStatus = UserStatus.ACTIVE
    preferences: Preferences = Preferences()
    version: int = 1

    @property
    def active(self) -> bool:
        """Whether the account may be used, and is seen."""
        return self.status is UserStatus.ACTIVE

    @property
    def person(self) -> Person:
        """How others see them."""
        return Person(
            id=self.id,
            username=self.username,
            display_name=self.display_name,
            gender=self.gender,
            avatar_image_id=self.avatar_image_id,
        )

    def based_on(self, version: int | None) -> "User":
        """This user, if `version` is the newest or not named. Raises: Outdated."""
        expect_version("user", current=self.version, expected=version)
        return self

    def changed(self, now: datetime, **changes: Any) -> "User":
        """The next version. Raises: Invalid."""
        return attrs.evolve(self, updated_at=now, version=self.version + 1, **changes)

    def erased(self, now: datetime) -> "User":
        """What is left of them once they are erased: their id, and since when they were here."""
        return User(
            id=self.id,
            email=_ERASED_EMAIL,
            username=ERASED_USERNAME,
            display_name=ERASED_DISPLAY_NAME,
            created_at=self.created_at,
            updated_at=now,
            status=UserStatus.ERASED,
            version=self.version + 1,
        )


def email_key(user: User) -> str:
    """What a user's address is compared by; nobody is found by that of who was erased."""
    return _nobodys(user) or folded(user.email)


def username_key(user: User) -> str:
    """What a user's name is compared by; nobody is found by that of who was erased."""
    return _nobodys(user) or folded(user.username)


def _nobodys(user: User) -> str:
    """A key that can be no address and no name, and of which there is one for each user."""
    return f"erased:{user.id}" if user.status is UserStatus.ERASED else ""


def folded(name: str) -> str:
    """What an e-mail address or user name is compared by: both are ASCII, and case is nothing."""
    return name.lower()


def age_on(birth_date: date, day: date) -> int:
    """Completed years of life; who was born on 29 February turns a year older on 1 March."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def check_birth_date(birth_date: date, today: date) -> None:
    """Refuse a day on which nobody was born who is here now. Raises: Invalid."""
    if not 0 <= age_on(birth_date, today) <= OLDEST:
        fault = f"must not be in the future, nor more than {OLDEST} years ago"
        raise Invalid(Fault("birth_date", fault))
