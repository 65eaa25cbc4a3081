"""Settings: several servers."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["ServerSettings"]


@attrs.frozen(kw_only=True, slots=False)
class ServerSettings:
    """Several servers."""

    broker_url: str | None = setting(
        "",
        values.broker,
        "The Redis-compatible broker that connects several servers: "
        "`redis://:PASSWORD@HOST:6379/0`, or `rediss://` for TLS; one server needs none.",
        shown=False,
    )
    drain_spread: timedelta = setting(
        "5",
        values.seconds,
        "Seconds over which a server that is told to end (SIGTERM), or whose log has become "
        "another one, spreads the goodbyes to its sockets, so that clients do not all come back at "
        "once.",
    )
