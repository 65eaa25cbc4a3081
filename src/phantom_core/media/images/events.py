"""What happens to images, told to who uploaded them."""

from typing import ClassVar, Final

import attrs

from phantom_core.kernel import Event, Topic, UserId, topic
from phantom_core.media.images.image import Image, ImageId

__all__ = [
    "EVENTS",
    "ImageAdded",
    "ImageChanged",
    "ImageDeleted",
    "ImageEvent",
    "ImageUnlinked",
]


@attrs.frozen(kw_only=True)
class ImageEvent(Event):
    """An image that reads as it does from now on."""

    image: Image

    @property
    def topic(self) -> Topic:
        """Its uploader's topic."""
        return topic("user", self.image.uploader_id)


@attrs.frozen(kw_only=True)
class ImageAdded(ImageEvent):
    """An image has come."""

    name: ClassVar[str] = "image.added"


@attrs.frozen(kw_only=True)
class ImageChanged(ImageEvent):
    """An image is described, linked or shown otherwise."""

    name: ClassVar[str] = "image.changed"


@attrs.frozen(kw_only=True)
class ImageUnlinked(ImageEvent):
    """What an image belonged to is gone; the image stays."""

    name: ClassVar[str] = "image.unlinked"


@attrs.frozen(kw_only=True)
class ImageDeleted(Event):
    """An image is gone."""

    name: ClassVar[str] = "image.deleted"
    uploader_id: UserId
    image_id: ImageId

    @property
    def topic(self) -> Topic:
        """Its uploader's topic."""
        return topic("user", self.uploader_id)


EVENTS: Final[tuple[type[Event], ...]] = (ImageAdded, ImageChanged, ImageUnlinked, ImageDeleted)
"""All of them, for the registry."""
