"""Where sweeps that were asked for are kept."""

from typing import Protocol

from phantom_core.blobs.sweep_run import SweepRun, SweepRunId
from phantom_core.kernel.paging import Page, PageRequest
from phantom_core.kernel.work import Work

__all__ = ["SweepRuns", "SweepRunsWork"]


class SweepRuns(Protocol):
    """Sweeps that were asked for."""

    def add(self, run: SweepRun) -> None:
        """Store a new one. Raises: Conflict, if its id is in use."""

    def get(self, run_id: SweepRunId) -> SweepRun:
        """Find one, held until the transaction ends. Raises: NotFound."""

    def put(self, run: SweepRun) -> None:
        """Store one's new state. Raises: NotFound."""

    def page(self, page: PageRequest) -> Page[SweepRun]:
        """All of them, the latest first. Raises: Invalid, for a foreign cursor."""

    def forget_all_but(self, count: int) -> None:
        """Drop all but the latest `count`."""


class SweepRunsWork(Work, Protocol):
    """The unit of work of whoever asks for sweeps."""

    sweep_runs: SweepRuns
