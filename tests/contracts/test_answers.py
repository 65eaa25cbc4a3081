"""Every store of answers keeps the promises of its port: in memory, on SQLite, on PostgreSQL."""

from phantom_adapters.contracts.answers import AnswersContract
from phantom_adapters.memory.kernel import MemoryAnswers
from phantom_adapters.sql.repositories.answers import SqlAnswers


class TestAnswers(AnswersContract):
    adapters = (MemoryAnswers, SqlAnswers)
