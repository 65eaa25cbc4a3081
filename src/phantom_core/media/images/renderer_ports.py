"""What makes images of files that came from anywhere."""

from pathlib import Path
from typing import Protocol

from phantom_core.media.images.rendering import RenderedImage

__all__ = ["ImageRenderer"]


class ImageRenderer(Protocol):
    """Decodes files that may be hostile, and encodes anew what is seen in them."""

    async def render(self, path: Path) -> RenderedImage:
        """Make an image of a file, in every size of `VariantName`.

        - JPEG, PNG, WebP, GIF and AVIF are images, by their bytes; of what moves, the first
          picture counts. Nothing else is, and no image that is a page, a document or an archive
          as well.
        - The picture is turned as its file says it is to be seen, its colours are sRGB, and what
          was transparent stays so. No size is larger than what came.
        - Nothing else of the file is left: no place, no camera, no words, no other picture.
        - However the file is made, time and memory are bounded.

        Raises: NotAnImage; ImageNotDecodable; TooManyPixels, for more than `MOST_PIXELS`;
        Unavailable, which tells of a busy machine and not of the file.
        """
        ...
