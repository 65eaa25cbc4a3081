"""An image that somebody keeps here, in the sizes in which it is shown."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NewType

import attrs

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import (
    ByteCount,
    Checked,
    Fault,
    Id,
    Invalid,
    Rule,
    UserId,
    Visibility,
    line,
    prose,
    ruled,
)

__all__ = [
    "CONTENT_TYPE",
    "DESCRIPTION",
    "TITLE",
    "Image",
    "ImageId",
    "ImageVariant",
    "LinkedType",
    "UsageType",
    "VariantName",
    "check_link",
    "image_of",
    "variant_key",
]

ImageId = NewType("ImageId", Id)
"""The id of an image."""

TITLE: Final[Rule] = line(1, 200)
"""What an image may be called."""

DESCRIPTION: Final[Rule] = prose(2000)
"""What may be said of an image: the text that stands for it where it is not seen."""

CONTENT_TYPE: Final = "image/webp"
"""What every image is shown as, whatever it came as."""

_VARIANT: Final = re.compile(r"images/([0-9A-Z]{26})/[a-z]+\.webp")


class UsageType(StrEnum):
    """What an image is for."""

    AVATAR = "avatar"
    BANNER = "banner"
    PROJECT = "project"
    AUDIO = "audio"
    GALLERY = "gallery"
    OTHER = "other"

    @property
    def shown(self) -> bool:
        """Whether it is made to be shown beside somebody's name, wherever that is."""
        return self in {UsageType.AVATAR, UsageType.BANNER}


class LinkedType(StrEnum):
    """What an image may belong to."""

    PROFILE = "Profile"
    PROJECT = "Project"
    AUDIO_FILE = "AudioFile"


class VariantName(StrEnum):
    """The sizes in which an image is kept, the smallest first."""

    THUMBNAIL = "thumbnail"
    MEDIUM = "medium"
    FULL = "full"

    @property
    def longest_side(self) -> int:
        """The most pixels that its longer side has; a smaller image is not made larger."""
        return _LONGEST_SIDES[self]


_LONGEST_SIDES: Final = {
    VariantName.THUMBNAIL: 200,
    VariantName.MEDIUM: 800,
    VariantName.FULL: 2560,
}


@attrs.frozen(kw_only=True)
class ImageVariant:
    """An image in one size.

    Attributes:
        width: in pixels.
        height: in pixels.
    """

    name: VariantName
    blob: BlobKey
    width: int
    height: int
    size_bytes: ByteCount


@attrs.frozen(kw_only=True)
class Image(Checked):
    """An image: what it is for, who may see it, and where its sizes are.

    Attributes:
        usage_type: what it is for.
        linked_entity_type: what it belongs to; given with the id of that, or not at all.
        title: what it is called.
        description: the text that stands for it where it is not seen.
        width: of what came, in pixels, turned as it is to be seen.
        height: as `width`.
        colour: its mean colour, `#rrggbb`, to be shown until it has loaded.
        variants: one of each `VariantName`, the smallest first.
        version: counts the changes, from 1.
    """

    id: ImageId
    uploader_id: UserId
    usage_type: UsageType
    linked_entity_type: LinkedType | None = None
    linked_entity_id: Id | None = None
    visibility: Visibility
    title: str | None = ruled(TITLE, default=None)
    description: str | None = ruled(DESCRIPTION, default=None)
    width: int
    height: int
    colour: str
    variants: tuple[ImageVariant, ...]
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def __attrs_post_init__(self) -> None:
        """Check the fields, and that a link is whole. Raises: Invalid."""
        super().__attrs_post_init__()
        check_link(self.linked_entity_type, self.linked_entity_id)

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it who sees who uploaded it."""
        return self.visibility is Visibility.PUBLIC

    @property
    def blobs(self) -> tuple[BlobKey, ...]:
        """Where its sizes are."""
        return tuple(variant.blob for variant in self.variants)

    @property
    def size_bytes(self) -> ByteCount:
        """What its sizes take of the store together."""
        return ByteCount(sum(variant.size_bytes for variant in self.variants))

    def variant(self, name: VariantName) -> ImageVariant:
        """It in one size."""
        return next(variant for variant in self.variants if variant.name is name)

    def stands_for(self, user_id: UserId, usage: UsageType) -> bool:
        """Whether it may be shown as somebody's avatar, or banner."""
        mine = self.uploader_id == user_id
        return mine and self.is_public and self.usage_type is usage

    def changed(self, now: datetime, **changes: Any) -> "Image":
        """The next version. Raises: Invalid."""
        return attrs.evolve(self, updated_at=now, version=self.version + 1, **changes)


def check_link(kind: LinkedType | None, identifier: Id | None) -> None:
    """Refuse half a link. Raises: Invalid."""
    if (kind is None) is not (identifier is None):
        missing = "linked_entity_type" if kind is None else "linked_entity_id"
        raise Invalid(Fault(missing, "must be given with the other half of the link"))


def variant_key(image_id: ImageId, name: VariantName) -> BlobKey:
    """Where an image is kept in one size."""
    return blob_key(f"images/{image_id}/{name}.webp")


def image_of(key: BlobKey) -> ImageId | None:
    """The image that a key is of; `None` if it is not of that form."""
    found = _VARIANT.fullmatch(key)
    return ImageId(Id(found[1])) if found else None
