"""Settings: the data folder and the database."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["PlaceSettings", "milliseconds", "standby_place"]

_LONGEST_MOMENT: Final = 10_000


def milliseconds(value: str) -> timedelta:
    """A short time. Raises: ValueError."""
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= _LONGEST_MOMENT:
        raise ValueError(f"must be a whole number of milliseconds, from 1 to {_LONGEST_MOMENT}")
    return timedelta(milliseconds=int(value))


def standby_place(value: str) -> str:
    """The URL of a standby, which only PostgreSQL has. Raises: ValueError; it never quotes it."""
    if not value.lower().startswith("postgres"):
        raise ValueError("must be postgresql://USER:PASSWORD@HOST:PORT/NAME, as libpq reads it")
    return values.database_place(value)


@attrs.frozen(kw_only=True, slots=False)
class PlaceSettings:
    """The data folder and the database."""

    data_dir: Path = setting(
        "phantom-data", values.path, "The folder that holds whatever is not kept elsewhere."
    )
    database_url: str | None = setting(
        "",
        values.database_place,
        "Where things are stored: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`; "
        "`phantom.db` in the data folder if unset.",
        shown=False,
    )
    database_patience: timedelta = setting(
        "1",
        values.seconds,
        "Seconds that PostgreSQL may not answer before all who wait for it are refused (503), and "
        "everybody else until it does.",
    )
    standby_url: str | None = setting(
        "",
        standby_place,
        "A standby of the PostgreSQL at `PHANTOM_DATABASE_URL`, or several, as libpq reads their "
        "URL, to answer people's questions: `postgresql://USER@HOST/NAME`.",
        shown=False,
    )
    standby_patience: timedelta = setting(
        "50",
        milliseconds,
        "Milliseconds, up to 10000, that a question waits for a standby to have all that was "
        "acknowledged before it, before `PHANTOM_DATABASE_URL` answers it.",
    )

    @property
    def storage_kind(self) -> str:
        """What kind of database it is, for people."""
        return "PostgreSQL" if self.shares_store else "SQLite"

    @property
    def shares_store(self) -> bool:
        """Whether other servers may work on the same database."""
        return (self.database_url or "").startswith("postgres")
