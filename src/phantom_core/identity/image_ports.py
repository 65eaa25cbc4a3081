"""What identity asks of those who keep images."""

from typing import Protocol

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = ["ImageOwners"]


class ImageOwners(Protocol):
    """Whose an image is, and whether it may stand for them."""

    def owner_of(self, image_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who uploaded an image, which is held; `None` if there is none that `seen_by` may know.

        Those may know it who uploaded it, and everybody if it is public; blocks are not looked at.
        """

    def is_avatar(self, image_id: Id, user_id: UserId) -> bool:
        """Whether an image is a public avatar that this user uploaded; it is held."""

    def is_banner(self, image_id: Id, user_id: UserId) -> bool:
        """Whether an image is a public banner that this user uploaded; it is held."""
