"""Tags keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.catalog_tags import TagsContract
from phantom_adapters.memory.repositories.catalog_tags import MemoryTags
from phantom_adapters.sql.repositories.catalog_tags import SqlTags


class TestTags(TagsContract):
    adapters = (MemoryTags, SqlTags)
