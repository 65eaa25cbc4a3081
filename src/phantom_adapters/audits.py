"""What those in office do, of whichever context, in the one trail that identity keeps."""

from datetime import datetime

from phantom_core.audio import AudioFile
from phantom_core.audio.ports import AudioAudit
from phantom_core.chat import ChatAudit, ChatRoom
from phantom_core.identity import AuditId, AuditRecord, AuditTrail
from phantom_core.jobs import JobAudit
from phantom_core.kernel import Id, Job, UserId
from phantom_core.media.images import Image
from phantom_core.media.images.ports import ImageAudit
from phantom_core.media.sets import SetAudit, SetId
from phantom_core.privacy.export_ports import ExportAudit

__all__ = [
    "TrailedAudioAudit",
    "TrailedChatAudit",
    "TrailedExportAudit",
    "TrailedImageAudit",
    "TrailedJobAudit",
    "TrailedSetAudit",
]


class _Trailed:
    """Adds to the trail."""

    def __init__(self, trail: AuditTrail) -> None:
        self._trail = trail

    def _add(
        self,
        record_id: Id,
        at: datetime,
        by: UserId | None,
        action: str,
        target: tuple[str, Id],
        of: str,
    ) -> None:
        kind, identifier = target
        record = AuditRecord(
            id=AuditId(record_id),
            at=at,
            actor_id=by,
            action=action,
            target_kind=kind,
            target_id=identifier,
            detail=of,
        )
        self._trail.add(record)


class TrailedAudioAudit(_Trailed, AudioAudit):
    """Notes what is done with recordings."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, file: AudioFile
    ) -> None:
        """Write an act down, and whose the recording was."""
        self._add(record_id, at, by, action, ("audio", file.id), f"of user {file.owner_id}")


class TrailedChatAudit(_Trailed, ChatAudit):
    """Notes what is done in chats."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, room: ChatRoom, detail: str
    ) -> None:
        """Write an act down."""
        self._add(record_id, at, by, action, ("chat", room.id), detail)


class TrailedImageAudit(_Trailed, ImageAudit):
    """Notes what is done with images."""

    def note(self, record_id: Id, *, at: datetime, by: UserId, action: str, image: Image) -> None:
        """Write an act down, and whose the image was."""
        self._add(record_id, at, by, action, ("image", image.id), f"of user {image.uploader_id}")


class TrailedSetAudit(_Trailed, SetAudit):
    """Notes what is done with sets of music."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, set_id: SetId, detail: str
    ) -> None:
        """Write an act down."""
        self._add(record_id, at, by, action, ("set", set_id), detail)


class TrailedExportAudit(_Trailed, ExportAudit):
    """Notes who took somebody's data away."""

    def note(self, record_id: Id, *, at: datetime, by: UserId | None, user_id: UserId) -> None:
        """Write it down."""
        self._add(record_id, at, by, "user.exported", ("user", user_id), "")


class TrailedJobAudit(_Trailed, JobAudit):
    """Notes what is done with jobs."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId | None, action: str, job: Job
    ) -> None:
        """Write an act down, and of which kind the job was."""
        self._add(record_id, at, by, action, ("job", job.id), job.name)
