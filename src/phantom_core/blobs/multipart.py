"""A blob that comes in parts, each under a URL of its own, in any order and as often as need be."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NewType

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.errors import Conflict, Fault, Invalid, NotFound
from phantom_core.kernel.quantities import ByteCount

__all__ = [
    "LARGEST_PART",
    "MOST_PARTS",
    "SMALLEST_PART",
    "MultipartId",
    "MultipartNotFound",
    "OpenMultipart",
    "Part",
    "PartRequest",
    "PartSizeMismatch",
    "PartTag",
    "PartToCome",
    "PartsMismatch",
    "expect_parts",
]

MultipartId = NewType("MultipartId", str)
"""A store's own name for a blob that comes in parts; opaque."""

MOST_PARTS: Final = 10_000
"""As many parts as any blob may have; they are numbered from 1."""

SMALLEST_PART: Final = ByteCount(5 * 1024**2)
"""The least that a part has, but for the last one."""

LARGEST_PART: Final = ByteCount(5 * 1024**3)
"""The most that a part has."""


class MultipartNotFound(NotFound):
    """No blob that comes in parts goes by this name; it may be whole already, or given up."""

    def __init__(self, upload_id: MultipartId) -> None:
        super().__init__("multipart upload", upload_id)


class PartsMismatch(Conflict):
    """The parts that were named are not those that have come; what has come stays as it is."""

    rule = "parts-mismatch"

    def __init__(self, detail: str = "The parts are not those that have come.") -> None:
        super().__init__(detail)


class PartSizeMismatch(Invalid):
    """A part has not as many bytes as its URL was made for; nothing of it is kept."""

    rule = "part-size-mismatch"

    def __init__(self, size: ByteCount) -> None:
        message = f"must have exactly {size} bytes, as its URL was made for"
        super().__init__(Fault("body", message))


def _is_number(_instance: object, _attribute: "attrs.Attribute[Any]", value: int) -> None:
    if not 1 <= value <= MOST_PARTS:
        raise Invalid(Fault("number", f"must be from 1 to {MOST_PARTS}"))


def _is_part_size(_instance: object, _attribute: "attrs.Attribute[Any]", value: ByteCount) -> None:
    if not 1 <= value <= LARGEST_PART:
        raise Invalid(Fault("size", f"must be from 1 to {LARGEST_PART} bytes"))


@attrs.frozen(kw_only=True)
class PartToCome:
    """A part that somebody will send.

    Attributes:
        number: its place, from 1 to `MOST_PARTS`.
        size: exactly how many bytes it has, 1 to `LARGEST_PART`.

    Raises: Invalid.
    """

    number: int = attrs.field(validator=_is_number)
    size: ByteCount = attrs.field(validator=_is_part_size)


@attrs.frozen(kw_only=True)
class PartRequest:
    """How a part is sent: PUT its bytes to the URL, with these headers.

    Attributes:
        number: which part.
        headers: names and values that must go with it.
    """

    number: int
    url: str
    headers: tuple[tuple[str, str], ...] = ()


@attrs.frozen(kw_only=True)
class Part:
    """A part that has come.

    Attributes:
        etag: the store's tag of its bytes, quoted, as the answer to its PUT told it.
    """

    number: int
    size: ByteCount
    etag: str


@attrs.frozen(kw_only=True)
class PartTag:
    """A part as its sender knows it.

    Attributes:
        etag: what the answer to its PUT told, with its quotes or without.
    """

    number: int
    etag: str


@attrs.frozen(kw_only=True)
class OpenMultipart:
    """A blob whose parts are still coming.

    Attributes:
        started_at: when it was opened; aware, in UTC.
    """

    key: BlobKey
    upload_id: MultipartId
    started_at: datetime


def expect_parts(named: Sequence[PartTag], come: Iterable[Part]) -> Sequence[Part]:
    """Find the parts that are named among those that have come.

    They are named by rising numbers, at least one of them, all that have come, and none but the
    last is smaller than `SMALLEST_PART`.

    Raises: PartsMismatch.
    """
    known = {part.number: part for part in come}
    if not named or any(a.number >= b.number for a, b in pairwise(named)):
        raise PartsMismatch("The parts are to be named by rising numbers, at least one of them.")
    found = [_found(tag, known) for tag in named]
    if left_out := known.keys() - {tag.number for tag in named}:
        raise PartsMismatch(f"Part {min(left_out)} has come, and is not named.")
    for part in found[:-1]:
        if part.size < SMALLEST_PART:
            raise PartsMismatch(f"Part {part.number} has fewer than {SMALLEST_PART} bytes.")
    return found


def _found(tag: PartTag, known: dict[int, Part]) -> Part:
    part = known.get(tag.number)
    if part is None:
        raise PartsMismatch(f"Part {tag.number} has not come.")
    if part.etag.strip('"') != tag.etag.strip('"'):
        raise PartsMismatch(f"Part {tag.number} came with another tag.")
    return part
