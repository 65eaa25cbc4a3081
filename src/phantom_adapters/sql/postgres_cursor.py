"""Prepared statements on a connection to PostgreSQL, by libpq itself."""

from collections.abc import Sequence
from itertools import count
from typing import Any, Final, cast

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

from phantom_adapters.sql.transaction import Cursor

__all__ = ["DONE", "Connection", "PostgresCursor"]

Connection = psycopg.Connection[Any]
"""A connection as the driver has it."""

_Types = tuple[int, ...]

_KEPT: Final = 1000
"""So many statements stay prepared on a connection: more than there are in the code."""

_UNTYPED: Final = 0

DONE: Final = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})
"""How a statement ends that did what it says."""


class PostgresCursor(Cursor):
    """Runs each statement prepared, in one call of libpq.

    When too many are prepared, the oldest is dropped; if it is still used, it is prepared again.

    psycopg's own cursor asks the same of the server, but sends, waits and reads in five calls. Each
    of them releases the interpreter and has to win it back from all other lanes, which takes more
    time than all else that psycopg does.

    Attributes:
        connection: what it runs on; values are adapted as is registered there.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._adapting = Transformer(connection)
        self._prepared: dict[tuple[str, _Types], bytes] = {}
        self._known: dict[str, _Types] = {}
        self._numbers = count()
        self._result: PGresult | None = None

    @property
    def rowcount(self) -> int:
        """How many rows the last statement found or touched."""
        return 0 if self._result is None else self._result.command_tuples or 0

    def execute(self, sql: str, arguments: Sequence[Any], /) -> None:
        """Run one statement. Raises: psycopg.Error."""
        adapting = self._adapting
        values = adapting.dump_sequence(arguments, [PyFormat.AUTO] * len(arguments))
        shape = (sql, self._typed(sql, adapting.types or ()))
        name = self._prepared.get(shape) or self._prepare(*shape)
        ask = self.connection.pgconn.exec_prepared
        # A null is `None`, whatever the driver's types say.
        self._result = _done(ask(name, cast("Any", values), adapting.formats, Format.BINARY))

    def fetchall(self) -> list[Any]:
        """Take all rows of the last statement's result."""
        result = self._result
        if result is None:
            return []
        self._adapting.set_pgresult(result)
        return self._adapting.load_rows(0, result.ntuples, tuple)

    def _typed(self, sql: str, types: _Types) -> _Types:
        """Give each null, which has no type, the type that was last seen in its place.

        Otherwise a statement would be prepared for every mixture of nulls and values.
        """
        if _UNTYPED not in types:
            return types
        known = self._known.get(sql, types)
        return tuple(one or other for one, other in zip(types, known, strict=True))

    def _prepare(self, sql: str, types: _Types) -> bytes:
        server = self.connection.pgconn
        if len(self._prepared) == _KEPT:
            first = next(iter(self._prepared))
            _done(server.exec_(b"DEALLOCATE " + self._prepared[first]))
            del self._prepared[first]
            self._known.pop(first[0], None)
        name = f"phantom_{next(self._numbers)}".encode()
        _done(server.prepare(name, sql.encode(), types))
        self._prepared[sql, types] = name
        self._known[sql] = types
        return name


def _done(result: PGresult) -> PGresult:
    if result.status not in DONE:
        raise error_from_result(result)
    return result
