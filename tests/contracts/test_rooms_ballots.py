"""Ballots are kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.rooms_ballots import BallotsContract
from phantom_adapters.memory.repositories.rooms_ballots import MemoryBallots
from phantom_adapters.sql.repositories.rooms_ballots import SqlBallots


class TestBallots(BallotsContract):
    adapters = (MemoryBallots, SqlBallots)
