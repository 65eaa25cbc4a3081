"""Images for the suites of their ports."""

from typing import Any

from phantom_adapters.contracts.recording_examples import ADA, MOMENT
from phantom_core.kernel import ByteCount, Visibility, uuid7
from phantom_core.media.images import (
    Image,
    ImageId,
    ImageVariant,
    UsageType,
    VariantName,
    variant_key,
)

__all__ = ["image", "image_id"]


def image_id(number: int) -> ImageId:
    """The id of one of many images; a greater number is a greater id."""
    return ImageId(uuid7(MOMENT, 5000 + number))


def image(number: int, **fields: Any) -> Image:
    """One of many images, private unless it is said otherwise."""
    own_id = image_id(number)
    given: dict[str, Any] = {
        "id": own_id,
        "uploader_id": ADA,
        "usage_type": UsageType.OTHER,
        "visibility": Visibility.PRIVATE,
        "title": f"Dawn {number} ☀",
        "description": "The sea,\nseen from above",
        "width": 1200,
        "height": 900,
        "colour": "#0a1b2c",
        "variants": tuple(_variant(own_id, name) for name in VariantName),
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    return Image(**{**given, **fields})


def _variant(own_id: ImageId, name: VariantName) -> ImageVariant:
    width = min(1200, name.longest_side)
    return ImageVariant(
        name=name,
        blob=variant_key(own_id, name),
        width=width,
        height=width * 3 // 4,
        size_bytes=ByteCount(100 * width),
    )
