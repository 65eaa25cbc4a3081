"""Merging what several made at once, live and offline, without losing a word.

A `Document` holds records with fields; `Change`s are applied to it in any order, any number of
times. It knows nothing of what its records mean.
"""

from phantom_core.sync.authority import (
    FUTURE_MS,
    Accepted,
    Judge,
    Problem,
    Refused,
    Repeated,
    Verdict,
    accept,
)
from phantom_core.sync.change import (
    OWNER,
    Change,
    Edit,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    Seen,
    Value,
)
from phantom_core.sync.conflict import Clash, Conflict, ConflictKey, ConflictKind, Side
from phantom_core.sync.document import Document
from phantom_core.sync.ordering import Placement, between, is_order_key, place_among
from phantom_core.sync.reorder_buffer import REORDER_LIMIT, REORDER_WAIT_MS, ReorderBuffer
from phantom_core.sync.stamps import HybridClock, HybridTime, hybrid_time, logical_of, wall_of
from phantom_core.sync.version_vector import Causality, VersionVector

__all__ = [
    "FUTURE_MS",
    "OWNER",
    "REORDER_LIMIT",
    "REORDER_WAIT_MS",
    "Accepted",
    "Causality",
    "Change",
    "Clash",
    "Conflict",
    "ConflictKey",
    "ConflictKind",
    "Document",
    "Edit",
    "HybridClock",
    "HybridTime",
    "Judge",
    "Placement",
    "Problem",
    "Put",
    "RecordId",
    "Refused",
    "Remove",
    "ReorderBuffer",
    "Repeated",
    "ReplicaId",
    "Seen",
    "Side",
    "Value",
    "Verdict",
    "VersionVector",
    "accept",
    "between",
    "hybrid_time",
    "is_order_key",
    "logical_of",
    "place_among",
    "wall_of",
]
