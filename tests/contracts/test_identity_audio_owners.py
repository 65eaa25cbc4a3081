"""Whose a recording is, identity learns from the recordings that are kept."""

from phantom_adapters.contracts.identity_audio_owners import AudioOwnersContract
from phantom_adapters.neighbours import KeptAudioOwners


class TestAudioOwners(AudioOwnersContract):
    adapters = (KeptAudioOwners,)
