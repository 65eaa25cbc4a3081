"""What people, those in office and the system do about what is kept of people."""

from phantom_core.privacy.use_cases.erasing import (
    ContinueErasure,
    EraseMe,
    EraseUser,
    FindErasure,
    GetErasure,
)
from phantom_core.privacy.use_cases.previewing import PreviewErasure, PreviewErasureOf
from phantom_core.privacy.use_cases.retaining import (
    ApplyRetention,
    AskForRetention,
    PreviewRetention,
)

__all__ = [
    "ApplyRetention",
    "AskForRetention",
    "ContinueErasure",
    "EraseMe",
    "EraseUser",
    "FindErasure",
    "GetErasure",
    "PreviewErasure",
    "PreviewErasureOf",
    "PreviewRetention",
]
