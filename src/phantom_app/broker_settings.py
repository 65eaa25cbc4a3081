"""What operators choose where several servers run."""

import re
from datetime import timedelta
from typing import Final

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["BrokerSettings", "milliseconds", "standby_place"]

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


@attrs.frozen(kw_only=True)
class BrokerSettings:
    """Choices about servers that come and go beside others."""

    broker_url: str | None = setting(
        "",
        values.broker,
        "The Redis-compatible broker that connects several servers: "
        "`redis://:PASSWORD@HOST:6379/0`, or `rediss://` for TLS; one server needs none.",
        shown=False,
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
    drain_spread: timedelta = setting(
        "5",
        values.seconds,
        "Seconds over which a server that is told to end (SIGTERM), or whose log has become "
        "another one, spreads the goodbyes to its sockets, so that clients do not all come back at "
        "once.",
    )
