"""What becomes of exports: who has asked for one is told that it is ready, or will not come."""

from typing import Final

from phantom_core.kernel.performing import Reactions
from phantom_core.notifications import NotificationKind, Notify, Payload, Subject, SubjectKind
from phantom_core.privacy.export_events import ExportDone, ExportEvent, ExportFailed

__all__ = ["EXPORTS"]


def _export(event: ExportEvent) -> Notify:
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.EXPORT,
        key=f"export:{event.export_id}",
        part=event.export_id,
        payload=Payload(
            move=event.name.removeprefix("export."),
            subject=Subject(kind=SubjectKind.EXPORT, id=event.export_id),
        ),
    )


EXPORTS: Final[Reactions] = {ExportDone: (_export,), ExportFailed: (_export,)}
"""Event -> who is notified."""
