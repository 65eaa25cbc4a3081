"""Whether a PostgreSQL is still the one that was written to, with all that was written.

A standby that takes over may lack the last commits of which people were told, and the log would
give their numbers again. PostgreSQL begins a new timeline then. So beside the log's epoch stands of
which lineage it is: which cluster, which of its databases, on which timeline. Whoever connects
compares, and where it is another one, gives the log a new epoch before anything else is done.
"""

import logging
import secrets
from typing import Any, Final

import psycopg
from psycopg.errors import (
    FeatureNotSupported,
    InsufficientPrivilege,
    ObjectNotInPrerequisiteState,
    UndefinedFunction,
    UndefinedTable,
)

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.errors import STANDBY
from phantom_adapters.sql.fence import Fence, TakenOver
from phantom_core.kernel import uuid7

__all__ = ["LINEAGE", "keep_lineage"]

_LOG: Final = logging.getLogger(__name__)

LINEAGE: Final = """\
SELECT concat_ws('/', system_identifier,
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int)
FROM pg_control_system()"""
"""Which cluster a primary is, which of its databases, and on which timeline."""

_KEPT: Final = "SELECT value FROM meta WHERE name = 'lineage'"
_LOOK: Final = f"SELECT ({LINEAGE}), ({_KEPT})".encode()
_BEGIN: Final = b"INSERT INTO meta VALUES ('lineage', $1) ON CONFLICT DO NOTHING"
_RENEW: Final = b"""
    WITH other AS (
        UPDATE meta SET value = $1 WHERE name = 'lineage' AND value <> $1 RETURNING name
    )
    UPDATE meta SET value = $2 WHERE name = 'epoch' AND EXISTS (SELECT FROM other)"""
"""Of several that come at once, all but one wait for that one, and then find nothing to do."""

_SILENT: Final = (FeatureNotSupported, InsufficientPrivilege, UndefinedFunction)
"""What an operator has forbidden, or somebody else's PostgreSQL does not have."""


def keep_lineage(connection: "psycopg.Connection[Any]", fence: Fence) -> None:
    """Renew the log's epoch, if the database is not of the lineage that it was.

    Where a database does not tell, or has no tables yet, nothing is done.

    Raises: psycopg.Error; of a standby that has not taken over too, and of a primary that another
    one has taken over from, as far as the fence knows.
    """
    try:
        ((now, before),) = connection.execute(_LOOK).fetchall()
    except (*_SILENT, UndefinedTable):
        return
    except ObjectNotInPrerequisiteState as error:
        raise psycopg.OperationalError(STANDBY) from error
    _pass(fence, connection, now)
    if before is None:
        connection.execute(_BEGIN, [now])
    elif now != before:
        epoch = uuid7(wall_clock(), secrets.randbits(74))
        if connection.execute(_RENEW, [now, str(epoch)]).rowcount:
            _LOG.warning(
                "The database is of another lineage (%s) than it was (%s): it may lack what people "
                "were told, so the log begins a new epoch, and clients load their state anew.",
                now,
                before,
            )


def _pass(fence: Fence, connection: "psycopg.Connection[Any]", lineage: str) -> None:
    system, _, timeline = lineage.split("/")
    try:
        fence.admit(connection, system, int(timeline))
    except TakenOver as error:
        raise psycopg.OperationalError(str(error)) from error
