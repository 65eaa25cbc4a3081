"""What is told of exports, to those whose they are."""

from typing import ClassVar, Final

import attrs

from phantom_core.kernel import ByteCount, Event, Topic, UserId, topic
from phantom_core.privacy.data_export import DataExportId, ExportStage

__all__ = ["EVENTS", "ExportDone", "ExportEvent", "ExportFailed", "ExportProgress"]


@attrs.frozen(kw_only=True)
class ExportEvent(Event):
    """Something about one export."""

    user_id: UserId
    export_id: DataExportId

    @property
    def topic(self) -> Topic:
        """The topic of whose data it is."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class ExportProgress(ExportEvent):
    """How far an export has come, in steps of a tenth.

    Attributes:
        fraction: the share of the whole that is done, 0 to 1.
    """

    name: ClassVar[str] = "export.progress"
    stage: ExportStage
    fraction: float


@attrs.frozen(kw_only=True)
class ExportDone(ExportEvent):
    """An export is ready to be fetched."""

    name: ClassVar[str] = "export.done"
    size_bytes: ByteCount


@attrs.frozen(kw_only=True)
class ExportFailed(ExportEvent):
    """There will be no export, and why."""

    name: ClassVar[str] = "export.failed"
    reason: str


EVENTS: Final = (ExportProgress, ExportDone, ExportFailed)
"""All of them, for the registry."""
