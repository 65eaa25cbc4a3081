"""People keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_people import PeopleContract
from phantom_adapters.memory.repositories.identity_people import MemoryPeople
from phantom_adapters.sql.repositories.identity_people import SqlPeople


class TestPeople(PeopleContract):
    adapters = (MemoryPeople, SqlPeople)
