"""Files of text, a line at a time, however long the file is and whatever wrote it."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

__all__ = ["LONGEST_LINE", "Unreadable", "lines_of"]

LONGEST_LINE: Final = 256 * 1024
"""The most bytes of one line; a file with a longer one is no list of songs."""

_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(Exception):
    """A file goes no further than here.

    Attributes:
        line: where that is, from 1.
        reason: why, as a sentence.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def lines_of(file: BinaryIO) -> Iterator[str]:
    """The lines of a file, with their ends.

    A byte order mark is heeded. Without one, what is no UTF-8 is Latin-1, line by line.

    Raises: Unreadable.
    """
    mark = file.read(2)
    file.seek(0)
    if mark in _WIDE:
        yield from _wide_lines(io.TextIOWrapper(file, "utf-16", newline=""))
    else:
        yield from _narrow_lines(file)


def _narrow_lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        _expect_end(number, len(raw))
        yield _decoded(raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw)


def _wide_lines(file: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    try:
        while text := file.readline(LONGEST_LINE):
            number += 1
            _expect_end(number, len(text))
            yield text
    except UnicodeError:
        raise Unreadable(number + 1, "It is no UTF-16, though it begins like it.") from None
    finally:
        file.detach()


def _expect_end(number: int, length: int) -> None:
    if length >= LONGEST_LINE:
        raise Unreadable(number, f"The line has {LONGEST_LINE} bytes or more.")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
