"""Stems and segments, and the project's own fields, by single calls."""

from typing import Annotated

from litestar import Response, delete, get, patch, post, put
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath
from phantom_app.http.studio.arrangement_payloads import (
    SegmentPayload,
    StemPayload,
    entity_id_of,
    segment_answer,
    segment_of,
    stem_answer,
    stem_of,
)
from phantom_app.http.studio.entity_forms import (
    NewAudioSegment,
    NewSegment,
    NewStem,
    ProjectChange,
    SegmentChange,
    StemChange,
    given_fields,
    whole_fields,
)
from phantom_app.http.studio.payloads import ProjectPayload, project_answer, project_id_of
from phantom_core.kernel import Conflict, Id, Milliseconds, NotFound, Outdated
from phantom_core.studio import (
    AddAudioSegment,
    AddSegment,
    AddStem,
    ChangeProject,
    ChangeSegment,
    ChangeStem,
    DeleteSegment,
    DeleteStem,
    EntityGone,
    GetSegment,
    GetStem,
    Kind,
    ListSegments,
    ListStems,
    MayNot,
    ProjectOver,
)

__all__ = [
    "add_audio",
    "add_segment",
    "add_stem",
    "change_project",
    "change_segment",
    "change_stem",
    "delete_segment",
    "delete_stem",
    "list_segments",
    "list_stems",
    "put_project",
    "put_segment",
    "put_stem",
    "show_segment",
    "show_stem",
]

_LOOKING = [NotFound, ProjectOver]
_CHANGING = [NotFound, ProjectOver, MayNot, EntityGone, Outdated]


@patch("/{project_id:str}", refuses=_CHANGING, response_headers=TAGGED)
async def change_project(
    request: PhantomRequest,
    project_id: IdInPath,
    data: JSONBody[ProjectChange],
    if_match: IfMatch = None,
) -> Response[ProjectPayload]:
    """Change a project; what is left out stays."""
    command = ChangeProject(
        project_id=project_id_of(project_id),
        fields=given_fields(data),
        version=data.version,
        expected=expected_version(if_match),
    )
    with strictly(if_match):
        return project_answer(await request.caller.do(command))


@put("/{project_id:str}", refuses=_CHANGING, response_headers=TAGGED)
async def put_project(
    request: PhantomRequest,
    project_id: IdInPath,
    data: JSONBody[ProjectChange],
    if_match: IfMatch = None,
) -> Response[ProjectPayload]:
    """Change a project; what is left out is as in a new one, save whether it is public."""
    command = ChangeProject(
        project_id=project_id_of(project_id),
        fields=whole_fields(Kind.PROJECT, data),
        version=data.version,
        expected=expected_version(if_match),
    )
    with strictly(if_match):
        return project_answer(await request.caller.do(command))


