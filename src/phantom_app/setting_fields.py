"""How a setting is declared: by the text of its default, which is read like any other value."""

from collections.abc import Callable
from typing import Any

import attrs

__all__ = ["setting"]


def setting(default: str, read: Callable[[str], Any], meaning: str, *, shown: bool = True) -> Any:
    """Declare a setting.

    Args:
        default: the text of its default; empty, where it is unset.
        read: makes the value of a text; raises ValueError with what is wrong.
        meaning: what it decides, as a sentence.
        shown: whether its value may be logged.
    """
    given = attrs.Factory(lambda: read(default)) if default else None
    metadata = {"default": default, "read": read, "meaning": meaning}
    return attrs.field(default=given, metadata=metadata, repr=shown)
