"""Sweeps that were asked for are kept alike: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.sweep_runs import SweepRunsContract
from phantom_adapters.memory.repositories.sweep_runs import MemorySweepRuns
from phantom_adapters.sql.repositories.sweep_runs import SqlSweepRuns


class TestSweepRuns(SweepRunsContract):
    adapters = (MemorySweepRuns, SqlSweepRuns)
