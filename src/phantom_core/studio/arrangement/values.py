"""Rules for what fields hold: plain JSON values, given by strangers."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from phantom_core.kernel import ID_PATTERN, Rule, is_id

__all__ = [
    "DEEPEST",
    "choice",
    "flag",
    "identifier",
    "number",
    "optional",
    "small",
    "structure",
    "text",
    "whole",
]

DEEPEST: Final = 16
"""How deep a value may be nested."""

_LARGEST: Final = 64 * 1024
_HERE: Final = ""


def text(rule: Rule) -> Rule:
    """Text that obeys a rule."""

    def check(value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield from rule(value)
        else:
            yield _HERE, "must be text"

    return check


def number(lowest: float, highest: float) -> Rule:
    """A number within bounds, both included."""

    def check(value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield _HERE, "must be a number"
        elif not (math.isfinite(value) and lowest <= value <= highest):
            yield _HERE, f"must be from {lowest} to {highest}, and is {value}"

    return check


def whole(lowest: int, highest: int) -> Rule:
    """A whole number within bounds, both included."""

    def check(value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield _HERE, "must be a whole number"
        elif not lowest <= value <= highest:
            yield _HERE, f"must be from {lowest} to {highest}, and is {value}"

    return check


def flag(value: Any) -> Iterator[tuple[str, str]]:
    """True or false."""
    if not isinstance(value, bool):
        yield _HERE, "must be true or false"


def identifier(value: Any) -> Iterator[tuple[str, str]]:
    """An id."""
    if not (isinstance(value, str) and is_id(value)):
        yield _HERE, f"must be an id, which matches {ID_PATTERN}"


def choice(*names: str) -> Rule:
    """One of a few names."""

    def check(value: Any) -> Iterator[tuple[str, str]]:
        if not (isinstance(value, str) and value in names):
            yield _HERE, f"must be one of: {', '.join(names)}"

    return check


def optional(rule: Rule) -> Rule:
    """Nothing, or what obeys a rule."""

    def check(value: Any) -> Iterator[tuple[str, str]]:
        if value is not None:
            yield from rule(value)

    return check


def structure(**fields: Rule) -> Rule:
    """An object with some of these fields and no others."""

    def check(value: Any) -> Iterator[tuple[str, str]]:
        if not isinstance(value, Mapping):
            yield _HERE, "must be an object"
            return
        for name, inside in value.items():
            if name not in fields:
                yield f".{name}", "is not a field that is known here"
            else:
                for path, message in fields[name](inside):
                    yield f".{name}{path}", message

    return check


def small(value: Any) -> Iterator[tuple[str, str]]:
    """Any JSON value that is neither long nor deep."""
    if _depth(value) > DEEPEST:
        yield _HERE, f"must not be nested deeper than {DEEPEST}"
    elif len(json.dumps(value)) > _LARGEST:
        yield _HERE, f"must have at most {_LARGEST} characters as JSON"


def _depth(value: Any) -> int:
    """How deep a value is nested, counted no further than needed, and without recursion."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        inside: list[Any] = []
        for each in level:
            if isinstance(each, Mapping):
                inside.extend(each.values())
            elif isinstance(each, list):
                inside.extend(each)
        level, depth = inside, depth + 1
    return depth - 1 if not level else depth
