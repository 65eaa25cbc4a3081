"""Byte ranges of HTTP: from a `Range` header to the pieces that are sent (RFC 9110, 14)."""

import re
from typing import Final

import attrs

from phantom_core.kernel.quantities import ByteCount

__all__ = ["MAX_RANGES", "ByteRange", "select_ranges"]

MAX_RANGES: Final = 32
"""A header that asks for more pieces than this is ignored, as section 14.2 allows."""

_SPEC: Final = re.compile(r"([0-9]*)-([0-9]*)")
_DIGITS: Final = 19
_BEYOND: Final = 10**_DIGITS


@attrs.frozen
class ByteRange:
    """A piece of a blob that has at least one byte.

    Attributes:
        start: the position of its first byte.
        stop: the position after its last byte.
    """

    start: int
    stop: int = attrs.field()

    @stop.validator
    def _has_bytes(self, _attribute: "attrs.Attribute[int]", stop: int) -> None:
        if not 0 <= self.start < stop:
            raise ValueError("a range begins at 0 or later and has at least one byte")

    @property
    def length(self) -> ByteCount:
        """How many bytes it has."""
        return ByteCount(self.stop - self.start)

    def content_range(self, size: ByteCount) -> str:
        """Tell where it lies in a blob of `size` bytes, as the value of `Content-Range`."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


def select_ranges(header: str | None, size: ByteCount) -> tuple[ByteRange, ...] | None:
    """Choose the pieces of a blob of `size` bytes that a `Range` header asks for.

    Pieces that overlap or touch are made one; they stand in the order in which the header
    first names them, and those that lie outside the blob are left out.

    Returns:
        The pieces; none of them when the header is good but lies outside the blob (416); None
        when the whole blob is to be sent: no header, another unit, a malformed header, more
        than `MAX_RANGES` pieces, or the end of an empty blob.
    """
    specs = None if header is None else _parse(header)
    if specs is None:
        return None
    if size == 0 and any(_asks_for_end(spec) for spec in specs):
        return None
    found = [piece for spec in specs if (piece := _resolve(spec, size)) is not None]
    return _coalesce(found)


_Spec = tuple[int | None, int | None]


def _parse(header: str) -> list[_Spec] | None:
    unit, equals, listed = header.strip(" \t").partition("=")
    if not equals or unit.lower() != "bytes" or listed.count(",") >= MAX_RANGES:
        return None
    members = (member.strip(" \t") for member in listed.split(","))
    specs = [_parse_spec(member) for member in members if member]
    good = [spec for spec in specs if spec is not None]
    return good if good and len(good) == len(specs) else None


def _parse_spec(text: str) -> _Spec | None:
    match = _SPEC.fullmatch(text)
    if match is None:
        return None
    first, last = (_position(digits) for digits in match.groups())
    if first is None and last is None:
        return None
    return None if first is not None and last is not None and last < first else (first, last)


def _position(digits: str) -> int | None:
    """Read digits of any number; what no blob can reach is all the same."""
    if not digits:
        return None
    significant = digits.lstrip("0") or "0"
    return int(significant) if len(significant) <= _DIGITS else _BEYOND


def _asks_for_end(spec: _Spec) -> bool:
    first, last = spec
    return first is None and last != 0


def _resolve(spec: _Spec, size: ByteCount) -> ByteRange | None:
    first, last = spec
    if first is None:
        start, stop = max(0, size - (last or 0)), int(size)
    else:
        start, stop = first, int(size) if last is None else min(last + 1, size)
    return ByteRange(start, stop) if start < stop else None


def _coalesce(pieces: list[ByteRange]) -> tuple[ByteRange, ...]:
    merged: list[tuple[int, ByteRange]] = []
    for order, piece in sorted(enumerate(pieces), key=lambda item: item[1].start):
        if merged and piece.start <= merged[-1][1].stop:
            before, last = merged.pop()
            union = ByteRange(last.start, max(last.stop, piece.stop))
            merged.append((min(before, order), union))
        else:
            merged.append((order, piece))
    return tuple(piece for _, piece in sorted(merged, key=lambda item: item[0]))
