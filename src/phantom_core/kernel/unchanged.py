"""The difference between leaving a field alone and setting it to nothing."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

__all__ = ["UNCHANGED", "Unchanged", "given"]


class Unchanged(Enum):
    """The type of `UNCHANGED`."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED
"""Stands in a partial change for every field that stays as it is."""


def given(**fields: Any) -> Mapping[str, Any]:
    """The fields that a partial change names."""
    return {name: value for name, value in fields.items() if value is not UNCHANGED}
