"""MIDI files as segments, and segments as MIDI files."""

from typing import Annotated, Final

from litestar import Response, get, post, put
from litestar.params import QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.payloads import IdInPath
from phantom_app.http.studio.arrangement_payloads import (
    SegmentPayload,
    entity_id_of,
    segment_answer,
)
from phantom_app.http.studio.incoming import body_of, received
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import Milliseconds, NotFound, Outdated
from phantom_core.studio import EntityGone, MayNot, ProjectOver
from phantom_core.studio.flows import (
    IncomingMidi,
    NotMidi,
    fetch_midi,
    import_midi,
    import_midi_over,
)

__all__ = ["MIDI", "add", "replace", "show"]

MIDI: Final = "audio/midi"
"""The media type of MIDI files."""

_TYPES: Final = (MIDI, "audio/mid", "audio/x-midi")
_CHANGING: Final = [NotFound, ProjectOver, MayNot, EntityGone, BlobTooLarge, NotMidi]


@post(
    "/api/stems/{stem_id:str}/segments/midi",
    allowance="upload",
    request_max_body_size=None,
    request_body=body_of(*_TYPES),
    refuses=_CHANGING,
    response_headers=TAGGED,
)
async def add(
    request: PhantomRequest,
    stem_id: IdInPath,
    start_ms: Annotated[
        int, QueryParameter(name="startMs", ge=0, le=86_400_000, description="Where it begins.")
    ] = 0,
    name: Annotated[
        str | None,
        QueryParameter(max_length=100, description="What it is called; as the file, if absent."),
    ] = None,
) -> Response[SegmentPayload]:
    """Make a segment of a MIDI file, which is kept as it came."""
    file_name, data = await _received(request)
    incoming = IncomingMidi(
        data=data, file_name=file_name, name=name, start_ms=Milliseconds(start_ms)
    )
    caller = request.caller
    with caller.once():
        view = await import_midi(
            caller.services.studio,
            entity_id_of(stem_id),
            incoming,
            actor=caller.actor,
            key=caller.key,
        )
    return segment_answer(view, status=201)


@put(
    "/api/segments/{segment_id:str}/midi",
    allowance="upload",
    request_max_body_size=None,
    request_body=body_of(*_TYPES),
    refuses=[*_CHANGING, Outdated],
    response_headers=TAGGED,
)
async def replace(
    request: PhantomRequest, segment_id: IdInPath, if_match: IfMatch = None
) -> Response[SegmentPayload]:
    """Have a segment hold what a MIDI file holds; notes that it has already are found again."""
    _, data = await _received(request)
    caller = request.caller
    with strictly(if_match):
        view = await import_midi_over(
            caller.services.studio,
            entity_id_of(segment_id),
            data,
            expected=expected_version(if_match),
            actor=caller.actor,
        )
    return segment_answer(view)


@get("/api/segments/{segment_id:str}/midi", media_type=MIDI, refuses=[NotFound, ProjectOver])
async def show(request: PhantomRequest, segment_id: IdInPath) -> Response[bytes]:
    """A segment as a MIDI file: the one it was made of, to the byte, while nobody edits it."""
    caller = request.caller
    file = await fetch_midi(caller.services.studio, entity_id_of(segment_id), actor=caller.actor)
    headers = {"Content-Disposition": f'attachment; filename="{segment_id}.mid"'}
    return Response(file.data, media_type=MIDI, headers=headers)


async def _received(request: PhantomRequest) -> tuple[str, bytes]:
    """The name of a file and its bytes."""
    data = bytearray()

    async def take(chunk: bytes) -> None:
        data.extend(chunk)

    largest = request.caller.services.studio.largest_midi
    return await received(request, _TYPES, largest, take), bytes(data)
