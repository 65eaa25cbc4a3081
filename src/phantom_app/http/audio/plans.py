"""Recordings that come in parts: asking for a plan, and completing it."""

from typing import Annotated, Final

import msgspec
from litestar import Response, post
from litestar.params import JSONBody

from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_answer, audio_file_id
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.decoding import decode
from phantom_app.http.etags import TAGGED
from phantom_app.http.forms import small_body
from phantom_app.http.payloads import IdInPath, Payload
from phantom_app.http.uploads.payloads import (
    CompletionRequest,
    UploadPlanPayload,
    plan_answer,
    tags_of,
)
from phantom_core.audio import (
    NotAudio,
    NotDecodable,
    PlanUpload,
    TooMuchAudio,
    UploadDetails,
    Visibility,
)
from phantom_core.audio.flows import complete
from phantom_core.blobs import Condemned, PartsMismatch
from phantom_core.kernel import ByteCount, NotFound
from phantom_core.uploads import DigestMismatch, SizeMismatch, StorageQuotaExceeded
from phantom_core.uploads.flows import plan

__all__ = ["PLAN_FIELDS", "PlanRequest", "complete_upload", "planned"]

_LONGEST_TYPE: Final = 100

PLAN_FIELDS: Final = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["fileName", "sizeBytes", "contentType"],
            "additionalProperties": False,
            "properties": {
                "fileName": {"type": "string", "minLength": 1, "maxLength": 1000},
                "sizeBytes": {"type": "integer", "minimum": 1},
                "contentType": {
                    "type": "string",
                    "maxLength": _LONGEST_TYPE,
                    "examples": ["audio/wav", "audio/flac", "audio/mpeg", "audio/ogg"],
                },
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "title": {"type": "string", "minLength": 1, "maxLength": 200},
                "tags": {
                    "type": "array",
                    "maxItems": 30,
                    "items": {"type": "string", "minLength": 1, "maxLength": 50},
                },
                "visibility": {"type": "string", "enum": ["private", "public"]},
            },
        }
    }
}
"""What a plan is asked for with, for the API's description."""


class PlanRequest(Payload):
    """What is promised of a recording that will come in parts."""

    file_name: str
    size_bytes: int
    content_type: Annotated[str, msgspec.Meta(max_length=_LONGEST_TYPE)]
    sha256: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PRIVATE


async def planned(request: PhantomRequest) -> Response[UploadPlanPayload]:
    """Answer a request whose body promises a recording with a plan.

    Raises: what `PlanUpload` raises; Malformed, TooLarge.
    """
    told = decode(await small_body(request), PlanRequest)
    caller, services = request.caller, request.caller.services
    details = UploadDetails(title=told.title, tags=told.tags, visibility=told.visibility)
    command = PlanUpload(
        file_name=told.file_name,
        content_type=told.content_type,
        size_bytes=ByteCount(told.size_bytes),
        sha256=told.sha256,
        details=details,
        limits=services.uploads.limits,
    )
    made = await plan(
        services.uploads,
        command,
        actor=caller.actor,
        now=services.clock(),
        idempotency_key=caller.key,
    )
    return plan_answer(request, made, status=201)


@post(
    "/{audio_id:str}/complete",
    status_code=200,
    refuses=[
        Condemned,
        DigestMismatch,
        NotAudio,
        NotDecodable,
        NotFound,
        PartsMismatch,
        SizeMismatch,
        StorageQuotaExceeded,
        TooMuchAudio,
    ],
    response_headers=TAGGED,
    request_max_body_size=4 * 1024 * 1024,
)
async def complete_upload(
    request: PhantomRequest, audio_id: IdInPath, data: JSONBody[CompletionRequest]
) -> Response[AudioFilePayload]:
    """Make a recording of an upload whose parts have all come; it may be asked again.

    What is not as it was promised is refused, and nothing of it is kept.
    """
    caller = request.caller
    file = await complete(
        caller.services.audio,
        audio_file_id(audio_id),
        tags_of(data),
        sha256=data.sha256,
        actor=caller.actor,
    )
    return audio_file_answer(file)
