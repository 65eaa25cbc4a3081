"""Consents keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_consents import ConsentsContract
from phantom_adapters.memory.repositories.identity_consents import MemoryConsents
from phantom_adapters.sql.repositories.identity_consents import SqlConsents


class TestConsents(ConsentsContract):
    adapters = (MemoryConsents, SqlConsents)
