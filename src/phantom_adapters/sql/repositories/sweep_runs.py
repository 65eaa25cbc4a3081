"""Sweeps that were asked for, over SQL."""

from typing import Final

from sqlalchemy import bindparam, delete, select

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.blobs import sweep_runs
from phantom_adapters.sql.transaction import Transaction
from phantom_core.blobs.sweep_ports import SweepRuns
from phantom_core.blobs.sweep_run import SweepRun, SweepRunId, run_before, run_cursor
from phantom_core.kernel import Page, PageRequest

__all__ = ["SqlSweepRuns"]

_RUNS: Final = Rows(sweep_runs, SweepRun, noun="sweep")
_LATEST: Final = _RUNS.select.order_by(sweep_runs.c.id.desc()).limit(bindparam("limit"))
_FIRST: Final = Statement(_LATEST)
_FURTHER: Final = Statement(_LATEST.where(sweep_runs.c.id < bindparam("before")))
_KEPT: Final = select(sweep_runs.c.id).order_by(sweep_runs.c.id.desc()).limit(bindparam("count"))
_FORGET: Final = Statement(delete(sweep_runs).where(sweep_runs.c.id.not_in(_KEPT)))


class SqlSweepRuns(SweepRuns):
    """Sweeps in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, run: SweepRun) -> None:
        """Store a new one."""
        _RUNS.add(self._tx, run)

    def get(self, run_id: SweepRunId) -> SweepRun:
        """Find one, or refuse."""
        return _RUNS.get(self._tx, run_id)

    def put(self, run: SweepRun) -> None:
        """Store one's new state."""
        _RUNS.put(self._tx, run)

    def page(self, page: PageRequest) -> Page[SweepRun]:
        """All of them, the latest first."""
        before, limit = run_before(page), page.limit + 1
        if before is None:
            rows = _RUNS.all(self._tx, _FIRST, limit=limit)
        else:
            rows = _RUNS.all(self._tx, _FURTHER, limit=limit, before=before)
        return Page.of(rows, page.limit, run_cursor)

    def forget_all_but(self, count: int) -> None:
        """Drop the older ones."""
        self._tx.run(_FORGET, count=count)
