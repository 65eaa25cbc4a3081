"""Lists of songs as JSON: `[...]`, or `{"songs": [...]}`; read entry by entry, never as a whole."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from phantom_adapters.catalogue.columns import row_of
from phantom_adapters.catalogue.texts import Unreadable
from phantom_core.catalog.importing import RefusedRow, Row

__all__ = ["read_json"]

_LISTS: Final = {"songs", "tracks"}
_PIECE: Final = 64 * 1024
_LONGEST_VALUE: Final = 256 * 1024
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_SHAPE: Final = 'It must be a list of songs, or an object with such a list as "songs".'


def read_json(file: BinaryIO, name: str) -> Iterator[Row]:
    """The songs of a list, each an object; what is none is refused by itself.

    Raises: Unreadable.
    """
    for line, value in _entries(_Text(file)):
        place = f"{name}:{line}"
        if isinstance(value, dict):
            yield row_of(place, value)
        else:
            yield RefusedRow(place=place, reason="must be an object")


class _Text:
    """A file of JSON, of which as much is held as the value needs that is read now."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        # What is no UTF-8 ends up in some text, and is refused there.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._json = json.JSONDecoder()
        self._held = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def peek(self) -> str:
        """The next character that is no blank; none at the end."""
        while True:
            self._pass(_blank_until(self._held, self._at))
            if self._at < len(self._held) or not self._more():
                return self._held[self._at : self._at + 1]

    def take(self, wanted: str) -> bool:
        """Go past a character, if it is the next."""
        found = self.peek() == wanted
        if found:
            self._at += 1
        return found

    def expect(self, wanted: str) -> None:
        """Go past a character. Raises: Unreadable, if another is the next."""
        if not self.take(wanted):
            raise Unreadable(self.line, f"It is no JSON: {wanted!r} should stand here.")

    def value(self) -> Any:
        """Go past a value. Raises: Unreadable."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                self._expect_more(f"It is no JSON: {error.msg}.")
            except (ValueError, RecursionError):
                raise Unreadable(self.line, "Too deep, or a number of too many digits.") from None
            else:
                # A number that touches the end of what is held may go on.
                if end == len(self._held) and self._more():
                    continue
                self._pass(end)
                return value

    def _expect_more(self, otherwise: str) -> None:
        if len(self._held) - self._at > _LONGEST_VALUE:
            raise Unreadable(self.line, f"One value has more than {_LONGEST_VALUE} characters.")
        if not self._more():
            raise Unreadable(self.line, otherwise)

    def _more(self) -> bool:
        """Hold some more; answers whether there was any."""
        if self._ended:
            return False
        raw = self._file.read(_PIECE)
        self._ended = not raw
        self._held = self._held[self._at :] + self._decoder.decode(raw, final=self._ended)
        self._at = 0
        return not self._ended

    def _pass(self, end: int) -> None:
        self.line += self._held.count("\n", self._at, end)
        self._at = end


def _blank_until(text: str, start: int) -> int:
    found = _BLANK.match(text, start)
    return found.end() if found else start


def _entries(text: _Text) -> Iterator[tuple[int, Any]]:
    """Each entry of the list, with the line that it begins on."""
    if text.take("["):
        yield from _items(text)
    elif text.take("{"):
        yield from _named(text)
    else:
        raise Unreadable(text.line, _SHAPE)
    if text.peek():
        raise Unreadable(text.line, "It is no JSON: something follows the end.")


def _named(text: _Text) -> Iterator[tuple[int, Any]]:
    found = False
    while text.peek() == '"':
        name = text.value()
        text.expect(":")
        if name in _LISTS:
            found = True
            text.expect("[")
            yield from _items(text)
        else:
            text.value()
        if not text.take(","):
            break
    text.expect("}")
    if not found:
        raise Unreadable(text.line, _SHAPE)


def _items(text: _Text) -> Iterator[tuple[int, Any]]:
    if text.take("]"):
        return
    while True:
        text.peek()
        yield text.line, text.value()
        if not text.take(","):
            break
    text.expect("]")
