"""What is kept about people: for how long, and how it goes."""

from phantom_core.privacy.erasure import Erasure, ErasureId, ErasureReport, Receipt
from phantom_core.privacy.inventory import INVENTORY, Fate, Holding
from phantom_core.privacy.ports import Aged, AgedRows, Ageing, Erasures, PersonalRows, Stretch
from phantom_core.privacy.preview import ErasurePreview, HandedOver, KindPreview
from phantom_core.privacy.use_cases import (
    ApplyRetention,
    AskForRetention,
    ContinueErasure,
    EraseMe,
    EraseUser,
    FindErasure,
    GetErasure,
    PreviewErasure,
    PreviewErasureOf,
    PreviewRetention,
)
from phantom_core.privacy.use_cases.retention_rules import (
    RULES,
    Life,
    RetentionLine,
    RetentionRule,
    lives_of,
)

__all__ = [
    "INVENTORY",
    "RULES",
    "Aged",
    "AgedRows",
    "Ageing",
    "ApplyRetention",
    "AskForRetention",
    "ContinueErasure",
    "EraseMe",
    "EraseUser",
    "Erasure",
    "ErasureId",
    "ErasurePreview",
    "ErasureReport",
    "Erasures",
    "Fate",
    "FindErasure",
    "GetErasure",
    "HandedOver",
    "Holding",
    "KindPreview",
    "Life",
    "PersonalRows",
    "PreviewErasure",
    "PreviewErasureOf",
    "PreviewRetention",
    "Receipt",
    "RetentionLine",
    "RetentionRule",
    "Stretch",
    "lives_of",
]
