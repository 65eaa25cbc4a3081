"""How long things are kept, for admins: what would go now, and having it go."""

from collections.abc import Sequence

from litestar import Router, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.payloads import InstantText, Payload, instant
from phantom_core.privacy import AskForRetention, PreviewRetention, RetentionLine, lives_of

__all__ = ["ROUTES", "RetentionPayload", "RetentionWish", "RulePayload", "retain"]


class RetentionWish(Payload):
    """Whether to let things go; it is only looked at, unless that is said to be false."""

    dry_run: bool = True


class RulePayload(Payload):
    """A rule, and what it lets go of now; without `keptDays` it lets nothing go, ever."""

    kind: str
    what: str
    kept_days: int | None = None
    count: int
    oldest_at: InstantText | None = None


class RetentionPayload(Payload):
    """All rules; what they let go of is gone soon, unless this was a dry run."""

    dry_run: bool
    rules: Sequence[RulePayload]


@post("/api/admin/retention", status_code=200)
async def retain(request: PhantomRequest, data: JSONBody[RetentionWish]) -> RetentionPayload:
    """Have a worker let go now of what was kept long enough, or look what that would be.

    It is done by itself every few minutes; asking for it is written down.
    """
    caller = request.caller
    lives = lives_of(caller.services.settings.retention)
    if data.dry_run:
        lines = await caller.ask(PreviewRetention(lives=lives))
    else:
        lines = await caller.do(AskForRetention(lives=lives))
    return RetentionPayload(dry_run=data.dry_run, rules=[_rule(line) for line in lines])


def _rule(line: RetentionLine) -> RulePayload:
    return RulePayload(
        kind=line.kind,
        what=line.what,
        kept_days=None if line.life is None else line.life.days,
        count=line.count,
        oldest_at=None if line.oldest_at is None else instant(line.oldest_at),
    )


ROUTES = (Router("/", tags=["Admin"], route_handlers=[retain]),)
"""What is served here."""
