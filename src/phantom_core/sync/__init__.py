"""Merging what several made at once, live and offline, without losing a word.

A `Document` holds records with fields; `Change`s are applied to it in any order, any number of
times. It knows nothing of what its records mean.
"""

from phantom_core.sync.authority import (
    FUTURE_MS,
    OLDER_THAN_HORIZON,
    Accepted,
    Judge,
    Problem,
    Refused,
    Repeated,
    Verdict,
    accept,
)
from phantom_core.sync.batch import Batch, batch_of, changes_of
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
from phantom_core.sync.compaction import compact
from phantom_core.sync.conflict import Clash, Conflict, ConflictKey, ConflictKind, Side
from phantom_core.sync.delta import delta, merge
from phantom_core.sync.document import Document
from phantom_core.sync.facts import Rejection
from phantom_core.sync.ordering import Placement, between, is_order_key, place_among
from phantom_core.sync.packing import MAX_UNPACKED, Unpackable, pack, unpack
from phantom_core.sync.plain import PlainChange, change_from_plain, change_to_plain
from phantom_core.sync.ports import ReplicaStore
from phantom_core.sync.reorder_buffer import REORDER_LIMIT, REORDER_WAIT_MS, ReorderBuffer
from phantom_core.sync.replica import BATCH, Replica
from phantom_core.sync.snapshot import load_snapshot, snapshot
from phantom_core.sync.stamps import HybridClock, HybridTime, hybrid_time, logical_of, wall_of
from phantom_core.sync.stream import Frame, FrameReader, FrameWriter
from phantom_core.sync.undo import UNDO_STEPS
from phantom_core.sync.updates import Listener, Update
from phantom_core.sync.version_vector import Causality, VersionVector

__all__ = [
    "BATCH",
    "FUTURE_MS",
    "MAX_UNPACKED",
    "OLDER_THAN_HORIZON",
    "OWNER",
    "REORDER_LIMIT",
    "REORDER_WAIT_MS",
    "UNDO_STEPS",
    "Accepted",
    "Batch",
    "Causality",
    "Change",
    "Clash",
    "Conflict",
    "ConflictKey",
    "ConflictKind",
    "Document",
    "Edit",
    "Frame",
    "FrameReader",
    "FrameWriter",
    "HybridClock",
    "HybridTime",
    "Judge",
    "Listener",
    "Placement",
    "PlainChange",
    "Problem",
    "Put",
    "RecordId",
    "Refused",
    "Rejection",
    "Remove",
    "ReorderBuffer",
    "Repeated",
    "Replica",
    "ReplicaId",
    "ReplicaStore",
    "Seen",
    "Side",
    "Unpackable",
    "Update",
    "Value",
    "Verdict",
    "VersionVector",
    "accept",
    "batch_of",
    "between",
    "change_from_plain",
    "change_to_plain",
    "changes_of",
    "compact",
    "delta",
    "hybrid_time",
    "is_order_key",
    "load_snapshot",
    "logical_of",
    "merge",
    "pack",
    "place_among",
    "snapshot",
    "unpack",
    "wall_of",
]
