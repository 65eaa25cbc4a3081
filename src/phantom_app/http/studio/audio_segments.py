"""Segments that play recordings."""

from litestar import Response, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.studio.arrangement_payloads import (
    SegmentPayload,
    entity_id_of,
    segment_answer,
)
from phantom_core.kernel import Conflict, Id, Milliseconds, NotFound
from phantom_core.studio import AddAudioSegment, EntityGone, MayNot, ProjectOver

__all__ = ["NewAudioSegment", "add"]


class NewAudioSegment(Payload):
    """A recording to place, from a time on; a client may choose the segment's id."""

    audio_file_id: IdText
    start_ms: int
    id: IdText | None = None


@post(
    "/api/stems/{stem_id:str}/segments/audio",
    refuses=[NotFound, ProjectOver, MayNot, EntityGone, Conflict],
    response_headers=TAGGED,
)
async def add(
    request: PhantomRequest, stem_id: IdInPath, data: JSONBody[NewAudioSegment]
) -> Response[SegmentPayload]:
    """Place a recording that one may hear; it plays its length.

    The segment's `audio` tells what the recording was even if that is deleted later.
    """
    command = AddAudioSegment(
        stem_id=entity_id_of(stem_id),
        audio_file_id=Id(data.audio_file_id),
        start_ms=Milliseconds(data.start_ms),
        segment_id=None if data.id is None else entity_id_of(data.id),
    )
    return segment_answer(await request.caller.do(command), status=201)
