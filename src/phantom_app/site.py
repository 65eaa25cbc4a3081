"""Where mailed links lead: never what a request says of itself, for its sender may lie.

Who writes mails need not be who listens. So a server keeps in the data folder where links lead,
and the workers on that folder take it from there.
"""

import secrets
from datetime import timedelta
from typing import Final

import anyio

from phantom_app.data_folder import data_folder
from phantom_app.settings import BadSetting, Settings

__all__ = ["SITE_AT_HOME", "await_site", "keep_site", "site_at", "site_of"]

SITE_AT_HOME: Final = "http://localhost:8000"
"""Where `phantom serve` listens, unless it is told otherwise."""

_FILE: Final = "site.url"
_LOOKS_EVERY: Final = 0.1


def site_at(settings: Settings, address: str) -> str:
    """Where a server's links lead: to the `address` at which it listens, if nothing is set."""
    return settings.app_url or settings.public_url or address


def site_of(settings: Settings) -> str | None:
    """Where the settings say that links lead, or else the server that was started last.

    Raises: BadSetting.
    """
    return settings.app_url or settings.public_url or _kept(settings)


def keep_site(settings: Settings, site: str) -> None:
    """Keep where links of this server lead. Raises: BadSetting."""
    folder = data_folder(settings)
    draft = folder / f"{_FILE}.{secrets.token_hex(4)}"
    draft.write_text(f"{site}\n")
    draft.replace(folder / _FILE)


async def await_site(settings: Settings, patience: timedelta) -> None:
    """Return as soon as it is known where links lead; a server may be starting just now.

    Raises: BadSetting, if it is not known in time.
    """
    with anyio.move_on_after(patience.total_seconds()):
        while site_of(settings) is None:  # noqa: ASYNC110 - it is another process that tells
            await anyio.sleep(_LOOKS_EVERY)
        return
    raise BadSetting(
        "PHANTOM_PUBLIC_URL",
        "must say where links in mails lead, "
        f"because no server has been started on the data folder {settings.data_dir} to tell",
    )


def _kept(settings: Settings) -> str | None:
    try:
        return (data_folder(settings) / _FILE).read_text().strip() or None
    except FileNotFoundError:
        return None
