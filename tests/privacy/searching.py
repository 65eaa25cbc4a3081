"""Looking for a text in everything that is kept: every column of every table, and every file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, select

__all__ = ["files_with", "rows_with", "tables"]


def tables(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of a database, whatever the tables are."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    known = MetaData()
    with engine.connect() as connection:
        known.reflect(connection)
        found = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in known.tables.items()
        }
    engine.dispose()
    return found


def rows_with(mark: str, url: str) -> list[str]:
    """Where in a database a text stands, in whatever case: table, column, and what is there."""
    return [
        f"{table}.{column}: {value!r}"
        for table, rows in tables(url).items()
        for row in rows
        for column, value in row.items()
        if mark in _read(value)
    ]


def _read(value: Any) -> str:
    raw = bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
    return raw.lower()


def files_with(mark: str, folder: Path) -> list[str]:
    """The files below a folder in whose bytes a text stands."""
    wanted = mark.encode()
    return [str(path) for path in _files(folder) if wanted in path.read_bytes().lower()]


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())
