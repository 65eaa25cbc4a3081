"""Every store of jobs keeps the promises of its port: in memory, on SQLite, on PostgreSQL."""

from phantom_adapters.contracts.jobs import JobsContract
from phantom_adapters.contracts.jobs_waiting import WaitingJobsContract
from phantom_adapters.memory.kernel import MemoryJobs
from phantom_adapters.sql.repositories.jobs import SqlJobs


class TestJobs(JobsContract):
    adapters = (MemoryJobs, SqlJobs)


class TestWaitingJobs(WaitingJobsContract):
    adapters = (MemoryJobs, SqlJobs)
