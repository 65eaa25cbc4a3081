"""What privacy needs is kept alike: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.aged_rows import AgedRowsContract
from phantom_adapters.contracts.erasures import ErasuresContract
from phantom_adapters.contracts.personal_rows import PersonalRowsContract
from phantom_adapters.memory.repositories.aged_rows import MemoryAgedRows
from phantom_adapters.memory.repositories.erasures import MemoryErasures
from phantom_adapters.memory.repositories.personal_rows import MemoryPersonalRows
from phantom_adapters.sql.repositories.aged_rows import SqlAgedRows
from phantom_adapters.sql.repositories.erasures import SqlErasures
from phantom_adapters.sql.repositories.personal_rows import SqlPersonalRows


class TestErasures(ErasuresContract):
    adapters = (MemoryErasures, SqlErasures)


class TestPersonalRows(PersonalRowsContract):
    adapters = (MemoryPersonalRows, SqlPersonalRows)


class TestAgedRows(AgedRowsContract):
    adapters = (MemoryAgedRows, SqlAgedRows)
