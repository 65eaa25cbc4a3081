"""MIDI files as segments, and segments as MIDI files."""

from typing import Annotated, Final

from litestar import Response, get, post, put
from litestar.params import QueryParameter
from multipart import MultipartSegment

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.forms import FORM, form_events
from phantom_app.http.payloads import IdInPath
from phantom_app.http.problems import Malformed
from phantom_app.http.studio.arrangement_payloads import (
    SegmentPayload,
    entity_id_of,
    segment_answer,
)
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import Fault, Milliseconds, NotFound, Outdated
from phantom_core.studio import (
    LARGEST_MIDI,
    EntityGone,
    GetSegmentMidi,
    MayNot,
    ProjectOver,
    StudioEdge,
    add_midi,
    replace_midi,
)

__all__ = ["MIDI", "add", "replace", "show"]

MIDI: Final = "audio/midi"
"""The media type of MIDI files."""

_FILE: Final = "file"
_NAMELESS: Final = "MIDI"
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_BODY: Final = {
    "required": True,
    "content": {
        MIDI: _BINARY,
        FORM: {
            "schema": {
                "type": "object",
                "required": [_FILE],
                "additionalProperties": False,
                "properties": {_FILE: {"type": "string", "format": "binary"}},
            }
        },
    },
}
_CHANGING: Final = [NotFound, ProjectOver, MayNot, EntityGone, BlobTooLarge]


@post(
    "/api/stems/{stem_id:str}/segments/midi",
    allowance="upload",
    request_max_body_size=None,
    request_body=_BODY,
    refuses=_CHANGING,
    response_headers=TAGGED,
)
async def add(
    request: PhantomRequest,
    stem_id: IdInPath,
    start_ms: Annotated[
        int, QueryParameter(name="startMs", ge=0, le=86_400_000, description="Where it begins.")
    ] = 0,
) -> Response[SegmentPayload]:
    """Make a segment of a MIDI file, which is kept as it came."""
    name, file = await _received(request)
    view = await add_midi(
        _edge(request),
        entity_id_of(stem_id),
        file,
        name=name,
        start_ms=Milliseconds(start_ms),
        actor=request.caller.actor,
    )
    return segment_answer(view, status=201)


@put(
    "/api/segments/{segment_id:str}/midi",
    allowance="upload",
    request_max_body_size=None,
    request_body=_BODY,
    refuses=[*_CHANGING, Outdated],
    response_headers=TAGGED,
)
async def replace(
    request: PhantomRequest, segment_id: IdInPath, if_match: IfMatch = None
) -> Response[SegmentPayload]:
    """Have a segment hold what a MIDI file holds; notes that it has already are found again."""
    _, file = await _received(request)
    with strictly(if_match):
        view = await replace_midi(
            _edge(request),
            entity_id_of(segment_id),
            file,
            expected=expected_version(if_match),
            actor=request.caller.actor,
        )
    return segment_answer(view)


@get("/api/segments/{segment_id:str}/midi", media_type=MIDI, refuses=[NotFound, ProjectOver])
async def show(request: PhantomRequest, segment_id: IdInPath) -> Response[bytes]:
    """A segment as a MIDI file."""
    file = await request.caller.ask(GetSegmentMidi(segment_id=entity_id_of(segment_id)))
    headers = {"Content-Disposition": f'attachment; filename="{segment_id}.mid"'}
    return Response(file, media_type=MIDI, headers=headers)


def _edge(request: PhantomRequest) -> StudioEdge:
    services = request.caller.services
    return StudioEdge(phantom=services.phantom, store=services.audio.store)


async def _received(request: PhantomRequest) -> tuple[str, bytes]:
    """The name of a file and its bytes, from a form or as they are."""
    if request.content_type[0].lower() == FORM:
        name, file = await _in_form(request)
    else:
        name, file = _NAMELESS, await _bare(request)
    if not file:
        raise Malformed(Fault(_FILE, "is required"))
    return _shown(name), file


async def _in_form(request: PhantomRequest) -> tuple[str, bytes]:
    name, file = _NAMELESS, bytearray()
    async for event in form_events(request, LARGEST_MIDI):
        if isinstance(event, MultipartSegment):
            if event.name != _FILE:
                raise Malformed(Fault(str(event.name)[:100], "is not a field of this form"))
            name = (event.filename or name).rpartition("/")[2]
        elif event:
            file += event
    return name, bytes(file)


async def _bare(request: PhantomRequest) -> bytes:
    file = bytearray()
    async for chunk in request.stream():
        file += chunk
        if len(file) > LARGEST_MIDI:
            raise BlobTooLarge(LARGEST_MIDI)
    return bytes(file)


def _shown(name: str) -> str:
    """What a file is called, as the name of a segment."""
    stem = name.removesuffix(".mid").removesuffix(".midi")
    return "".join(each for each in stem if each.isprintable())[:100]
