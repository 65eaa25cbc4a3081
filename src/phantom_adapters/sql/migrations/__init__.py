"""Migrations: how a database comes to have the tables that this version of Phantom needs.

They ship with the package and run by themselves when a storage is opened. All of them run in one
transaction, which no second process can enter, so that a database is never half migrated.

Alembic is loaded only when there is something to change: a new database is given its tables as the
code has them, and one that is up to date is left alone, so that a server starts quickly.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, inspect, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.errors import Unreachable
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.tables.kernel import meta
from phantom_core.kernel import Unavailable, uuid7

__all__ = ["REVISIONS", "DatabaseNewer", "migrate_database"]

REVISIONS: Final = sorted(path.stem for path in Path(__file__).parent.glob("versions/[0-9]*.py"))
"""The names of all migrations, in their order."""

_LOCK: Final = 0x7068616E746F6D  # "phantom"
_FORBIDDEN: Final = "42501"
_TO_BE_ALLOWED: Final = (
    "The database does not let its user do what this version needs: have the owner of its tables "
    "run `phantom migrate`, and give the user the rights to read and write them."
)


class DatabaseNewer(Unavailable):
    """The database was migrated by a newer version of Phantom than this one."""

    rule = "database-newer"

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database stands at migration {revision}, which this version of Phantom does not "
            "know. Run the newer version, or restore a backup from before it."
        )


def migrate_database(database: Database) -> bool:
    """Bring a database to this version's state, and say whether there was anything to do.

    Raises: DatabaseNewer, Unavailable.
    """
    engine = database.engine()
    try:
        with _alone(engine) as connection:
            return _migrate(connection)
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(str(error.orig)) from error.orig
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != _FORBIDDEN:
            raise
        raise Unreachable(str(error.orig), _TO_BE_ALLOWED) from error.orig
    finally:
        engine.dispose()


def _migrate(connection: Connection) -> bool:
    tables = inspect(connection).get_table_names()
    if not tables:
        _create(connection)
    elif not _upgrade(connection, dated="alembic_version" in tables):
        return False
    _name_epoch(connection)
    return True


def _create(connection: Connection) -> None:
    """Make all tables as the code has them; the tests hold migrations to the same."""
    METADATA.create_all(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    insertion = text("INSERT INTO alembic_version (version_num) VALUES (:revision)")
    connection.execute(insertion, {"revision": REVISIONS[-1]})


def _upgrade(connection: Connection, *, dated: bool) -> bool:
    """Run the migrations that are missing, and say whether there were any."""
    if dated:
        query = "SELECT version_num FROM alembic_version"
        standing = connection.exec_driver_sql(query).scalar()
        if standing == REVISIONS[-1]:
            return False
        if standing is not None and standing not in REVISIONS:
            raise DatabaseNewer(standing)
    from phantom_adapters.sql.migrations.upgrading import upgrade

    upgrade(connection)
    _check_references(connection)
    return True


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process's migration runs beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Tables are rebuilt in SQLite; no reference may be followed meanwhile.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield connection
        connection.commit()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            message = f"A migration has left references to rows that are not there: {broken[:10]}"
            raise AssertionError(message)


def _name_epoch(connection: Connection) -> None:
    """Give the log of a new database its id."""
    new = insert(meta).values(name="epoch", value=bindparam("epoch")).on_conflict_do_nothing()
    connection.execute(new, {"epoch": uuid7(wall_clock(), secrets.randbits(74))})
