"""Rules for fields, checked when a value is made: all broken ones are told at once.

A rule is a function that answers what is wrong with a value, as a sentence without its
subject, or `None`. `ruled(rule)` declares a field that obeys it; `Checked` is the base of
values that have such fields.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any, Final

import attrs

from phantom_core.kernel.errors import Fault, Invalid

__all__ = ["Checked", "Rule", "between", "each", "line", "matching", "prose", "ruled", "search_key"]

Rule = Callable[[Any], Iterator[tuple[str, str]]]
"""Yields (where inside the value, what is wrong); nothing for a value that is right."""

_RULE: Final = "phantom.rule"


def ruled(rule: Rule, *, default: Any = attrs.NOTHING, **options: Any) -> Any:
    """Declare a field that obeys a rule; an absent (`None`) optional value obeys every rule."""
    return attrs.field(metadata={_RULE: rule}, default=default, **options)


class Checked:
    """A value whose fields obey their rules from the moment it exists."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Check every ruled field. Raises: Invalid, with each fault's path."""
        kind: Any = type(self)
        faults = [
            Fault(name + inside, message)
            for name, rule in _rules(kind)
            if (value := getattr(self, name)) is not None
            for inside, message in rule(value)
        ]
        if faults:
            raise Invalid(*faults)


@cache
def _rules(kind: Any) -> tuple[tuple[str, Rule], ...]:
    return tuple(
        (field.name, field.metadata[_RULE])
        for field in attrs.fields(kind)
        if _RULE in field.metadata
    )


def line(shortest: int, longest: int) -> Rule:
    """One line of text: so many characters, none of them a control character."""
    return _text(shortest, longest, allowed="")


def prose(longest: int) -> Rule:
    """Text of several lines: at most so many characters, no controls but line ends and tabs."""
    return _text(0, longest, allowed="\n\t\r")


def _text(shortest: int, longest: int, *, allowed: str) -> Rule:
    def rule(value: str) -> Iterator[tuple[str, str]]:
        if not shortest <= len(value) <= longest:
            least = f"{shortest} to " if shortest else "at most "
            yield "", f"must have {least}{longest} characters, and has {len(value)}"
        elif shortest and not value.strip():
            yield "", "must not be blank"
        if any(unicodedata.category(c) in _UNWELCOME and c not in allowed for c in value):
            yield "", "must not contain control characters or lone surrogates"

    return rule


_UNWELCOME: Final = frozenset({"Cc", "Cs"})


def matching(pattern: str, explanation: str) -> Rule:
    """Text that matches a pattern from end to end; `explanation` says what is wanted."""
    compiled = re.compile(pattern)

    def rule(value: str) -> Iterator[tuple[str, str]]:
        if compiled.fullmatch(value) is None:
            yield "", explanation

    return rule


def between(lowest: float, highest: float) -> Rule:
    """A number within bounds, both included."""

    def rule(value: float) -> Iterator[tuple[str, str]]:
        if not lowest <= value <= highest:
            yield "", f"must be from {lowest} to {highest}, and is {value}"

    return rule


def each(rule: Rule, *, most: int) -> Rule:
    """A list of at most so many values, none twice, each obeying the rule."""

    def check(values: Collection[Any]) -> Iterator[tuple[str, str]]:
        if len(values) > most:
            yield "", f"must have at most {most} entries, and has {len(values)}"
        if len(set(values)) < len(values):
            yield "", "must not name the same twice"
        for index, value in enumerate(values):
            for inside, message in rule(value):
                yield f"[{index}]{inside}", message

    return check


def search_key(text: str) -> str:
    """Fold text for comparing and searching: NFKC, case folded, accents removed, spaces single."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(plain.split())
