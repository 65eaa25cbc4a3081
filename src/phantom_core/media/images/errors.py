"""What is refused as an image."""

from phantom_core.kernel.errors import TooLarge, UnsupportedMedia

__all__ = ["ImageNotDecodable", "NotAnImage", "TooManyPixels"]


class NotAnImage(UnsupportedMedia):
    """The bytes are no image of a kind that is accepted, or are something else besides."""

    rule = "not-an-image"

    def __init__(
        self, detail: str = "This is no JPEG, PNG, WebP, GIF or AVIF image; its bytes decide."
    ) -> None:
        super().__init__(detail)


class ImageNotDecodable(UnsupportedMedia):
    """The bytes look like an image, but no picture comes out of them.

    Attributes:
        reason: what the decoder said, for the owner of the file.
    """

    rule = "image-not-decodable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The image cannot be decoded: {reason.rstrip('.')}.")
        self.reason = reason


class TooManyPixels(TooLarge):
    """The image is larger, unpacked, than is accepted."""

    rule = "too-many-pixels"

    def __init__(self, limit: int) -> None:
        super().__init__(f"An image has at most {limit} pixels.", limit=limit)
