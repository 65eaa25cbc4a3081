"""Stores of recordings keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.audio_files import AudioFilesContract
from phantom_adapters.memory.repositories.audio_files import MemoryAudioFiles
from phantom_adapters.sql.repositories.audio_files import SqlAudioFiles


class TestAudioFiles(AudioFilesContract):
    adapters = (MemoryAudioFiles, SqlAudioFiles)
