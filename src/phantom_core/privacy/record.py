"""What is held about a person: as storage reads it, and as it is handed to them."""

from collections.abc import Mapping
from typing import Any

import attrs

from phantom_core.blobs import BlobKey

__all__ = ["HeldRecord", "PersonalFile", "PersonalRecord", "Place"]

Place = tuple[str | int, ...]
"""Where a record stands among those of its kind: what they are sorted by, and told apart."""


@attrs.frozen(kw_only=True)
class HeldRecord:
    """A record as it is held.

    Attributes:
        place: where it stands.
        fields: its values by the names of the fields of its kind's class.
    """

    place: Place
    fields: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class PersonalFile:
    """A file that belongs to a record.

    Attributes:
        blob: its bytes.
        path: where it is put in an export, below `media/`.
        title: what people call it.
        size_bytes: how many bytes it has, where the record says so; else 0.
    """

    blob: BlobKey
    path: str
    title: str
    size_bytes: int = 0


@attrs.frozen(kw_only=True)
class PersonalRecord:
    """A record as it is handed to whom it is about.

    Attributes:
        place: where it stands.
        fields: what JSON can say, by names in camel case.
        files: the files that belong to it.
    """

    place: Place
    fields: Mapping[str, Any] = attrs.field(repr=False)
    files: tuple[PersonalFile, ...] = ()
