"""Projects: making, finding, looking at and deleting them, and being in one together."""

from functools import partial
from typing import Annotated, Any

from litestar import Response, delete, get, post
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.problems import naming
from phantom_app.http.studio.payloads import (
    ProjectPayload,
    project_answer,
    project_id_of,
    project_of,
)
from phantom_app.http.studio.session_payloads import ProjectSessionPayload, session_of
from phantom_core.kernel import ID_PATTERN, Bpm, Conflict, Id, NotFound, Outdated, UserId
from phantom_core.studio import (
    CreateProject,
    DeleteProject,
    GetProject,
    GetSession,
    ListProjects,
    ListProjectsOf,
    ListPublicProjects,
    MayNot,
    ProjectOver,
)

__all__ = ["NewProject", "PublicInQuery", "create", "find", "remove", "session", "show"]


PublicInQuery = Annotated[
    bool, QueryParameter(description="All public projects, and not only one's own.")
]
"""Whether public projects are asked for."""


class NewProject(Payload):
    """A project to make; a client may choose its id, and then make it again."""

    id: IdText | None = None
    name: str
    description: str | None = None
    tempo: float | None = None
    time_signature: tuple[int, int] = (4, 4)
    is_public: bool = False


@post("/", refuses=[Conflict, ProjectOver], allowance="project", response_headers=TAGGED)
async def create(request: PhantomRequest, data: JSONBody[NewProject]) -> Response[ProjectPayload]:
    """Make a project of one's own; with the same `id` and content again, it is the same one."""
    with naming(project_id="id"):
        command = CreateProject(
            project_id=None if data.id is None else project_id_of(data.id),
            name=data.name,
            description=data.description,
            tempo=None if data.tempo is None else Bpm(data.tempo),
            time_signature=data.time_signature,
            is_public=data.is_public,
        )
        return project_answer(await request.caller.do(command), status=201)


@get("/")
async def find(
    request: PhantomRequest,
    public: PublicInQuery = False,  # noqa: FBT002 - a parameter of the query
    user_id: Annotated[
        str | None,
        QueryParameter(name="userId", pattern=ID_PATTERN, description="Whose public projects."),
    ] = None,
    q: Annotated[str, QueryParameter(description="The beginning of a name or of a word.")] = "",
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[ProjectPayload]:
    """One's projects, own and shared, or all public ones, or somebody's public ones.

    Those come first that were opened last.
    """
    listing: Any = ListPublicProjects if public else ListProjects
    if user_id is not None:
        listing = partial(ListProjectsOf, user_id=UserId(Id(user_id)))
    with naming(query="q"):
        query = listing(query=q, page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), project_of)


@get("/{project_id:str}", refuses=[NotFound, ProjectOver], response_headers=TAGGED)
async def show(request: PhantomRequest, project_id: IdInPath) -> Response[ProjectPayload]:
    """A project; the tag begins with its version."""
    query = GetProject(project_id=project_id_of(project_id))
    return project_answer(await request.caller.ask(query))


@delete("/{project_id:str}", refuses=[NotFound, ProjectOver, MayNot, Outdated])
async def remove(request: PhantomRequest, project_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete a project, for everybody and for good, as its owner."""
    command = DeleteProject(
        project_id=project_id_of(project_id), version=expected_version(if_match)
    )
    with strictly(if_match):
        await request.caller.do(command)


@get("/{project_id:str}/session", refuses=[NotFound, ProjectOver])
async def session(request: PhantomRequest, project_id: IdInPath) -> ProjectSessionPayload:
    """Who is in a project now, without those whom one has blocked, and where its music stands."""
    view = await request.caller.ask(GetSession(project_id=project_id_of(project_id)))
    return session_of(view, request.caller.services.hub)
