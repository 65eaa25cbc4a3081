"""From a commit to everybody who listens."""

from collections.abc import Callable

from phantom_core.kernel.ports import Committed
from phantom_core.live.ports import Transport

__all__ = ["announcer"]


def announcer(transport: Transport) -> Callable[[Committed], None]:
    """An observer for `Phantom` that publishes each commit's events."""

    def announce(committed: Committed) -> None:
        if committed.events:
            transport.publish(committed.events)

    return announce
