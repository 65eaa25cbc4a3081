"""Conflicts of a project: which there are, and settling them."""

from typing import Annotated, Any

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, Payload
from phantom_app.http.studio.arrangement_payloads import ConflictPayload, conflict_of
from phantom_app.http.studio.payloads import project_id_of
from phantom_core.kernel import Id, NotFound
from phantom_core.studio import (
    AlreadySettled,
    Choice,
    ConflictId,
    ListConflicts,
    MayNot,
    ProjectOver,
    ResolveConflict,
)

__all__ = ["ConflictResolution", "conflicts", "resolve"]


class ConflictResolution(Payload):
    """Whose word shall stand: one's own, another's, or a `value`.

    Where some deleted what others edited, the value is `keep` or `delete`.
    """

    choice: Choice
    value: Any = None


@get("/api/projects/{project_id:str}/conflicts", refuses=[NotFound, ProjectOver])
async def conflicts(
    request: PhantomRequest,
    project_id: IdInPath,
    resolved: Annotated[  # noqa: FBT002 - a parameter of the query
        bool, QueryParameter(description="Those that are settled, and not those that are open.")
    ] = False,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[ConflictPayload]:
    """What is to be settled in a project, the newest first."""
    query = ListConflicts(
        project_id=project_id_of(project_id), resolved=resolved, page=page_at(limit, cursor)
    )
    return items_of(await request.caller.ask(query), conflict_of)


@post(
    "/api/conflicts/{conflict_id:str}/resolve",
    status_code=200,
    refuses=[NotFound, ProjectOver, MayNot, AlreadySettled],
)
async def resolve(
    request: PhantomRequest, conflict_id: IdInPath, data: JSONBody[ConflictResolution]
) -> ConflictPayload:
    """Settle a conflict."""
    command = ResolveConflict(
        conflict_id=ConflictId(Id(conflict_id)), choice=data.choice, value=data.value
    )
    return conflict_of(await request.caller.do(command))
