"""A push service that reaches nobody, but can be looked at."""

from phantom_core.kernel import Unavailable
from phantom_core.notifications import Device, PushGateway, PushMessage, PushOutcome

__all__ = ["MemoryPushGateway"]


class MemoryPushGateway(PushGateway):
    """Keeps what it is given.

    Attributes:
        sent: devices with what they were told, the first first.
        gone: the tokens of devices that are known no longer.
        away: whether it cannot be reached.
    """

    def __init__(self) -> None:
        self.sent: list[tuple[Device, PushMessage]] = []
        self.gone: set[str] = set()
        self.away = False

    async def send(self, device: Device, message: PushMessage) -> PushOutcome:
        """Keep a message, unless it cannot be taken."""
        if self.away:
            raise Unavailable("The push service does not answer.")
        if device.token in self.gone:
            return PushOutcome.GONE
        self.sent.append((device, message))
        return PushOutcome.SENT
