"""Sweeps that were asked for, in memory."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.blobs.sweep_ports import SweepRuns
from phantom_core.blobs.sweep_run import SweepRun, SweepRunId, run_before, run_cursor
from phantom_core.kernel import Page, PageRequest

__all__ = ["MemorySweepRuns"]


class MemorySweepRuns(SweepRuns):
    """Sweeps by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[SweepRunId, SweepRun] = MemoryRows(
            journal, "sweep", attrgetter("id"), name="sweep_runs"
        )

    def add(self, run: SweepRun) -> None:
        """Store a new one."""
        self._rows.add(run)

    def get(self, run_id: SweepRunId) -> SweepRun:
        """Find one, or refuse."""
        return self._rows.get(run_id)

    def put(self, run: SweepRun) -> None:
        """Store one's new state."""
        self._rows.put(run)

    def page(self, page: PageRequest) -> Page[SweepRun]:
        """All of them, the latest first."""
        before = run_before(page)
        rows = [run for run in self._latest_first() if before is None or run.id < before]
        return Page.of(rows, page.limit, run_cursor)

    def forget_all_but(self, count: int) -> None:
        """Drop the older ones."""
        for run in self._latest_first()[count:]:
            self._rows.remove(run.id)

    def _latest_first(self) -> list[SweepRun]:
        return sorted(self._rows, key=attrgetter("id"), reverse=True)
