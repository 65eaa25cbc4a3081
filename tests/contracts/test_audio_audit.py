"""What is done with recordings in office, identity keeps with everything else done there."""

from phantom_adapters.contracts.audio_audit import AudioAuditContract
from phantom_adapters.neighbours import TrailedAudioAudit


class TestAudioAudit(AudioAuditContract):
    adapters = (TrailedAudioAudit,)
