"""Stores of reports keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.audio_reports import AudioReportsContract
from phantom_adapters.memory.repositories.audio_reports import MemoryAudioReports
from phantom_adapters.sql.repositories.audio_reports import SqlAudioReports


class TestAudioReports(AudioReportsContract):
    adapters = (MemoryAudioReports, SqlAudioReports)
