"""The unit of work over SQL: every repository of every context, over one transaction."""

from datetime import datetime

from phantom_adapters.sql.repositories.answers import SqlAnswers
from phantom_adapters.sql.repositories.event_log import SqlEventLog
from phantom_adapters.sql.repositories.jobs import SqlJobs
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Answers, EventLog, Invocation, Jobs, UnitOfWork
from phantom_core.registry import Registry

__all__ = ["SqlUnit"]


class SqlUnit(UnitOfWork):
    """One transaction's view of the database. A new repository is one line here."""

    def __init__(
        self, invocation: Invocation, now: datetime, tx: Transaction, registry: Registry
    ) -> None:
        super().__init__(invocation, now)
        self.log: EventLog = SqlEventLog(tx, registry)
        self.jobs: Jobs = SqlJobs(tx, registry)
        self.answers: Answers = SqlAnswers(tx)
