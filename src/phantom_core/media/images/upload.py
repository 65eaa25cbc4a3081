"""An image on its way in, and what is said of it."""

from datetime import timedelta
from typing import Final

import attrs

from phantom_core.kernel import ByteCount, Checked, Id, Visibility, ruled
from phantom_core.media.images.image import (
    DESCRIPTION,
    TITLE,
    ImageId,
    LinkedType,
    UsageType,
    VariantName,
    check_link,
)

__all__ = ["IMAGE_GRACE", "ImageDetails", "NewImage", "PutVariant", "ReceivedImage"]

IMAGE_GRACE: Final = timedelta(hours=1)
"""How long the sizes of an image are waited for, from the first byte on."""


@attrs.frozen(kw_only=True)
class ImageDetails(Checked):
    """What is said of an image while it is handed in.

    Attributes:
        visibility: if absent, avatars and banners are public, and all else is private.
    """

    usage_type: UsageType = UsageType.OTHER
    linked_entity_type: LinkedType | None = None
    linked_entity_id: Id | None = None
    visibility: Visibility | None = None
    title: str | None = ruled(TITLE, default=None)
    description: str | None = ruled(DESCRIPTION, default=None)

    def __attrs_post_init__(self) -> None:
        """Check the fields, and that a link is whole. Raises: Invalid."""
        super().__attrs_post_init__()
        check_link(self.linked_entity_type, self.linked_entity_id)

    @property
    def chosen_visibility(self) -> Visibility:
        """Who may see it."""
        usual = Visibility.PUBLIC if self.usage_type.shown else Visibility.PRIVATE
        return self.visibility or usual


@attrs.frozen(kw_only=True)
class ReceivedImage:
    """What came; what is equal in all of this is the same again.

    Attributes:
        sha256: of the bytes that came, 64 hexadecimal digits.
        details: what was said of it.
    """

    sha256: str
    details: ImageDetails


@attrs.frozen(kw_only=True)
class PutVariant:
    """One size of an image that is kept now."""

    name: VariantName
    width: int
    height: int
    size_bytes: ByteCount


@attrs.frozen(kw_only=True)
class NewImage:
    """An image whose sizes are all kept.

    Attributes:
        id: as it was begun.
        key: the sender's name for this upload, if it may come twice.
    """

    id: ImageId
    received: ReceivedImage
    key: str | None = None
    width: int
    height: int
    colour: str
    variants: tuple[PutVariant, ...]
