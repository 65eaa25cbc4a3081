"""Running migrations with Alembic."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

__all__ = ["configuration", "upgrade"]

_HERE: Final = Path(__file__).parent


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, to work on a connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_HERE))
    return config


def upgrade(connection: Connection) -> None:
    """Run all migrations that a database has not seen."""
    command.upgrade(configuration(connection), "heads")
