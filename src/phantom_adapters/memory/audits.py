"""The part of the unit of work in memory by which the acts of those in office are noted."""

from phantom_adapters.audits import (
    TrailedAudioAudit,
    TrailedChatAudit,
    TrailedExportAudit,
    TrailedImageAudit,
    TrailedJobAudit,
    TrailedSetAudit,
)
from phantom_core.audio.ports import AudioAudit
from phantom_core.chat import ChatAudit
from phantom_core.identity import AuditTrail
from phantom_core.jobs import JobAudit
from phantom_core.media.images.ports import ImageAudit
from phantom_core.media.sets import SetAudit
from phantom_core.privacy.export_ports import ExportAudit

__all__ = ["AuditRepositories"]


class AuditRepositories:
    """What each context notes in the one trail, each as its port."""

    def _add_audits(self, trail: AuditTrail) -> None:
        self.audit_trail = trail
        self.audio_audit: AudioAudit = TrailedAudioAudit(trail)
        self.chat_audit: ChatAudit = TrailedChatAudit(trail)
        self.export_audit: ExportAudit = TrailedExportAudit(trail)
        self.image_audit: ImageAudit = TrailedImageAudit(trail)
        self.job_audit: JobAudit = TrailedJobAudit(trail)
        self.set_audit: SetAudit = TrailedSetAudit(trail)
