"""Live delivery: the hub of a process, and the transport that connects processes."""

from phantom_adapters.transport.frames import Frame
from phantom_adapters.transport.goodbyes import by_turns
from phantom_adapters.transport.hub import Hub
from phantom_adapters.transport.in_process import InProcessTransport
from phantom_adapters.transport.outbox import Outbox, Wire
from phantom_adapters.transport.reader import Attention, End, Reader
from phantom_adapters.transport.settings import HubSettings, Pace
from phantom_adapters.transport.writer import Encode

__all__ = [
    "Attention",
    "Encode",
    "End",
    "Frame",
    "Hub",
    "HubSettings",
    "InProcessTransport",
    "Outbox",
    "Pace",
    "Reader",
    "Wire",
    "by_turns",
]
