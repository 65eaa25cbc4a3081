"""Lists of recordings keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.audio_library import AudioLibraryContract


class TestAudioLibrary(AudioLibraryContract):
    pass
