"""An image as it was rendered from what came."""

from typing import Final

import attrs

from phantom_core.media.images.image import VariantName

__all__ = ["MOST_PIXELS", "RenderedImage", "RenderedVariant"]

MOST_PIXELS: Final = 50_000_000
"""The most pixels that an image may have, width times height, before it is made smaller."""


@attrs.frozen(kw_only=True)
class RenderedVariant:
    """An image in one size, encoded.

    Attributes:
        data: WebP, with nothing in it but the picture.
        width: in pixels.
        height: in pixels.
    """

    name: VariantName
    data: bytes = attrs.field(repr=False)
    width: int
    height: int


@attrs.frozen(kw_only=True)
class RenderedImage:
    """All that is kept of an image that came.

    Attributes:
        width: of what came, in pixels, turned as it is to be seen.
        height: as `width`.
        colour: its mean colour, `#rrggbb`.
        variants: one of each `VariantName`, the smallest first.
    """

    width: int
    height: int
    colour: str
    variants: tuple[RenderedVariant, ...]
