"""Everything that can be done with images."""

from phantom_core.media.images.use_cases.adding import (
    AbandonImage,
    AdmitImage,
    BeginImage,
    FinishImage,
)
from phantom_core.media.images.use_cases.images import (
    ChangeImage,
    DeleteImage,
    DiscardImage,
    GetAvatar,
    GetImage,
    ListImages,
    SeeImage,
)
from phantom_core.media.images.use_cases.unlinking import UnlinkImages

__all__ = [
    "AbandonImage",
    "AdmitImage",
    "BeginImage",
    "ChangeImage",
    "DeleteImage",
    "DiscardImage",
    "FinishImage",
    "GetAvatar",
    "GetImage",
    "ListImages",
    "SeeImage",
    "UnlinkImages",
]
