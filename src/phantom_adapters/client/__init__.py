"""The Python client: whoever writes an app against a server uses it, and so do our own tests."""

from phantom_adapters.client.client import Client, connect
from phantom_adapters.client.clock import ClockEstimate, local_time, next_pings
from phantom_adapters.client.door import Token
from phantom_adapters.client.items import Event, Fresh, Item, Presence, Seen, Signal
from phantom_adapters.client.playback import position_at
from phantom_adapters.client.refusals import Disconnected, Refused, TurnedAway
from phantom_adapters.client.topic import Topic
from phantom_adapters.client.uploads import UploadProgress, upload_recording
from phantom_adapters.client.workspace import Workspace, workspace

__all__ = [
    "Client",
    "ClockEstimate",
    "Disconnected",
    "Event",
    "Fresh",
    "Item",
    "Presence",
    "Refused",
    "Seen",
    "Signal",
    "Token",
    "Topic",
    "TurnedAway",
    "UploadProgress",
    "Workspace",
    "connect",
    "local_time",
    "next_pings",
    "position_at",
    "upload_recording",
    "workspace",
]
