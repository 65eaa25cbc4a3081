"""What is told of exports of one's data."""

from collections.abc import Mapping
from typing import Final

from phantom_app.http.payloads import IdText
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event
from phantom_core.privacy import export_events as exports

__all__ = [
    "EVENTS",
    "ExportData",
    "ExportDoneData",
    "ExportFailedData",
    "ExportProgressData",
]


class ExportData(EventPayload):
    """Something about one export."""

    export_id: IdText


class ExportProgressData(ExportData):
    """How far an export has come: 0 to 1; it begins anew if its worker was lost."""

    stage: str
    fraction: float


class ExportDoneData(ExportData):
    """An export can be fetched; ask for its URL."""

    size_bytes: int


class ExportFailedData(ExportData):
    """There will be no export, and why."""

    reason: str


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    exports.ExportProgress: ExportProgressData,
    exports.ExportDone: ExportDoneData,
    exports.ExportFailed: ExportFailedData,
}
"""What is told of each event."""
