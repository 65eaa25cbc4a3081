"""Images, on the wire."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_app.http.problems import Problem
from phantom_core.kernel import ByteCount, Id, Visibility
from phantom_core.media.images import (
    CONTENT_TYPE,
    Image,
    ImageId,
    LinkedType,
    UsageType,
    VariantName,
)
from phantom_core.media.images.flows import ImageLink

__all__ = [
    "ImageFactsPayload",
    "ImageLinkPayload",
    "ImagePayload",
    "ImageSizePayload",
    "ImagesPayload",
    "SentImagePayload",
    "image_facts_of",
    "image_id_of",
    "image_link_of",
    "image_of",
]


class ImageSizePayload(Payload):
    """An image in one size, in pixels."""

    name: VariantName
    width: int
    height: int
    size_bytes: ByteCount


class ImageFactsPayload(Payload):
    """What is known of an image."""

    id: IdText
    uploader_id: IdText
    usage_type: UsageType
    linked_entity_type: LinkedType | None = None
    linked_entity_id: IdText | None = None
    visibility: Visibility
    title: str | None = None
    description: Annotated[
        str | None, msgspec.Meta(description="The text that stands for it where it is not seen.")
    ] = None
    width: Annotated[int, msgspec.Meta(description="Of what was sent, in pixels, turned upright.")]
    height: int
    content_type: Annotated[str, msgspec.Meta(description="That of every size.")]
    colour: Annotated[
        str, msgspec.Meta(description="Its mean colour, `#rrggbb`, to be shown until it loads.")
    ]
    sizes: Annotated[tuple[ImageSizePayload, ...], msgspec.Meta(description="The smallest first.")]
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


class ImagePayload(ImageFactsPayload):
    """An image, and where it can be loaded for a while."""

    url: Annotated[str, msgspec.Meta(description="Of the largest size, signed.")]
    variants: Annotated[
        dict[str, str], msgspec.Meta(description="The signed URL of each size, by its name.")
    ]
    expires_at: Annotated[
        InstantText, msgspec.Meta(description="Until when the URLs are good; then ask again.")
    ]


class SentImagePayload(Payload):
    """What came of one of several files: an image, or a problem."""

    file_name: str
    image: ImagePayload | None = None
    problem: Problem | None = None


class ImagesPayload(Payload):
    """What came of several files, in the order in which they were sent."""

    items: list[SentImagePayload]


class ImageLinkPayload(Payload):
    """Where an image can be loaded, and until when."""

    url: str
    expires_at: InstantText


def image_id_of(text: str) -> ImageId:
    """The id of an image, out of a path."""
    return ImageId(Id(text))


def image_facts_of(image: Image) -> ImageFactsPayload:
    """An image without URLs, as it is told to whoever has not asked for it."""
    return ImageFactsPayload(**_facts(image))


def image_of(image: Image, urls: dict[VariantName, str], expires_at: datetime) -> ImagePayload:
    """An image with its URLs."""
    return ImagePayload(
        **_facts(image),
        url=urls[VariantName.FULL],
        variants={name.value: url for name, url in urls.items()},
        expires_at=instant(expires_at),
    )


def image_link_of(link: ImageLink) -> ImageLinkPayload:
    """A link."""
    return ImageLinkPayload(url=link.url, expires_at=instant(link.expires_at))


def _facts(image: Image) -> dict[str, Any]:
    return {
        "id": image.id,
        "uploader_id": image.uploader_id,
        "usage_type": image.usage_type,
        "linked_entity_type": image.linked_entity_type,
        "linked_entity_id": image.linked_entity_id,
        "visibility": image.visibility,
        "title": image.title,
        "description": image.description,
        "width": image.width,
        "height": image.height,
        "content_type": CONTENT_TYPE,
        "colour": image.colour,
        "sizes": tuple(
            ImageSizePayload(
                name=variant.name,
                width=variant.width,
                height=variant.height,
                size_bytes=variant.size_bytes,
            )
            for variant in image.variants
        ),
        "created_at": instant(image.created_at),
        "updated_at": instant(image.updated_at),
        "version": image.version,
    }
