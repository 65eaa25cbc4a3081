"""What stands in an arrangement: projects, stems, segments and notes, and the fields they have.

The names are those of the wire, for they are data: clients write them, and documents keep them.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

import attrs

from phantom_core.kernel import Invalid, Rule, line, matching
from phantom_core.studio.arrangement.values import (
    choice,
    flag,
    identifier,
    number,
    optional,
    small,
    structure,
    text,
    whole,
)
from phantom_core.studio.midi import LAST_TICK, frame_from_json
from phantom_core.studio.project import DESCRIPTION, NAME, TIME_SIGNATURE
from phantom_core.sync import OWNER, Value, is_order_key

__all__ = [
    "FARTHEST_MS",
    "FIELDS",
    "KIND",
    "Field",
    "Kind",
    "defaults_of",
    "faults_in",
    "note_fields",
]

KIND: Final = "kind"
"""The field that says what a record is; written when it is made, and never again."""

FARTHEST_MS: Final = 24 * 60 * 60 * 1000
"""Where an arrangement ends at the latest."""

_LAST_TRACK: Final = 0xFFFF_FFFF


class Kind(Enum):
    """What a record of an arrangement is."""

    PROJECT = "project"
    STEM = "stem"
    SEGMENT = "segment"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Field:
    """One field of a kind of record.

    Attributes:
        rule: what it may hold.
        required: whether it must be given when the record is made.
        default: what it holds otherwise.
        fixed: whether it stays as it was made.
    """

    rule: Rule
    required: bool = False
    default: Value = None
    fixed: bool = False


def _meter(value: Any) -> Iterator[tuple[str, str]]:
    two = isinstance(value, list | tuple) and len(value) == 2  # noqa: PLR2004 - beats, note
    if not two or any(isinstance(each, bool) or not isinstance(each, int) for each in value):
        yield "", "must be two whole numbers"
    else:
        yield from TIME_SIGNATURE((value[0], value[1]))


def _order(value: Any) -> Iterator[tuple[str, str]]:
    if not (isinstance(value, str) and len(value) <= _LONGEST_ORDER and is_order_key(value)):
        yield "", "must be a key of order; to move a stem, say `after`"


_LONGEST_ORDER: Final = 4096
_TEMPO: Final = number(20, 400)
_COLOR: Final = matching("#[0-9A-Fa-f]{6}", "must be a colour such as #3366ff")
_POSITION: Final = whole(0, FARTHEST_MS)
_AI: Final = structure(
    prompt=text(line(0, 4000)),
    model=text(line(0, 200)),
    generatedAt=text(line(0, 40)),
    parameters=small,
)
_AUDIO: Final = structure(
    audioFileId=identifier,
    originalFileName=text(line(1, 255)),
    durationMs=whole(0, FARTHEST_MS),
    sampleRate=whole(1, 1_000_000),
    channels=whole(1, 64),
    format=text(line(1, 16)),
)


def _frame(value: Any) -> Iterator[tuple[str, str]]:
    try:
        frame_from_json(value)
    except Invalid as error:
        for fault in error.faults:
            yield f".{fault.path}" if fault.path else "", fault.message


FIELDS: Final[Mapping[Kind, Mapping[str, Field]]] = {
    Kind.PROJECT: {
        "name": Field(rule=text(NAME), required=True),
        "description": Field(rule=optional(text(DESCRIPTION))),
        "tempo": Field(rule=_TEMPO, default=120.0),
        "timeSignature": Field(rule=_meter, default=[4, 4]),
        "lengthMs": Field(rule=_POSITION, default=0),
        "isPublic": Field(rule=flag, default=False),
    },
    Kind.STEM: {
        "name": Field(rule=text(line(1, 100)), required=True),
        "color": Field(rule=text(_COLOR), default="#808080"),
        "volume": Field(rule=number(0, 1), default=1.0),
        "pan": Field(rule=number(-1, 1), default=0.0),
        "isMuted": Field(rule=flag, default=False),
        "isSoloed": Field(rule=flag, default=False),
        "instrumentType": Field(rule=optional(text(line(1, 64)))),
        "midiChannel": Field(rule=optional(whole(0, 15))),
        "group": Field(rule=optional(identifier)),
        "order": Field(rule=_order, required=True),
    },
    Kind.SEGMENT: {
        "type": Field(rule=choice("midi", "audio"), required=True, fixed=True),
        "name": Field(rule=text(line(0, 100)), default=""),
        "startMs": Field(rule=_POSITION, required=True),
        "endMs": Field(rule=_POSITION, required=True),
        "volume": Field(rule=number(0, 1), default=1.0),
        "fadeInMs": Field(rule=optional(_POSITION)),
        "fadeOutMs": Field(rule=optional(_POSITION)),
        "aiMetadata": Field(rule=optional(_AI)),
        "audio": Field(rule=optional(_AUDIO)),
        "frame": Field(rule=optional(_frame)),
    },
    Kind.NOTE: {
        "track": Field(rule=whole(0, _LAST_TRACK), default=0),
        "channel": Field(rule=whole(0, 15), default=0),
        "pitch": Field(rule=whole(0, 127), required=True),
        "start": Field(rule=whole(0, LAST_TICK), required=True),
        "duration": Field(rule=whole(0, LAST_TICK), required=True),
        "velocity": Field(rule=whole(1, 127), default=64),
    },
}
"""The fields of each kind of record, by name."""

_RESERVED: Final = {KIND, OWNER}


def defaults_of(kind: Kind) -> Mapping[str, Value]:
    """What the fields of a new record hold that are not given."""
    return {name: field.default for name, field in FIELDS[kind].items() if not field.required}


def note_fields(written: Mapping[str, Value]) -> Mapping[str, Value]:
    """What all fields of a note hold, given those that were written."""
    return {name: written.get(name, field.default) for name, field in FIELDS[Kind.NOTE].items()}


def faults_in(
    kind: Kind, fields: Mapping[str, Value], *, creating: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with the fields that are written to a record, each by its path.

    Args:
        kind: what the record is.
        fields: what they shall hold.
        creating: whether the record is made by it.
    """
    known = FIELDS[kind]
    for name, value in fields.items():
        if name not in _RESERVED:
            yield from _faults_of(kind, name, value, creating=creating)
    if creating:
        for name, field in known.items():
            if field.required and name not in fields:
                yield name, "is required"
    start, end = fields.get("startMs"), fields.get("endMs")
    if isinstance(start, int) and isinstance(end, int) and start >= end:
        yield "endMs", "must be after startMs"


def _faults_of(kind: Kind, name: str, value: Value, *, creating: bool) -> Iterator[tuple[str, str]]:
    field = FIELDS[kind].get(name)
    if field is None:
        yield name, f"is no field of a {kind.value}"
    elif field.fixed and not creating:
        yield name, f"stays as the {kind.value} was made"
    else:
        for inside, message in field.rule(value):
            yield f"{name}{inside}", message
