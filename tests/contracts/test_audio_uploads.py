"""Stores of uploads keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.audio_uploads import UploadsContract
from phantom_adapters.memory.repositories.audio_uploads import MemoryUploads
from phantom_adapters.sql.repositories.audio_uploads import SqlUploads


class TestUploads(UploadsContract):
    adapters = (MemoryUploads, SqlUploads)
