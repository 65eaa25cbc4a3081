"""Which images are listed, and where the pages of their lists begin."""

from typing import Final

import attrs

from phantom_core.kernel import Cursor, Id, PageRequest, UserId, cursor_after, position
from phantom_core.kernel.paging import identifier_in
from phantom_core.media.images.image import LinkedType, UsageType

__all__ = ["IMAGES", "LAST_ID", "ImageFilter", "before_image", "image_cursor"]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

IMAGES: Final = "images"
"""The name of the list."""


@attrs.frozen(kw_only=True)
class ImageFilter:
    """Which images are wanted; all, as far as nothing is said.

    Attributes:
        uploader_id: whose.
        public_only: only public ones.
        seen_by: only those of active people who have not blocked this one, nor are blocked.
    """

    uploader_id: UserId | None = None
    public_only: bool = False
    seen_by: UserId | None = None
    usage_type: UsageType | None = None
    linked_entity_type: LinkedType | None = None
    linked_entity_id: Id | None = None


def image_cursor(identifier: Id) -> Cursor:
    """The place after an image, in a list that is sorted by descending id."""
    return cursor_after(IMAGES, identifier)


def before_image(page: PageRequest) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, IMAGES, str)
    return None if keys is None else identifier_in(keys[0])
