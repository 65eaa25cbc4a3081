"""What is held about people is read alike: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.personal_records import PersonalRecordsContract
from phantom_adapters.memory.repositories.personal_records import MemoryPersonalRecords
from phantom_adapters.sql.repositories.personal_records import SqlPersonalRecords


class TestPersonalRecords(PersonalRecordsContract):
    adapters = (MemoryPersonalRecords, SqlPersonalRecords)
