"""Where things are stored, as the settings have it."""

from phantom_adapters.sql import open_storage
from phantom_app.data_folder import data_folder
from phantom_app.settings import BadSetting, Settings
from phantom_core.kernel import Storage

__all__ = ["chosen_storage", "database_url"]


def chosen_storage(settings: Settings, *, serving: bool) -> Storage:
    """Open the storage that the settings name; with its standby only where people are served.

    Raises: BadSetting, Unavailable.
    """
    data_folder(settings)
    try:
        return open_storage(
            database_url(settings),
            patience=settings.database_patience.total_seconds(),
            standby=settings.standby_url if serving else None,
            standby_patience=settings.standby_patience.total_seconds(),
        )
    except ValueError as error:
        raise BadSetting("PHANTOM_DATABASE_URL", str(error)) from error


def database_url(settings: Settings) -> str:
    """The URL of the database: by default a file in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data_dir.absolute() / 'phantom.db'}"
