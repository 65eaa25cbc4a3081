"""Users keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_users import UsersContract
from phantom_adapters.memory.repositories.identity_users import MemoryUsers
from phantom_adapters.sql.repositories.identity_users import SqlUsers


class TestUsers(UsersContract):
    adapters = (MemoryUsers, SqlUsers)
