"""How the refusals of the image worker are written, and read back by its parent."""

from collections.abc import Mapping
from typing import Any

from phantom_core.kernel.errors import PhantomError
from phantom_core.media.images import ImageNotDecodable, NotAnImage, TooManyPixels

__all__ = ["error_from", "error_to"]


def error_to(error: PhantomError) -> dict[str, Any]:
    """Write a refusal as JSON."""
    return {
        "rule": error.rule,
        "text": getattr(error, "reason", error.detail),
        "limit": getattr(error, "limit", 0),
    }


def error_from(data: Mapping[str, Any]) -> PhantomError:
    """Read a refusal back; of one that is not known, no picture came out."""
    text = str(data.get("text", "for no stated reason"))
    if data.get("rule") == NotAnImage.rule:
        return NotAnImage(text)
    if data.get("rule") == TooManyPixels.rule:
        return TooManyPixels(int(data.get("limit", 0)))
    return ImageNotDecodable(text)
