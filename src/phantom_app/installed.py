"""Whether there is an installation where the settings say."""

from phantom_adapters.sql.copying import SchemaBehind, looking_into
from phantom_app.database import database_url
from phantom_app.settings import BadSetting, Settings
from phantom_core.kernel import Conflict

__all__ = ["NoInstallation", "expect_installation"]


class NoInstallation(Conflict):
    """Nobody has begun an installation where the settings say, so it is not what was meant."""

    rule = "no-installation"

    def __init__(self, settings: Settings) -> None:
        super().__init__(f"{_looked_at(settings)} `phantom serve` would make a new one.")


def expect_installation(settings: Settings) -> None:
    """See to it that there is one; nothing is made. One of an older version is one.

    Raises: NoInstallation, DatabaseNewer, Unavailable; BadSetting.
    """
    try:
        with looking_into(database_url(settings)):
            pass
    except SchemaBehind as behind:
        if behind.revision is None:
            raise NoInstallation(settings) from None
    except ValueError as error:
        raise BadSetting("PHANTOM_DATABASE_URL", str(error)) from error


def _looked_at(settings: Settings) -> str:
    """What was looked at, and what names another; never the URL, which may hold a password."""
    if settings.database_url is not None:
        return (
            f"There is no installation of Phantom in the database ({settings.storage_kind}) that "
            "PHANTOM_DATABASE_URL names: it has none of Phantom's tables. Have that variable name "
            "the one that the server has."
        )
    folder = settings.data_dir.absolute()
    lacks = "phantom.db there has none of Phantom's tables"
    if not folder.is_dir():
        lacks = "there is no such folder"
    elif not (folder / "phantom.db").is_file():
        lacks = "it has no phantom.db"
    return (
        f"There is no installation of Phantom in {folder}: {lacks}. Name its folder by --data-dir "
        "or PHANTOM_DATA_DIR, and its database by PHANTOM_DATABASE_URL, as its server has them."
    )
