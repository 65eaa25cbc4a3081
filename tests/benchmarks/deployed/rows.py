"""How large the rows of what grows are in PostgreSQL."""

from collections.abc import Sequence
from typing import Final

import attrs
import psycopg
from psycopg import sql

__all__ = ["Rows", "events_so_far", "shares_of_events", "sizes_of_rows"]

_GROWING: Final = ("events", "chat_messages", "kept_changes", "notifications")
_SHARES: Final = """
    SELECT split_part(topic, ':', 1), count(*), sum(pg_column_size(events.*))
    FROM events GROUP BY 1 ORDER BY 2 DESC
"""


@attrs.frozen
class Rows:
    """Some rows, and the bytes that they take."""

    name: str
    count: int
    size: int


def sizes_of_rows(address: str) -> Sequence[Rows]:
    """Look at tables that only grow, packed anew: with their indexes, and what lies beside them."""
    with psycopg.connect(address, autocommit=True) as connection:
        return [_look(connection, table) for table in _GROWING]


def shares_of_events(address: str) -> Sequence[Rows]:
    """Look at the log by kinds of topics; here bytes are those of the rows alone."""
    with psycopg.connect(address) as connection:
        return [Rows(*row) for row in connection.execute(_SHARES).fetchall()]


def events_so_far(address: str) -> int:
    """How long the log is."""
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT count(*) FROM events").fetchone()
        return int(found[0]) if found else 0


def _look(connection: psycopg.Connection, table: str) -> Rows:
    connection.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(table)))
    query = sql.SQL("SELECT count(*), pg_total_relation_size({}) FROM {}")
    found = connection.execute(query.format(sql.Literal(table), sql.Identifier(table))).fetchone()
    assert found is not None
    return Rows(table, *found)
