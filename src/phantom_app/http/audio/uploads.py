"""Handing recordings in."""

from typing import Final

from litestar import Response, post
from litestar.datastructures import ResponseHeader

from phantom_app.http.audio.forms import FORM_FIELDS, RecordingForm
from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_answer
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.problems import naming
from phantom_core.audio import NotAudio, NotDecodable, TooMuchAudio, UploadRunning
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import KeyReused, NotFound

__all__ = ["add"]

_LOCATION: Final = ResponseHeader(
    name="Location",
    documentation_only=True,
    required=True,
    description="Where the recording is.",
)


@post(
    "/",
    allowance="upload",
    request_max_body_size=None,
    request_body=FORM_FIELDS,
    response_headers=[*TAGGED, _LOCATION],
    refuses=[
        BlobTooLarge,
        KeyReused,
        NotAudio,
        NotDecodable,
        NotFound,
        TooMuchAudio,
        UploadRunning,
    ],
)
async def add(request: PhantomRequest) -> Response[AudioFilePayload]:
    """Hand a recording in, as a form whose part `file` is streamed.

    It is analysed at once if its owner has consented to `audio_analysis`.
    """
    caller = request.caller
    edge = caller.services.audio
    with caller.once(), naming(key="Idempotency-Key"):
        form = await RecordingForm.open(request, edge.largest)
        incoming = IncomingAudio(
            file_name=form.file_name, chunks=form.chunks(), details=form.details, key=caller.key
        )
        file = await upload(edge, incoming, actor=caller.actor)
    answer = audio_file_answer(file, status=201)
    answer.headers["Location"] = f"/api/audio/{file.id}"
    return answer
