"""Credentials keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_credentials import CredentialsContract
from phantom_adapters.memory.repositories.identity_credentials import MemoryCredentials
from phantom_adapters.sql.repositories.identity_credentials import SqlCredentials


class TestCredentials(CredentialsContract):
    adapters = (MemoryCredentials, SqlCredentials)
