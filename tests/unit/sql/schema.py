"""What tables a database has, and what stands between them and those of the code."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from phantom_adapters.sql.session import Database
from phantom_adapters.sql.tables import METADATA

__all__ = ["differences", "tables"]


def differences(database: Database) -> list[object]:
    """What stands between a database and the tables of the code."""
    with database.engine().connect() as connection:
        context = MigrationContext.configure(connection)
        return list(compare_metadata(context, METADATA))


def tables(database: Database) -> set[str]:
    """The names of all tables of a database."""
    return set(inspect(database.engine()).get_table_names())