@get("/api/projects/{project_id:str}/stems", refuses=_LOOKING)
async def list_stems(
    request: PhantomRequest, project_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[StemPayload]:
    """The stems of a project, in their order."""
    query = ListStems(project_id=project_id_of(project_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), stem_of)


@post(
    "/api/projects/{project_id:str}/stems",
    refuses=[NotFound, ProjectOver, MayNot, Conflict],
    response_headers=TAGGED,
)
async def add_stem(
    request: PhantomRequest, project_id: IdInPath, data: JSONBody[NewStem]
) -> Response[StemPayload]:
    """Add a stem."""
    command = AddStem(
        project_id=project_id_of(project_id),
        stem_id=None if data.id is None else entity_id_of(data.id),
        fields=given_fields(data),
    )
    return stem_answer(await request.caller.do(command), status=201)


@get("/api/stems/{stem_id:str}", refuses=_LOOKING, response_headers=TAGGED)
async def show_stem(request: PhantomRequest, stem_id: IdInPath) -> Response[StemPayload]:
    """A stem."""
    return stem_answer(await request.caller.ask(GetStem(stem_id=entity_id_of(stem_id))))


@patch("/api/stems/{stem_id:str}", refuses=_CHANGING, response_headers=TAGGED)
async def change_stem(
    request: PhantomRequest,
    stem_id: IdInPath,
    data: JSONBody[StemChange],
    if_match: IfMatch = None,
) -> Response[StemPayload]:
    """Change a stem; what is left out stays."""
    command = ChangeStem(
        stem_id=entity_id_of(stem_id),
        fields=given_fields(data),
        version=data.version,
        expected=expected_version(if_match),
    )
    with strictly(if_match):
        return stem_answer(await request.caller.do(command))


@put("/api/stems/{stem_id:str}", refuses=_CHANGING, response_headers=TAGGED)
async def put_stem(
    request: PhantomRequest,
    stem_id: IdInPath,
    data: JSONBody[StemChange],
    if_match: IfMatch = None,
) -> Response[StemPayload]:
    """Change a stem; what is left out is as in a new one, save its place."""
    command = ChangeStem(
        stem_id=entity_id_of(stem_id),
        fields=whole_fields(Kind.STEM, data),
        version=data.version,
        expected=expected_version(if_match),
    )
    with strictly(if_match):
        return stem_answer(await request.caller.do(command))


@delete("/api/stems/{stem_id:str}", refuses=_CHANGING)
async def delete_stem(request: PhantomRequest, stem_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete a stem with its segments."""
    command = DeleteStem(stem_id=entity_id_of(stem_id), expected=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


@get("/api/stems/{stem_id:str}/segments", refuses=_LOOKING)
async def list_segments(
    request: PhantomRequest,
    stem_id: IdInPath,
    from_ms: Annotated[
        int | None, QueryParameter(name="fromMs", ge=0, description="Those that end after it.")
    ] = None,
    to_ms: Annotated[
        int | None, QueryParameter(name="toMs", ge=0, description="Those that start before it.")
    ] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[SegmentPayload]:
    """The segments of a stem, or those of them in a span of time."""
    query = ListSegments(
        stem_id=entity_id_of(stem_id),
        from_ms=None if from_ms is None else Milliseconds(from_ms),
        to_ms=None if to_ms is None else Milliseconds(to_ms),
        page=page_at(limit, cursor),
    )
    return items_of(await request.caller.ask(query), segment_of)


@post(
    "/api/stems/{stem_id:str}/segments",
    refuses=[NotFound, ProjectOver, MayNot, EntityGone, Conflict],
    response_headers=TAGGED,
)
async def add_segment(
    request: PhantomRequest, stem_id: IdInPath, data: JSONBody[NewSegment]
) -> Response[SegmentPayload]:
    """Add a segment to a stem."""
    command = AddSegment(
        stem_id=entity_id_of(stem_id),
        segment_id=None if data.id is None else entity_id_of(data.id),
        fields=given_fields(data),
        content=data.content,
    )
    return segment_answer(await request.caller.do(command), status=201)


@post(
    "/api/stems/{stem_id:str}/segments/audio",
    refuses=[NotFound, ProjectOver, MayNot, EntityGone],
    response_headers=TAGGED,
)
async def add_audio(
    request: PhantomRequest, stem_id: IdInPath, data: JSONBody[NewAudioSegment]
) -> Response[SegmentPayload]:
    """Place a recording in a stem."""
    command = AddAudioSegment(
        stem_id=entity_id_of(stem_id),
        audio_file_id=Id(data.audio_file_id),
        start_ms=Milliseconds(data.start_ms),
    )
    return segment_answer(await request.caller.do(command), status=201)


@get("/api/segments/{segment_id:str}", refuses=_LOOKING, response_headers=TAGGED)
async def show_segment(request: PhantomRequest, segment_id: IdInPath) -> Response[SegmentPayload]:
    """A segment."""
    query = GetSegment(segment_id=entity_id_of(segment_id))
    return segment_answer(await request.caller.ask(query))


@patch("/api/segments/{segment_id:str}", refuses=_CHANGING, response_headers=TAGGED)
async def change_segment(
    request: PhantomRequest,
    segment_id: IdInPath,
    data: JSONBody[SegmentChange],
    if_match: IfMatch = None,
) -> Response[SegmentPayload]:
    """Change a segment; what is left out stays."""
    command = ChangeSegment(
        segment_id=entity_id_of(segment_id),
        fields=given_fields(data),
        content=data.content,
        version=data.version,
        expected=expected_version(if_match),
    )
    with strictly(if_match):
        return segment_answer(await request.caller.do(command))


@put("/api/segments/{segment_id:str}", refuses=_CHANGING, response_headers=TAGGED)
async def put_segment(
    request: PhantomRequest,
    segment_id: IdInPath,
    data: JSONBody[SegmentChange],
    if_match: IfMatch = None,
) -> Response[SegmentPayload]:
    """Change a segment; what is left out is as in a new one, save its content."""
    command = ChangeSegment(
        segment_id=entity_id_of(segment_id),
        fields=whole_fields(Kind.SEGMENT, data),
        content=data.content,
        version=data.version,
        expected=expected_version(if_match),
    )
    with strictly(if_match):
        return segment_answer(await request.caller.do(command))


@delete("/api/segments/{segment_id:str}", refuses=_CHANGING)
async def delete_segment(
    request: PhantomRequest, segment_id: IdInPath, if_match: IfMatch = None
) -> None:
    """Delete a segment."""
    command = DeleteSegment(
        segment_id=entity_id_of(segment_id), expected=expected_version(if_match)
    )
    with strictly(if_match):
        await request.caller.do(command)
