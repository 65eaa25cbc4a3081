"""JSON that clients say, as a value: equal, and shown alike, whatever the order of its names."""

import json
from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["Said", "said", "said_or_nothing"]


@attrs.frozen
class Said:
    """An object of JSON.

    Attributes:
        text: it, with its names in order.
    """

    text: str

    @property
    def value(self) -> dict[str, Any]:
        """It, to be kept or changed."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    def __bool__(self) -> bool:
        """Whether it has any names."""
        return self.text != "{}"


def said(value: "Mapping[str, Any] | Said") -> Said:
    """What a mapping says."""
    if isinstance(value, Said):
        return value
    return Said(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def said_or_nothing(value: "Mapping[str, Any] | Said | None") -> Said | None:
    """What a mapping says, if there is one."""
    return None if value is None else said(value)
