"""The folder in which Phantom keeps what it needs."""

from pathlib import Path

from phantom_app.settings import BadSetting, Settings

__all__ = ["data_folder"]


def data_folder(settings: Settings) -> Path:
    """The data folder, which only its owner may look into; it is made if need be.

    Raises: BadSetting, if it cannot be made, or is no folder.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting("PHANTOM_DATA_DIR or --data-dir", f"cannot be used: {error}") from error
    return folder
