"""A profile: what a user tells about themself, and whom they look for."""

from datetime import datetime
from typing import Any, Final

import attrs

from phantom_core.identity.user import ADULT, OLDEST, Gender, Person, User
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.ids import Id
from phantom_core.kernel.rules import Checked, between, each, line, prose, ruled
from phantom_core.kernel.versions import expect_version

__all__ = ["MOST_SAMPLES", "Account", "AgeRange", "Profile", "PublicProfile", "Seeking"]

MOST_SAMPLES: Final = 10
"""How many audio files a profile may show."""

_WORD: Final = line(1, 40)
_WORDS: Final = each(_WORD, most=20)
_REGION: Final = line(1, 80)
_AGE: Final = between(ADULT, OLDEST)


def _distinct(most: int) -> Any:
    return each(lambda _: iter(()), most=most)


@attrs.frozen(kw_only=True)
class AgeRange(Checked):
    """Ages from one to another, in years, both included."""

    lowest: int = ruled(_AGE, default=ADULT)
    highest: int = ruled(_AGE, default=OLDEST)

    def __attrs_post_init__(self) -> None:
        """Check the bounds, and their order. Raises: Invalid."""
        super().__attrs_post_init__()
        if self.highest < self.lowest:
            raise Invalid(Fault("highest", f"must be at least `lowest`, {self.lowest}"))


@attrs.frozen(kw_only=True)
class Seeking(Checked):
    """Whom a person wishes to meet; what is left empty is open."""

    genders: tuple[Gender, ...] = ruled(_distinct(3), default=())
    ages: AgeRange | None = None
    roles: tuple[str, ...] = ruled(_WORDS, default=())
    regions: tuple[str, ...] = ruled(each(_REGION, most=20), default=())


@attrs.frozen(kw_only=True)
class Profile(Checked):
    """What a user tells about themself. Every user has one.

    Attributes:
        roles: what they do: `drummer`, `producer`.
        samples: audio files of their own that show what they make.
        discoverable: whether search and suggestions may name them.
        version: counts the changes, from 1.
    """

    user_id: UserId
    updated_at: datetime
    bio: str = ruled(prose(2000), default="")
    roles: tuple[str, ...] = ruled(_WORDS, default=())
    instruments: tuple[str, ...] = ruled(_WORDS, default=())
    region: str | None = ruled(_REGION, default=None)
    tags: tuple[str, ...] = ruled(_WORDS, default=())
    banner_image_id: Id | None = None
    samples: tuple[Id, ...] = ruled(_distinct(MOST_SAMPLES), default=())
    seeking: Seeking = Seeking()
    discoverable: bool = True
    version: int = 1

    def based_on(self, version: int | None) -> "Profile":
        """This profile, if `version` is the newest or not named. Raises: Outdated."""
        expect_version("profile", current=self.version, expected=version)
        return self

    def changed(self, now: datetime, **changes: Any) -> "Profile":
        """The next version. Raises: Invalid."""
        return attrs.evolve(self, updated_at=now, version=self.version + 1, **changes)


@attrs.frozen(kw_only=True)
class PublicProfile:
    """What others see of a user; whom they look for stays between them and the matching.

    Attributes:
        followers: how many follow them.
        following: how many they follow.
        followed: whether the one who looks follows them.
        follows_viewer: whether they follow the one who looks.
    """

    person: Person
    bio: str
    roles: tuple[str, ...]
    instruments: tuple[str, ...]
    region: str | None
    tags: tuple[str, ...]
    banner_image_id: Id | None
    samples: tuple[Id, ...]
    followers: int
    following: int
    followed: bool
    follows_viewer: bool

    @property
    def mutual(self) -> bool:
        """Whether the two follow each other."""
        return self.followed and self.follows_viewer


@attrs.frozen(kw_only=True)
class Account:
    """A user with their profile, as they see themself."""

    user: User
    profile: Profile
