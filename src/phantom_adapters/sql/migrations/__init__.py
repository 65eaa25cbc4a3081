"""Migrations: how a database comes to have the tables that this version of Phantom needs.

They ship with the package and run by themselves when a storage is opened. All of them run in one
transaction, which no second process can enter, so that a database is never half migrated.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InterfaceError, OperationalError

from phantom_adapters.memory import wall_clock
from phantom_adapters.sql.errors import Unreachable
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.tables.kernel import meta
from phantom_core.kernel import Unavailable, uuid7

__all__ = ["DatabaseNewer", "configuration", "migrate_database"]

_HERE: Final = Path(__file__).parent
_LOCK: Final = 0x7068616E746F6D  # "phantom"


class DatabaseNewer(Unavailable):
    """The database was migrated by a newer version of Phantom than this one."""

    rule = "database-newer"

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database stands at migration {revision}, which this version of Phantom does not "
            "know. Run the newer version, or restore a backup from before it."
        )


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, to work on a connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_HERE))
    return config


def migrate_database(database: Database) -> bool:
    """Bring a database to this version's state, and say whether there was anything to do.

    Raises: DatabaseNewer, Unavailable.
    """
    engine = database.engine()
    try:
        with _alone(engine) as connection:
            return _migrate(connection)
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(str(error.orig)) from error
    finally:
        engine.dispose()


def _migrate(connection: Connection) -> bool:
    config = configuration(connection)
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_heads()
    known = {revision.revision for revision in script.walk_revisions()}
    for revision in current:
        if revision not in known:
            raise DatabaseNewer(revision)
    if set(current) == set(script.get_heads()):
        return False
    command.upgrade(config, "heads")
    _check_references(connection)
    _name_epoch(connection)
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
