"""Objects in JSON: which fields they have, and how each is read."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from phantom_core.studio.midi.rules import Faults, Field

__all__ = ["Reader", "Shape", "base_64", "checked", "listed"]

Reader = Callable[[Any, str, Faults], Any]
"""Reads a value that stands at a path; what it answers for one with faults is not used."""


@attrs.frozen
class Shape:
    """An object.

    Attributes:
        needed: its fields that must be there.
        optional: those that may be.
        make: what becomes of them; it is only called where no fault was found.
    """

    make: Callable[..., Any]
    needed: Mapping[str, Reader]
    optional: Mapping[str, Reader] = attrs.field(factory=dict)

    def __call__(self, value: Any, path: str, faults: Faults) -> Any:
        """Read an object, as `Reader` says."""
        if not isinstance(value, dict):
            faults.add(path, "must be an object")
            return None
        before = len(faults)
        for name in self.needed:
            if name not in value:
                faults.add(f"{path}.{name}", "must be there")
        readers = {**self.needed, **self.optional}
        read = {}
        for name, each in value.items():
            if name in readers:
                read[name] = readers[name](each, f"{path}.{name}", faults)
            else:
                faults.add(f"{path}.{name}", "is not known here")
        return self.make(**read) if len(faults) == before else None


def checked(field: Field) -> Reader:
    """Read a value that obeys a rule, as it is."""

    def read(value: Any, path: str, faults: Faults) -> Any:
        faults.check(path, field, value)
        return value

    return read


def listed(reader: Reader) -> Reader:
    """Read a list."""

    def read(value: Any, path: str, faults: Faults) -> tuple[Any, ...]:
        if not isinstance(value, list):
            faults.add(path, "must be a list")
            return ()
        return tuple([reader(each, f"{path}[{place}]", faults) for place, each in enumerate(value)])

    return read


def base_64(value: Any, path: str, faults: Faults) -> bytes:
    """Read bytes in base 64."""
    try:
        return b64decode(value.encode(), validate=True)
    except (AttributeError, ValueError, binascii.Error):
        faults.add(path, "must be bytes in base 64")
        return b""
