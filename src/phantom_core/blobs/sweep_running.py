"""Doing, as a worker, a sweep that was asked for."""

from phantom_core.blobs.sweep_flows import Sweeper, inspect, sweep_all
from phantom_core.blobs.sweep_use_cases import EndSweep, GetSweep, RunSweep
from phantom_core.blobs.sweeping import EmptyLedger, TooManyStrays, WrongStore
from phantom_core.kernel.actor import SYSTEM
from phantom_core.kernel.jobs import Lease

__all__ = ["run_sweep"]


async def run_sweep(sweeper: Sweeper, lease: Lease, task: RunSweep) -> None:
    """Sweep, and keep what came of it; a refusal is told, and not tried again.

    Raises: Unavailable; NotFound, if nobody wants to know any more; LeaseLost.
    """
    asked = await sweeper.phantom.ask(GetSweep(run_id=task.run_id), actor=SYSTEM)
    try:
        outcome = await (inspect(sweeper) if asked.dry_run else sweep_all(sweeper))
    except (EmptyLedger, TooManyStrays, WrongStore) as refusal:
        end = EndSweep(lease=lease, run_id=task.run_id, refusal=refusal.detail)
    else:
        end = EndSweep(lease=lease, run_id=task.run_id, outcome=outcome)
    await sweeper.phantom.do(end, actor=SYSTEM)
