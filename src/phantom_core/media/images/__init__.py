"""Images: what people see of each other and of their music, decoded and encoded anew.

The steps that are slow are in `phantom_core.media.images.flows`.
"""

from phantom_core.media.images.errors import ImageNotDecodable, NotAnImage, TooManyPixels
from phantom_core.media.images.image import (
    CONTENT_TYPE,
    Image,
    ImageId,
    ImageVariant,
    LinkedType,
    UsageType,
    VariantName,
    image_of,
    variant_key,
)
from phantom_core.media.images.listing import ImageFilter
from phantom_core.media.images.ports import ImageLinks, Images, ImageWork, LinkStanding
from phantom_core.media.images.renderer_ports import ImageRenderer
from phantom_core.media.images.rendering import MOST_PIXELS, RenderedImage, RenderedVariant
from phantom_core.media.images.upload import ImageDetails, NewImage, PutVariant, ReceivedImage
from phantom_core.media.images.use_cases import (
    AbandonImage,
    AdmitImage,
    BeginImage,
    ChangeImage,
    DeleteImage,
    DiscardImage,
    FinishImage,
    GetAvatar,
    GetImage,
    ListImages,
    SeeImage,
    UnlinkImages,
)

__all__ = [
    "CONTENT_TYPE",
    "MOST_PIXELS",
    "AbandonImage",
    "AdmitImage",
    "BeginImage",
    "ChangeImage",
    "DeleteImage",
    "DiscardImage",
    "FinishImage",
    "GetAvatar",
    "GetImage",
    "Image",
    "ImageDetails",
    "ImageFilter",
    "ImageId",
    "ImageLinks",
    "ImageNotDecodable",
    "ImageRenderer",
    "ImageVariant",
    "ImageWork",
    "Images",
    "LinkStanding",
    "LinkedType",
    "ListImages",
    "NewImage",
    "NotAnImage",
    "PutVariant",
    "ReceivedImage",
    "RenderedImage",
    "RenderedVariant",
    "SeeImage",
    "TooManyPixels",
    "UnlinkImages",
    "UsageType",
    "VariantName",
    "image_of",
    "variant_key",
]
