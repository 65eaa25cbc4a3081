"""A person as others see them; here, because every context names people to people."""

from enum import Enum

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = ["Gender", "Person"]


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
