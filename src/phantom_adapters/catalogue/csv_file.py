"""Tables of songs: comma, semicolon, tab or bar between the columns, whose names come first."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from phantom_adapters.catalogue.columns import known, row_of
from phantom_adapters.catalogue.texts import Unreadable, lines_of
from phantom_core.catalog.importing import RefusedRow, Row

__all__ = ["read_csv"]

_DELIMITERS: Final = ",;\t|"
_NEEDED: Final = {"title", "artist"}


def read_csv(file: BinaryIO, name: str) -> Iterator[Row]:
    """The rows of a table. A row of another shape than the header's is refused by itself.

    Raises: Unreadable.
    """
    lines = lines_of(file)
    header, delimiter = _header(next(lines, ""))
    table = csv.reader(lines, delimiter=delimiter)
    while (cells := _next(table)) is not None:
        place = f"{name}:{table.line_num + 1}"
        if len(cells) > len(header):
            reason = f"has {len(cells)} columns, and the header has {len(header)}"
            yield RefusedRow(place=place, reason=reason)
        elif any(cell.strip() for cell in cells):
            yield row_of(place, dict(zip(header, cells, strict=False)))


def _header(line: str) -> tuple[Sequence[str], str]:
    """The names of the columns, and what stands between them. Raises: Unreadable."""
    readings = [(_cells(line, delimiter), delimiter) for delimiter in _DELIMITERS]
    header, delimiter = max(readings, key=lambda reading: len(_fields(reading[0])))
    if missing := sorted(_NEEDED - _fields(header)):
        raise Unreadable(1, f"The first line names no column for {' and '.join(missing)}.")
    return header, delimiter


def _cells(line: str, delimiter: str) -> Sequence[str]:
    return _next(csv.reader([line], delimiter=delimiter)) or []


def _fields(header: Sequence[str]) -> set[str]:
    return {field for column in header if (field := known(column)) is not None}


def _next(table: Any) -> Sequence[str] | None:
    """The next row of a reader; `None` at the end. Raises: Unreadable."""
    try:
        row: Sequence[str] | None = next(table, None)
    except csv.Error as error:
        raise Unreadable(table.line_num + 1, f"It is no table any more: {error}.") from None
    return row
