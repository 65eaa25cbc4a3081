"""PostgreSQL: how statements are written for it, and its errors in Phantom's words."""

from typing import Final

import psycopg
from sqlalchemy.dialects.postgresql.psycopg import dialect as postgres_dialect

from phantom_adapters.sql.errors import (
    ConnectionLost,
    Dangling,
    Overlong,
    RaceLost,
    Taken,
    Unreachable,
    unfit,
)
from phantom_adapters.sql.statement import Target
from phantom_adapters.sql.transaction import Driver

__all__ = ["POSTGRES", "PostgresDriver"]


class PostgresDriver(Driver):
    """What is particular to PostgreSQL."""

    def __init__(self) -> None:
        dialect = postgres_dialect(  # type: ignore[no-untyped-call]
            paramstyle="numeric_dollar"
        )
        self.name = dialect.name
        self.reading = Target(dialect, writing=False)
        self.writing = Target(dialect, writing=True)
        self.error = psycopg.Error

    def translated(self, error: Exception) -> Exception:
        """By the error's class, which is that of its SQLSTATE."""
        match error:
            case psycopg.errors.UniqueViolation():
                return Taken(error.diag.constraint_name or "")
            case psycopg.errors.ForeignKeyViolation():
                return Dangling()
            case psycopg.DataError():
                return unfit()
            case psycopg.OperationalError() | psycopg.errors.InsufficientPrivilege():
                return _operational(error)
            case _ if _tells_of_a_loss(error):
                return ConnectionLost(str(error))
            case _:
                return error


def _tells_of_a_loss(error: Exception) -> bool:
    # What libpq says by itself, of a server that fell silent, has no SQLSTATE and no class.
    by_itself = type(error) is psycopg.DatabaseError and error.sqlstate is None
    late = psycopg.errors.IdleInTransactionSessionTimeout
    return by_itself or isinstance(error, psycopg.InterfaceError | late)


def _operational(error: psycopg.Error) -> Exception:
    state = error.sqlstate or ""
    if state.startswith("40"):
        return RaceLost(str(error))
    if not state or state.startswith(("08", "57P")):
        return ConnectionLost(str(error))
    refusal = Overlong if isinstance(error, psycopg.errors.QueryCanceled) else Unreachable
    return refusal(str(error))


POSTGRES: Final = PostgresDriver()
"""The driver; it has no state."""
