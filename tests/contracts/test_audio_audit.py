"""What is done with recordings in office, identity keeps with everything else done there."""

from phantom_adapters.audits import TrailedAudioAudit
from phantom_adapters.contracts.audio_audit import AudioAuditContract


class TestAudioAudit(AudioAuditContract):
    adapters = (TrailedAudioAudit,)
