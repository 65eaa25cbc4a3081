"""A change: what one replica did at one moment, and what it had seen by then."""

from collections.abc import Mapping
from typing import Final, NewType

import attrs

from phantom_core.sync.stamps import HybridTime

__all__ = ["OWNER", "Change", "Edit", "Put", "RecordId", "Remove", "ReplicaId", "Seen", "Value"]

ReplicaId = NewType("ReplicaId", str)
"""One place that makes changes, with a counter of its own: a tab, a device, a server's hand."""

RecordId = NewType("RecordId", str)
"""One thing with fields, minted once by whoever creates it."""

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""What a field holds: anything that JSON can say. Never changed in place."""

Seen = Mapping[ReplicaId, int]
"""Of every other replica, the counter up to which its changes had been seen. Never changed."""

OWNER: Final = "in"
"""The field that names the record which holds this one; with its owner a record lives and dies."""


@attrs.frozen
class Put:
    """Give fields of a record their values; the record is there from its first put on.

    Attributes:
        fields: name -> value, at least one. A thing that moves in two dimensions puts both.
    """

    record: RecordId
    fields: Mapping[str, Value] = attrs.field(validator=attrs.validators.min_len(1))


@attrs.frozen
class Remove:
    """Take a record away, as far as it was seen: what others wrote meanwhile keeps it."""

    record: RecordId


Edit = Put | Remove
"""What a change does to one record."""


def _one_edit_a_record(_: "Change", __: object, edits: tuple[Edit, ...]) -> None:
    if len({edit.record for edit in edits}) < len(edits):
        message = "a change says one thing of a record"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class Change:
    """What one replica did at one moment; all of it or nothing.

    Attributes:
        replica: where it was made.
        counter: its number there, from 1, without gaps. Both together name it for ever.
        author: whose it is.
        time: its hybrid time; later than that of everything seen.
        seen: what had been seen of other replicas. What the same replica made before it has
            always seen.
        edits: what it did, one edit a record; nothing, where it was refused and only its
            number is taken.
    """

    replica: ReplicaId
    counter: int = attrs.field(validator=attrs.validators.ge(1))
    author: str
    time: HybridTime
    seen: Seen
    edits: tuple[Edit, ...] = attrs.field(default=(), validator=_one_edit_a_record)
