"""What fields of MIDI content may be, and the faults of content that strangers wrote."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs

from phantom_core.kernel import Fault, line

__all__ = [
    "MOST_FAULTS",
    "Faults",
    "Field",
    "Flag",
    "Hex",
    "Name",
    "Text",
    "Whole",
    "Word",
    "name_rule",
]

MOST_FAULTS: Final = 100
"""How many faults are told one by one; the others are counted."""

Field = Callable[[Any], str | None]
"""What a field may be: says what is wrong with a value, without its subject; None if nothing is."""

_TOLD_BITS: Final = 64
_LONGEST: Final = 64
_LINE: Final = line(1, _LONGEST)


def name_rule(value: str) -> Iterator[tuple[str, str]]:
    """What a note may be called: a line of 1 to 64 characters; quick for what programs make."""
    if not (value.isalnum() and value.isascii() and len(value) <= _LONGEST):
        yield from _LINE(value)


class Faults:
    """The faults found so far, each with its path."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._untold = 0

    def add(self, path: str, message: str) -> None:
        """Note a fault."""
        if len(self._found) < MOST_FAULTS:
            self._found.append(Fault(path.removeprefix(".") or "content", message))
        else:
            self._untold += 1

    def check(self, path: str, field: Field, value: Any) -> bool:
        """Note what is wrong with a value; answers whether nothing is."""
        message = field(value)
        if message is not None:
            self.add(path, message)
        return message is None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found) + self._untold

    def __iter__(self) -> Iterator[Fault]:
        """Each, and how many there are beyond those that are told."""
        yield from self._found
        if self._untold:
            yield Fault("...", f"and {self._untold} faults more")


@attrs.frozen
class Whole:
    """A whole number within bounds, both included."""

    lowest: int
    highest: int

    def __call__(self, value: Any) -> str | None:
        """As `Field` says."""
        if type(value) is not int:
            return "must be a whole number"
        if self.lowest <= value <= self.highest:
            return None
        told = f", and is {value}" if value.bit_length() <= _TOLD_BITS else ""
        return f"must be from {self.lowest} to {self.highest}{told}"


@attrs.frozen
class Flag:
    """True or false."""

    def __call__(self, value: Any) -> str | None:
        """As `Field` says."""
        return None if isinstance(value, bool) else "must be true or false"


@attrs.frozen
class Text:
    """Any text that has bytes."""

    def __call__(self, value: Any) -> str | None:
        """As `Field` says."""
        if not isinstance(value, str):
            return "must be text"
        surrogate = not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)
        return "must not contain lone surrogates" if surrogate else None


@attrs.frozen
class Name:
    """What something goes by: a line of 1 to 64 characters."""

    def __call__(self, value: Any) -> str | None:
        """As `Field` says."""
        if not isinstance(value, str):
            return "must be text"
        return next((message for _, message in name_rule(value)), None)


@attrs.frozen
class Word:
    """One of a few words."""

    words: Sequence[Any]

    def __call__(self, value: Any) -> str | None:
        """As `Field` says."""
        known = any(type(value) is type(word) and value == word for word in self.words)
        return None if known else "must be " + " or ".join(map(repr, self.words))


@attrs.frozen
class Hex:
    """Bytes, as two hexadecimal digits each."""

    def __call__(self, value: Any) -> str | None:
        """As `Field` says."""
        try:
            bytes.fromhex(value)
        except (TypeError, ValueError):
            return "must be bytes as pairs of hexadecimal digits"
        return None
