"""What a server has left behind of its rooms: their log, as the database has it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs
import psycopg

__all__ = ["Log", "Told", "instant", "log_on_postgres", "log_on_sqlite"]

_EVENTS: Final = (
    "SELECT topic, seq, {at}, name, data FROM events WHERE topic LIKE 'room:%' ORDER BY topic, seq"
)


@attrs.frozen
class Told:
    """One event of a room.

    Attributes:
        at: when it was stored, in ms since 1970.
        data: its facts, as they are stored.
    """

    seq: int
    at: int
    name: str
    data: Mapping[str, Any]

    @property
    def happened_at(self) -> int:
        """When it happened, in ms since 1970."""
        return instant(self.data["happened_at"])


Log = Mapping[str, Sequence[Told]]
"""The events of each room, in order."""


def log_on_sqlite(database: Path) -> Log:
    """Read it from SQLite."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(_EVENTS.format(at="at"))
        return _by_room((*row[:-1], json.loads(row[-1])) for row in rows)


def log_on_postgres(url: str) -> Log:
    """Read it from PostgreSQL."""
    at = "(extract(epoch FROM at) * 1000)::bigint"
    with psycopg.connect(url) as connection:
        return _by_room(connection.execute(_EVENTS.format(at=at)))


def instant(text: str) -> int:
    """A time as ms since 1970."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def _by_room(rows: Iterable[Any]) -> Log:
    rooms: dict[str, list[Told]] = {}
    for topic, *told in rows:
        rooms.setdefault(topic.removeprefix("room:"), []).append(Told(*told))
    return rooms
