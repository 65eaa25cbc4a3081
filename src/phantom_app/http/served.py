"""The server that a request was sent to, which travels with it.

Routes are the same for all servers of a process, and are made once: making them takes a tenth of
a second. What differs from server to server is here.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from phantom_app.http.callers import KeysInUse
from phantom_app.services import Services

if TYPE_CHECKING:
    from phantom_app.socket import Sockets

__all__ = ["SERVED", "Served", "served"]

SERVED: Final = "phantom.served"
"""Where it stands in the state of a request's scope."""


@attrs.frozen(kw_only=True)
class Served:
    """One server.

    Attributes:
        services: what was composed.
        sockets: all connections that are live.
        keys_in_use: the idempotency keys of requests that run now.
    """

    services: Services
    sockets: "Sockets"
    keys_in_use: KeysInUse = attrs.field(factory=KeysInUse)


def served(scope: Mapping[str, Any]) -> Served:
    """The server that a request was sent to."""
    return cast("Served", scope["state"][SERVED])
