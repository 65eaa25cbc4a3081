"""`phantom migrate`: the database, brought up to date."""

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["migrate"]


@click.command()
@with_settings
def migrate(settings: Settings) -> None:
    """Bring the database to what this version needs; `serve` does it by itself."""
    from phantom_adapters.sql import migrate as migrate_at
    from phantom_app.data_folder import data_folder
    from phantom_app.database import blaming_the_setting, database_url

    data_folder(settings)
    with blaming_the_setting(settings):
        changed = migrate_at(database_url(settings))
    click.echo("The database was brought up to date." if changed else "There was nothing to do.")
