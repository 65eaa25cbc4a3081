"""What fields of MIDI content may be, and the faults of content that strangers wrote."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

import attrs

from phantom_core.kernel import Fault, Rule, line

__all__ = ["MOST_FAULTS", "NAME", "Faults", "Field", "Flag", "Hex", "Name", "Text", "Whole", "Word"]

MOST_FAULTS: Final = 100
"""How many faults are told one by one; the others are counted."""

_TOLD_BITS: Final = 64
_LONGEST: Final = 64
NAME: Final[Rule] = line(1, _LONGEST)
"""What a note may be called."""


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

    def check(self, path: str, field: "Field", value: Any) -> bool:
        """Note what is wrong with a value; answers whether nothing is."""
        message = field.fault(value)
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


class Field(Protocol):
    """What a field may be."""

    def fault(self, value: Any) -> str | None:
        """What is wrong with a value, as a sentence without its subject; None if nothing is."""


@attrs.frozen
class Whole:
    """A whole number within bounds, both included."""

    lowest: int
    highest: int

    def fault(self, value: Any) -> str | None:
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

    def fault(self, value: Any) -> str | None:
        """As `Field` says."""
        return None if isinstance(value, bool) else "must be true or false"


@attrs.frozen
class Text:
    """Any text that has bytes."""

    def fault(self, value: Any) -> str | None:
        """As `Field` says."""
        if not isinstance(value, str):
            return "must be text"
        surrogate = not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)
        return "must not contain lone surrogates" if surrogate else None


@attrs.frozen
class Name:
    """What something goes by: a line of 1 to 64 characters."""

    def fault(self, value: Any) -> str | None:
        """As `Field` says."""
        if not isinstance(value, str):
            return "must be text"
        if value.isascii() and value.isprintable() and len(value) <= _LONGEST and value.strip():
            return None
        return next((message for _, message in NAME(value)), None)


@attrs.frozen
class Word:
    """One of a few words."""

    words: Sequence[Any]

    def fault(self, value: Any) -> str | None:
        """As `Field` says."""
        known = any(type(value) is type(word) and value == word for word in self.words)
        return None if known else "must be " + " or ".join(map(repr, self.words))


@attrs.frozen
class Hex:
    """Bytes, as two hexadecimal digits each."""

    def fault(self, value: Any) -> str | None:
        """As `Field` says."""
        try:
            bytes.fromhex(value)
        except (TypeError, ValueError):
            return "must be bytes as pairs of hexadecimal digits"
        return None
