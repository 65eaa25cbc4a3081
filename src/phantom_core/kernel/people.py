"""A person as others see them; here, because every context names people to people."""

from enum import Enum
from typing import Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = ["ERASED_DISPLAY_NAME", "ERASED_USERNAME", "Gender", "Person", "erased_person"]

ERASED_USERNAME: Final = "erased"
"""The user name under which everybody who was erased appears."""

ERASED_DISPLAY_NAME: Final = "Erased user"
"""And the display name."""


class Gender(Enum):
    """What a person says of themself."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Person:
    """How a user appears to others, wherever they are named.

    Attributes:
        avatar_image_id: the image that stands for them; where it is read is the edge's affair.
    """

    id: UserId
    username: str
    display_name: str
    gender: Gender | None = None
    avatar_image_id: Id | None = None


def erased_person(user_id: UserId) -> Person:
    """How somebody appears who was erased: by their id, and as nobody."""
    return Person(id=user_id, username=ERASED_USERNAME, display_name=ERASED_DISPLAY_NAME)
