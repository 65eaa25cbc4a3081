"""The past of a project: its named versions, and going back."""

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.problems import naming
from phantom_app.http.studio.arrangement_payloads import entity_id_of
from phantom_app.http.studio.change_payloads import (
    ChangePayload,
    CounterNumber,
    counters_of,
    standing_of,
)
from phantom_app.http.studio.payloads import project_id_of
from phantom_app.http.studio.version_payloads import NamedVersionPayload, named_version_of
from phantom_core.kernel import NotFound
from phantom_core.studio import (
    EntityGone,
    ListVersions,
    MayNot,
    NameTaken,
    NameVersion,
    NotThereThen,
    PointForgotten,
    ProjectOver,
    RollBack,
    standing_in,
)

__all__ = ["NewVersion", "RolledBack", "WayBack", "name_version", "roll_back", "versions"]


class NewVersion(Payload):
    """What the project as it stands now is called."""

    name: str


class WayBack(Payload):
    """To where: to what stood after an event, or at a named version; all, or one thing."""

    to_seq: CounterNumber | None = None
    to_version_name: str | None = None
    entity_id: IdText | None = None


class RolledBack(Payload):
    """The changes by which it went back; none, where nothing was different."""

    changes: list[ChangePayload]
    vector: dict[str, int]
    done: Annotated[
        bool,
        msgspec.Meta(
            description="If false, it goes on in pieces; `project.reverted` tells its end."
        ),
    ]


@get("/{project_id:str}/versions", refuses=[NotFound, ProjectOver])
async def versions(
    request: PhantomRequest, project_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[NamedVersionPayload]:
    """The named versions of a project, the latest first."""
    query = ListVersions(project_id=project_id_of(project_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), named_version_of)


@post("/{project_id:str}/versions", refuses=[NotFound, ProjectOver, MayNot, NameTaken])
async def name_version(
    request: PhantomRequest, project_id: IdInPath, data: JSONBody[NewVersion]
) -> NamedVersionPayload:
    """Name the project as it stands now."""
    command = NameVersion(project_id=project_id_of(project_id), name=data.name)
    return named_version_of(await request.caller.do(command))


@post(
    "/{project_id:str}/rollback",
    status_code=200,
    refuses=[NotFound, ProjectOver, MayNot, EntityGone, NotThereThen, PointForgotten],
)
async def roll_back(
    request: PhantomRequest, project_id: IdInPath, data: JSONBody[WayBack]
) -> RolledBack:
    """Go back, by new changes: of the whole project, or of one stem or segment."""
    with naming(to_seq="toSeq"):
        command = RollBack(
            project_id=project_id_of(project_id),
            to_seq=data.to_seq,
            to_version=data.to_version_name,
            entity_id=None if data.entity_id is None else entity_id_of(data.entity_id),
        )
    caller = request.caller
    with caller.once():
        outcome = await caller.services.phantom.do(
            command, actor=caller.actor, idempotency_key=caller.key
        )
    stand = [standing_in(each) for each in outcome.events]
    return RolledBack(
        changes=[standing_of(each) for each in stand if each is not None],
        vector=counters_of(outcome.value.vector),
        done=outcome.value.done,
    )
