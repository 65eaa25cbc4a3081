"""What payloads are made of: the base of all structs on the wire, and the types of their fields.

Names are camel case, unknown fields are refused, an optional field that is absent is left out.
Core values are never encoded as they stand: each payload is made from one, field by field.
"""

from datetime import datetime
from typing import Annotated, Any, Final, dataclass_transform

import msgspec
from litestar.params import PathParameter

from phantom_core.kernel import ID_PATTERN

__all__ = ["IdInPath", "IdText", "InstantText", "Nothing", "Payload", "VersionNumber", "instant"]

_ID_LENGTH: Final = 26
_LARGEST_VERSION: Final = 2**53 - 1


class _ByKeyword(msgspec.StructMeta):
    """Makes the fields of every payload keyword-only; msgspec hands that on to nobody."""

    def __new__(cls, name: str, bases: Any, namespace: Any, **options: Any) -> Any:
        return super().__new__(cls, name, bases, namespace, **{"kw_only": True, **options})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Payload(
    msgspec.Struct,
    metaclass=_ByKeyword,
    frozen=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """The base of all payloads."""


class Nothing(Payload):
    """What a request may say where nothing is to be said."""


IdText = Annotated[
    str,
    msgspec.Meta(
        pattern=ID_PATTERN,
        max_length=_ID_LENGTH,
        description="An id: 26 characters of Crockford's base 32.",
    ),
]
"""An id in a body."""

IdInPath = Annotated[str, PathParameter(pattern=ID_PATTERN, max_length=_ID_LENGTH)]
"""An id in a path: `{user_id:str}` and `user_id: IdInPath`."""

VersionNumber = Annotated[int, msgspec.Meta(ge=1, le=_LARGEST_VERSION)]
"""The version of an entity."""

InstantText = Annotated[
    str,
    msgspec.Meta(
        description="A time: RFC 3339, UTC, to the millisecond.",
        examples=["2026-01-31T12:00:00.000Z"],
        extra_json_schema={"format": "date-time"},
    ),
]
"""A time in an answer."""


def instant(moment: datetime) -> str:
    """Write a UTC time as the wire does: `2026-01-31T12:00:00.000Z`."""
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
