"""Handing recordings in."""

from typing import Any, Final

from litestar import Response, post
from litestar.datastructures import ResponseHeader

from phantom_app.http.audio.forms import FORM_FIELDS, RecordingForm
from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_answer
from phantom_app.http.audio.plans import planned
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.forms import FORM, announced
from phantom_app.http.problems import naming
from phantom_app.http.uploads.payloads import UploadPlanPayload
from phantom_core.audio import NotAudio, NotDecodable, TooMuchAudio, UploadRunning
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.blobs import BlobTooLarge, Condemned
from phantom_core.kernel import KeyReused, NotFound, UnsupportedMedia
from phantom_core.uploads import PendingQuotaExceeded, StorageQuotaExceeded, TooManyUploads

__all__ = ["add"]

_LOCATION: Final = ResponseHeader(
    name="Location",
    documentation_only=True,
    required=True,
    description="Where the recording is, or its plan.",
)
_JSON: Final = "application/json"


@post(
    "/",
    allowance="upload",
    request_max_body_size=None,
    request_body=FORM_FIELDS,
    response_headers=[*TAGGED, _LOCATION],
    refuses=[
        BlobTooLarge,
        Condemned,
        KeyReused,
        NotAudio,
        NotDecodable,
        NotFound,
        PendingQuotaExceeded,
        StorageQuotaExceeded,
        TooManyUploads,
        TooMuchAudio,
        UploadRunning,
    ],
)
async def add(request: PhantomRequest) -> Response[AudioFilePayload | UploadPlanPayload]:
    """Hand a recording in, as a form whose part `file` is streamed; or ask for a plan, in JSON.

    By a plan the file is sent in parts, each to a URL of its own; `complete` makes a recording of
    them.

    It is analysed at once if its owner has consented to `audio_analysis`.
    """
    caller = request.caller
    edge = caller.services.audio
    with caller.once(), naming(key="Idempotency-Key"):
        kind = request.content_type[0].lower()
        if kind == _JSON:
            plan: Response[Any] = await planned(request)
            return plan
        if kind != FORM:
            raise UnsupportedMedia(f"The body must be {FORM}, or {_JSON} that asks for a plan.")
        form = await RecordingForm.open(request, edge.largest)
        incoming = IncomingAudio(
            file_name=form.file_name,
            chunks=form.chunks(),
            details=form.details,
            key=caller.key,
            size=announced(request, edge.largest),
        )
        file = await upload(edge, incoming, actor=caller.actor)
    answer: Response[Any] = audio_file_answer(file, status=201)
    answer.headers["Location"] = f"/api/audio/{file.id}"
    return answer
