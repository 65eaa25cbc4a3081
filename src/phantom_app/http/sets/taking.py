"""Handing tracks in: as a form, or by a plan."""

from typing import Final

from litestar import Response, post
from litestar.datastructures import ResponseHeader
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.decoding import decode
from phantom_app.http.forms import announced, small_body
from phantom_app.http.payloads import IdInPath
from phantom_app.http.problems import naming
from phantom_app.http.sets.forms import TRACK_BODY, TrackForm, TrackPromise
from phantom_app.http.sets.payloads import MusicTrackPayload, set_id, track_id, track_of
from phantom_app.http.uploads.payloads import (
    CompletionRequest,
    UploadPlanPayload,
    plan_answer,
    tags_of,
)
from phantom_core.audio import NotAudio, NotDecodable, TooMuchAudio
from phantom_core.blobs import BlobTooLarge, Condemned, PartsMismatch
from phantom_core.kernel import ByteCount, KeyReused, NotFound
from phantom_core.media.sets import PlanTrack, SetId, TooManyTracks
from phantom_core.media.sets.flows import IncomingTrack, complete_track, take_track
from phantom_core.uploads import (
    DigestMismatch,
    PendingQuotaExceeded,
    SizeMismatch,
    TooManyUploads,
)
from phantom_core.uploads.flows import plan

__all__ = ["add", "complete"]

_JSON: Final = "application/json"
_LOCATION: Final = ResponseHeader(
    name="Location",
    documentation_only=True,
    required=True,
    description="Where the set of the track is, or the plan.",
)


@post(
    "/{music_set_id:str}/tracks",
    allowance="upload",
    request_max_body_size=None,
    request_body=TRACK_BODY,
    response_headers=[_LOCATION],
    refuses=[
        BlobTooLarge,
        Condemned,
        KeyReused,
        NotAudio,
        NotDecodable,
        NotFound,
        PendingQuotaExceeded,
        TooManyTracks,
        TooManyUploads,
        TooMuchAudio,
    ],
)
async def add(
    request: PhantomRequest, music_set_id: IdInPath
) -> Response[MusicTrackPayload | UploadPlanPayload]:
    """Hand a track in, as a form whose part `file` is streamed; or ask for a plan, in JSON.

    By a plan the file is sent in parts, each to a URL of its own; `complete` makes the track ready.
    It is the last of its set. What is not said of it, the tags of the file say. For admins.
    """
    wanted = set_id(music_set_id)
    with request.caller.once(), naming(key="Idempotency-Key"):
        if request.content_type[0].lower() == _JSON:
            return await _planned(request, wanted)
        return await _taken(request, wanted)


async def _taken(
    request: PhantomRequest, wanted: SetId
) -> Response[MusicTrackPayload | UploadPlanPayload]:
    caller, edge = request.caller, request.caller.services.sets
    form = await TrackForm.open(request, edge.largest)
    incoming = IncomingTrack(
        set_id=wanted,
        file_name=form.file_name,
        chunks=form.chunks(),
        details=form.details,
        key=caller.key,
        size=announced(request, edge.largest),
    )
    placed = await take_track(edge, incoming, actor=caller.actor)
    headers = {"Location": f"/api/media/sets/{wanted}"}
    return Response(track_of(placed), status_code=201, headers=headers)


async def _planned(
    request: PhantomRequest, wanted: SetId
) -> Response[MusicTrackPayload | UploadPlanPayload]:
    caller, services = request.caller, request.caller.services
    told = decode(await small_body(request), TrackPromise)
    command = PlanTrack(
        set_id=wanted,
        file_name=told.file_name,
        kind=services.sets.reader.promised(told.content_type),
        size_bytes=ByteCount(told.size_bytes),
        sha256=told.sha256,
        details=told.details(),
        limits=services.uploads.limits,
    )
    made = await plan(
        services.uploads,
        command,
        actor=caller.actor,
        now=services.clock(),
        idempotency_key=caller.key,
    )
    answer = plan_answer(request, made, status=201)
    return Response(answer.content, status_code=201, headers=answer.headers)


@post(
    "/{music_track_id:str}/complete",
    status_code=200,
    refuses=[
        Condemned,
        DigestMismatch,
        NotAudio,
        NotDecodable,
        NotFound,
        PartsMismatch,
        SizeMismatch,
        TooMuchAudio,
    ],
    request_max_body_size=4 * 1024 * 1024,
)
async def complete(
    request: PhantomRequest, music_track_id: IdInPath, data: JSONBody[CompletionRequest]
) -> MusicTrackPayload:
    """Make a track ready whose parts have all come; it may be asked again. For admins.

    What is not as it was promised is refused, nothing of it is kept, and the track tells why.
    """
    caller = request.caller
    placed = await complete_track(
        caller.services.sets,
        track_id(music_track_id),
        tags_of(data),
        sha256=data.sha256,
        actor=caller.actor,
    )
    return track_of(placed)
