"""Where things are stored, as the settings have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from phantom_adapters.sql import open_storage
from phantom_adapters.sql.errors import Unreachable
from phantom_app.data_folder import data_folder
from phantom_app.settings import BadSetting, Settings
from phantom_core.kernel import Storage

__all__ = ["blaming_the_setting", "chosen_storage", "database_url"]

_SETTING: Final = "PHANTOM_DATABASE_URL"


def chosen_storage(settings: Settings, *, serving: bool) -> Storage:
    """Open the storage that the settings name; with its standby only where people are served.

    Raises: BadSetting, Unavailable.
    """
    data_folder(settings)
    with blaming_the_setting(settings):
        return open_storage(
            database_url(settings),
            patience=settings.database_patience.total_seconds(),
            standby=settings.standby_url if serving else None,
            standby_patience=settings.standby_patience.total_seconds(),
        )


@contextmanager
def blaming_the_setting(settings: Settings) -> Iterator[None]:
    """Have whoever opens the database, and cannot, say by which setting it was named.

    Raises: BadSetting, Unavailable.
    """
    try:
        yield
    except ValueError as error:
        raise BadSetting(_SETTING, str(error)) from error
    except Unreachable as error:
        if settings.database_url is None:
            raise
        raise Unreachable(error.reason, f"{_SETTING}: {error.detail}") from error.__cause__


def database_url(settings: Settings) -> str:
    """The URL of the database: by default a file in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data_dir.absolute() / 'phantom.db'}"
