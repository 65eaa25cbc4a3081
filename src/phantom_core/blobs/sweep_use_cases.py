"""Asking for a sweep, and reading what came of it."""

from typing import ClassVar, Final

import attrs

from phantom_core.blobs.sweep_ports import SweepRunsWork
from phantom_core.blobs.sweep_run import SweepRun, SweepRunId
from phantom_core.blobs.sweeping import SweepOutcome
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.jobs import Lease, Task
from phantom_core.kernel.paging import Page, PageRequest

__all__ = [
    "AskForSweep",
    "EndSweep",
    "GetSweep",
    "GiveUpSweep",
    "ListSweeps",
    "ReviveSweep",
    "RunSweep",
]

_KEPT: Final = 50
_BROKE_OFF: Final = "The sweep broke off; see the workers' log."


@attrs.frozen(kw_only=True)
class GiveUpSweep(Command[None]):
    """Say that a sweep came to no end. One that did stays as it is. Raises: NotFound."""

    access = Access.SYSTEM
    run_id: SweepRunId

    def run(self, work: SweepRunsWork) -> None:
        """Say it."""
        found = work.sweep_runs.get(self.run_id)
        if found.ended_at is None:
            over = attrs.evolve(found, ended_at=work.now, refusal=_BROKE_OFF)
            work.sweep_runs.put(over)


@attrs.frozen(kw_only=True)
class RunSweep(Task):
    """Sweep as somebody in office has asked."""

    name: ClassVar[str] = "blobs.sweep-all"
    run_id: SweepRunId

    def given_up(self, reason: str) -> GiveUpSweep:  # noqa: ARG002 - the log has more of it
        """The command that says so."""
        return GiveUpSweep(run_id=self.run_id)

    def awaited_again(self) -> "ReviveSweep":
        """The command that has it go on."""
        return ReviveSweep(run_id=self.run_id)


@attrs.frozen(kw_only=True)
class ReviveSweep(Command[bool]):
    """Await a sweep again that came to no end."""

    access = Access.SYSTEM
    run_id: SweepRunId

    def run(self, work: SweepRunsWork) -> bool:
        """Answer whether it is awaited; one that is forgotten is not."""
        try:
            found = work.sweep_runs.get(self.run_id)
        except NotFound:
            return False
        if found.outcome is not None:
            return False
        work.sweep_runs.put(attrs.evolve(found, ended_at=None, refusal=None))
        return True


@attrs.frozen(kw_only=True)
class AskForSweep(Command[SweepRun]):
    """Have a worker compare files and rows, and act on what it finds unless it is a dry run.

    The latest fifty are kept.
    """

    access = Access.ADMIN
    dry_run: bool = True

    def run(self, work: SweepRunsWork) -> SweepRun:
        """Answer the sweep, which waits."""
        sweep = SweepRun(
            id=SweepRunId(work.new_id()),
            asked_by=work.actor.person,
            asked_at=work.now,
            dry_run=self.dry_run,
        )
        work.sweep_runs.add(sweep)
        work.sweep_runs.forget_all_but(_KEPT)
        work.enqueue(RunSweep(run_id=sweep.id))
        return sweep


@attrs.frozen(kw_only=True)
class GetSweep(Query[SweepRun]):
    """Look at a sweep that was asked for. Raises: NotFound."""

    access = Access.ADMIN
    run_id: SweepRunId

    def run(self, work: SweepRunsWork) -> SweepRun:
        """Answer it."""
        return work.sweep_runs.get(self.run_id)


@attrs.frozen(kw_only=True)
class ListSweeps(Query[Page[SweepRun]]):
    """List the sweeps that were asked for, the latest first. Raises: Invalid."""

    access = Access.ADMIN
    page: PageRequest = PageRequest()

    def run(self, work: SweepRunsWork) -> Page[SweepRun]:
        """Answer a page of them."""
        return work.sweep_runs.page(self.page)


@attrs.frozen(kw_only=True)
class EndSweep(Command[None]):
    """Keep what came of a sweep, and be done with its job. Raises: NotFound; LeaseLost."""

    access = Access.SYSTEM
    lease: Lease
    run_id: SweepRunId
    outcome: SweepOutcome | None = None
    refusal: str | None = None

    def run(self, work: SweepRunsWork) -> None:
        """Keep it."""
        work.jobs.put(work.jobs.get(self.lease.job_id).held(self.lease).finish())
        found = work.sweep_runs.get(self.run_id)
        over = attrs.evolve(found, ended_at=work.now, outcome=self.outcome, refusal=self.refusal)
        work.sweep_runs.put(over)
