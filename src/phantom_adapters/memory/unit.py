"""The unit of work in memory: every repository of every context, over one journal."""

from datetime import datetime

from phantom_adapters.memory.kernel import MemoryAnswers, MemoryEventLog, MemoryJobs
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Answers, EventLog, Id, Invocation, Jobs, UnitOfWork
from phantom_core.registry import Registry

__all__ = ["MemoryRepositories", "MemoryUnit"]


class MemoryRepositories:
    """All repositories of one world, each as its port. A new one is one line here."""

    def __init__(self, journal: Journal, registry: Registry, epoch: Id) -> None:
        self.log: EventLog = MemoryEventLog(journal, registry, epoch)
        self.jobs: Jobs = MemoryJobs(journal, registry)
        self.answers: Answers = MemoryAnswers(journal)


class MemoryUnit(MemoryRepositories, UnitOfWork):
    """One transaction's view of a world in memory."""

    def __init__(
        self, invocation: Invocation, now: datetime, repositories: MemoryRepositories
    ) -> None:
        UnitOfWork.__init__(self, invocation, now)
        vars(self).update(vars(repositories))
