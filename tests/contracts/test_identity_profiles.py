"""Profiles keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_profiles import ProfilesContract
from phantom_adapters.memory.repositories.identity_profiles import MemoryProfiles
from phantom_adapters.sql.repositories.identity_profiles import SqlProfiles


class TestProfiles(ProfilesContract):
    adapters = (MemoryProfiles, SqlProfiles)
