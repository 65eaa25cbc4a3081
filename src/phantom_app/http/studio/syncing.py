"""Syncing: catching up with a project, and sending what one has made."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.gate import spend
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, Payload
from phantom_app.http.problems import Malformed, Problem, problem_of
from phantom_app.http.studio.arrangement_payloads import (
    ArrangementPayload,
    ConflictPayload,
    arrangement_of,
    conflict_of,
)
from phantom_app.http.studio.change_payloads import (
    ChangePayload,
    ReplicaText,
    counters_of,
    draft_of,
    problem_of_refusal,
    standing_of,
)
from phantom_app.http.studio.payloads import project_id_of
from phantom_app.limiting import editing
from phantom_core.kernel import Fault, NotFound, RateLimited, StoredEvent
from phantom_core.studio import (
    ConflictDetected,
    Draft,
    GetPackedSync,
    GetProject,
    GetSync,
    ListChanges,
    MayNot,
    ProjectOver,
    PushChanges,
    Pushed,
    RecallPush,
    Sync,
    standing_in,
)
from phantom_core.sync import ReplicaId

__all__ = [
    "PACKED",
    "Batch",
    "RejectedPayload",
    "SyncAnswer",
    "SyncPayload",
    "VectorText",
    "catch_up",
    "changes",
    "push",
    "sync_of",
    "vector_of",
]

PACKED: Final = "application/vnd.phantom.sync"
"""The media type of what `phantom_core.sync` packs."""

_LOOKING: Final = [NotFound, ProjectOver]

VectorText = Annotated[
    str | None,
    QueryParameter(
        max_length=16_000,
        pattern=r"^[A-Za-z0-9_.:,-]*$",
        description="What one knows: `replica:counter`, separated by commas.",
    ),
]
"""A vector in a query."""


class SyncPayload(Payload):
    """What one needs to know all of a project: the changes that one has not, or all that stands."""

    snapshot: ArrangementPayload | None = None
    changes: list[ChangePayload]
    vector: dict[str, int]
    seq: int


class Batch(Payload):
    """Changes of one replica, in their order.

    With `vector`, what one knew when the first of them was made, they need not say it themselves.
    """

    replica_id: ReplicaText
    changes: Annotated[list[Any], msgspec.Meta(max_length=1_000, description="Each a change.")]
    vector: dict[ReplicaText, int] | None = None


class RejectedPayload(Payload):
    """A change that was not applied, and why."""

    change_id: str | None
    problem: Problem


class SyncAnswer(Payload):
    """What became of a batch.

    `changes` are those of it that stand, and what the server mended; `conflicts` those that were
    opened by it.
    """

    accepted: list[str]
    rejected: list[RejectedPayload]
    conflicts: list[ConflictPayload]
    changes: list[ChangePayload]
    vector: dict[str, int]


@get("/{project_id:str}/sync", refuses=_LOOKING)
async def catch_up(
    request: PhantomRequest, project_id: IdInPath, vector: VectorText = None
) -> Response[Any]:
    """Catch up with a project: by changes, or without a vector, or too far back, as a whole.

    Who accepts `application/vnd.phantom.sync` gets it as the sync engine packs it.
    """
    known, wanted = vector_of(vector), project_id_of(project_id)
    if PACKED in request.headers.get("accept", ""):
        packed = await request.caller.ask(GetPackedSync(project_id=wanted, vector=known))
        headers = {"Phantom-Seq": str(packed.seq)}
        return Response(packed.body, media_type=PACKED, headers=headers)
    return Response(sync_of(await request.caller.ask(GetSync(project_id=wanted, vector=known))))


def vector_of(text: str | None) -> dict[ReplicaId, int] | None:
    """A vector out of a query. Raises: Malformed."""
    if not text:
        return None if text is None else {}
    vector: dict[ReplicaId, int] = {}
    for pair in text.split(","):
        replica, _, counter = pair.rpartition(":")
        if not replica or not counter.isdecimal() or len(counter) > 15:  # noqa: PLR2004 - 2**53
            raise Malformed(Fault("vector", "must be `replica:counter`, separated by commas"))
        vector[ReplicaId(replica)] = int(counter)
    return vector


def sync_of(sync: Sync) -> SyncPayload:
    """What one needs to know all."""
    return SyncPayload(
        snapshot=None if sync.whole is None else arrangement_of(sync.whole),
        changes=[standing_of(each) for each in sync.changes],
        vector=counters_of(sync.vector),
        seq=sync.seq,
    )


@post("/{project_id:str}/sync", status_code=200, refuses=[*_LOOKING, MayNot, RateLimited])
async def push(request: PhantomRequest, project_id: IdInPath, data: JSONBody[Batch]) -> SyncAnswer:
    """Send changes; each is applied or refused for itself. A batch may be sent again."""
    caller, wanted = request.caller, project_id_of(project_id)
    await spend(request, caller.services, *editing(caller.actor.person, wanted))
    if caller.key is None:  # a repetition is answered whatever they may do by now
        await caller.ask(GetProject(project_id=wanted))
    drafts, unread = await asyncio.to_thread(_read, data)
    with caller.once():
        outcome = await caller.services.phantom.do(
            PushChanges(project_id=wanted, changes=tuple(drafts)),
            actor=caller.actor,
            idempotency_key=caller.key,
        )
    pushed = outcome.value
    recalled = RecallPush(project_id=wanted, seq=pushed.seq, written=pushed.written)
    events = outcome.events or await caller.ask(recalled)
    return _answer(pushed, events, unread)


def _read(data: Batch) -> tuple[list[Draft], list[RejectedPayload]]:
    drafts: list[Draft] = []
    unread: list[RejectedPayload] = []
    seen = None if data.vector is None else {ReplicaId(k): v for k, v in data.vector.items()}
    for index, raw in enumerate(data.changes):
        draft = draft_of(raw, data.replica_id, seen)
        if draft is None:
            fault = Fault(f"changes[{index}]", "must be a change, with the counter of its replica")
            named = raw.get("changeId") if isinstance(raw, dict) else None
            problem = problem_of(Malformed(fault))
            unread.append(
                RejectedPayload(
                    change_id=named if isinstance(named, str) else None, problem=problem
                )
            )
        else:
            drafts.append(draft)
    return drafts, unread


def _answer(
    pushed: Pushed, events: Sequence[StoredEvent], unread: list[RejectedPayload]
) -> SyncAnswer:
    decided = pushed.decided
    stand = [each.stands for each in decided] + [standing_in(each) for each in events]
    opened = [
        each.event.conflict
        for each in events
        if isinstance(each.event, ConflictDetected) and each.event.told_to is None
    ]
    return SyncAnswer(
        accepted=[each.change_id for each in decided if each.refusal is None],
        rejected=[
            *(
                RejectedPayload(change_id=each.change_id, problem=problem_of_refusal(each.refusal))
                for each in decided
                if each.refusal is not None
            ),
            *unread,
        ],
        conflicts=[conflict_of(each) for each in opened],
        changes=[standing_of(each) for each in stand if each is not None],
        vector=counters_of(pushed.vector),
    )


@get("/{project_id:str}/changes", refuses=_LOOKING)
async def changes(
    request: PhantomRequest,
    project_id: IdInPath,
    after: Annotated[int, QueryParameter(ge=0, le=2**53 - 1, description="A `seq`, or 0.")] = 0,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[ChangePayload]:
    """The history of a project, in order."""
    page = page_at(limit, cursor)
    query = ListChanges(project_id=project_id_of(project_id), after=after, page=page)
    return items_of(await request.caller.ask(query), standing_of)
