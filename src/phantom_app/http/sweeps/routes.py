"""Sweeps of the blob store, for admins: asked for here, done by a worker, read here again."""

from litestar import Response, Router, get, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant
from phantom_app.http.sweeps.payloads import OutcomePayload, outcome_of
from phantom_core.blobs.sweep_run import SweepRun, SweepRunId
from phantom_core.blobs.sweep_use_cases import AskForSweep, GetSweep, ListSweeps
from phantom_core.kernel import Id, NotFound

__all__ = ["ROUTES", "NewSweep", "SweepPayload", "SweepSummary", "ask", "listed", "one"]


class NewSweep(Payload):
    """What a sweep shall do: it only looks, unless that is said to be false."""

    dry_run: bool = True


class SweepSummary(Payload):
    """A sweep that was asked for; it has ended when there is an `endedAt`."""

    id: IdText
    asked_by: IdText
    asked_at: InstantText
    dry_run: bool
    ended_at: InstantText | None = None
    refusal: str | None = None


class SweepPayload(SweepSummary):
    """A sweep, with what came of it."""

    outcome: OutcomePayload | None = None


@post("", status_code=202)
async def ask(request: PhantomRequest, data: JSONBody[NewSweep]) -> Response[SweepPayload]:
    """Have a worker compare files and rows, and act on what it finds unless it is a dry run.

    Where most of the store, or of what it should hold, looks wrong, a sweep refuses to act.
    """
    made = await request.caller.do(AskForSweep(dry_run=data.dry_run))
    return Response(_whole(made), headers={"Location": f"/api/admin/sweep/{made.id}"})


@get("")
async def listed(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[SweepSummary]:
    """The sweeps that were asked for, the latest first; the latest fifty are kept."""
    found = await request.caller.ask(ListSweeps(page=page_at(limit, cursor)))
    return items_of(found, _summary)


@get("/{sweep_id:str}", refuses=[NotFound])
async def one(request: PhantomRequest, sweep_id: IdInPath) -> SweepPayload:
    """A sweep, with all that it found and did once it has ended."""
    return _whole(await request.caller.ask(GetSweep(run_id=SweepRunId(Id(sweep_id)))))


def _summary(run: SweepRun) -> SweepSummary:
    return SweepSummary(
        id=run.id,
        asked_by=run.asked_by,
        asked_at=instant(run.asked_at),
        dry_run=run.dry_run,
        ended_at=None if run.ended_at is None else instant(run.ended_at),
        refusal=run.refusal,
    )


def _whole(run: SweepRun) -> SweepPayload:
    return SweepPayload(
        id=run.id,
        asked_by=run.asked_by,
        asked_at=instant(run.asked_at),
        dry_run=run.dry_run,
        ended_at=None if run.ended_at is None else instant(run.ended_at),
        refusal=run.refusal,
        outcome=None if run.outcome is None else outcome_of(run.outcome),
    )


ROUTES = (Router("/api/admin/sweep", tags=["Admin"], route_handlers=[ask, listed, one]),)
"""What is served here."""
