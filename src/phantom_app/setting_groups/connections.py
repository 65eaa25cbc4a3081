"""Settings: rate limits and the socket."""

from collections.abc import Mapping
from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting
from phantom_core.kernel import ByteCount
from phantom_core.limits import Allowance

__all__ = ["ConnectionSettings"]


@attrs.frozen(kw_only=True, slots=False)
class ConnectionSettings:
    """Rate limits and the socket."""

    allowances: Mapping[str, Allowance] = setting(
        "default",
        values.allowances,
        "`off`, `default`, or changes to it: `default,log-in=5/60` allows five log-ins a minute.",
    )
    sockets_per_person: int = setting(
        "20",
        values.count,
        "How many connections to the socket one person may hold, in all processes together; in "
        "each process, while no broker connects them.",
    )
    auth_within: timedelta = setting(
        "5", values.seconds, "Seconds that a new connection to the socket has to show a token."
    )
    renew_within: timedelta = setting(
        "30", values.seconds, "Seconds that it has to show a fresh one when its token has run out."
    )
    outbox_limit: ByteCount = setting(
        "512KiB",
        values.byte_count_from(64 * 2**10),
        "How much may wait for a slow reader before it loses a topic; 64 KiB at the least.",
    )
    outbox_patience: timedelta = setting(
        "3",
        values.seconds,
        "Seconds that a reader may take nothing before its connection is closed.",
    )
