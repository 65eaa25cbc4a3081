"""Uploads, on the wire."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import attrs
import msgspec
from litestar import Response

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.blobs import MOST_PARTS, PartTag
from phantom_core.kernel import Id
from phantom_core.uploads import StorageAccount, Upload, UploadId, UploadLimits, UploadPlan

__all__ = [
    "CompletionRequest",
    "MissingPartPayload",
    "PartTagPayload",
    "ReceivedPayload",
    "StoragePayload",
    "UploadPayload",
    "UploadPlanPayload",
    "named",
    "plan_answer",
    "storage_of",
    "tags_of",
    "upload_of",
]

_LONGEST_TAG = 200

_Number = Annotated[int, msgspec.Meta(ge=1, le=MOST_PARTS, description="From 1, in their order.")]
_Sha256 = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9a-f]{64}$", max_length=64, description="64 lower-case hexadecimal digits."
    ),
]


class MissingPartPayload(Payload):
    """A part that is still to be sent."""

    number: _Number
    size: Annotated[int, msgspec.Meta(description="Exactly how many bytes it has.")]
    url: Annotated[str, msgspec.Meta(description="PUT the bytes of the part here.")]
    headers: Annotated[
        Mapping[str, str], msgspec.Meta(description="Headers that must be sent along.")
    ]


class ReceivedPayload(Payload):
    """A part that has come."""

    number: _Number
    size: int
    etag: str


class UploadPlanPayload(Payload):
    """How an upload goes on: where its missing parts are sent, and what has come."""

    id: IdText
    part_size: Annotated[
        int, msgspec.Meta(description="How many bytes each part but the last one has.")
    ]
    part_count: int
    parts: Annotated[
        Sequence[MissingPartPayload],
        msgspec.Meta(description="Those that have not come, by number."),
    ]
    received: Annotated[
        Sequence[ReceivedPayload], msgspec.Meta(description="Those that have come, by number.")
    ]
    expires_at: Annotated[
        InstantText,
        msgspec.Meta(description="When the URLs are no longer good; ask for the plan again then."),
    ]


class UploadPayload(Payload):
    """An upload that is open."""

    id: IdText
    purpose: Annotated[str, msgspec.Meta(description="What it becomes: `audio` or `track`.")]
    file_name: str
    content_type: str
    size_bytes: int
    part_size: int
    part_count: int
    created_at: InstantText
    expires_at: Annotated[
        InstantText,
        msgspec.Meta(description="When it is given up, unless its plan is asked for again."),
    ]


class PartTagPayload(Payload):
    """A part as its sender knows it."""

    number: _Number
    etag: Annotated[
        str,
        msgspec.Meta(
            min_length=1,
            max_length=_LONGEST_TAG,
            description="The `ETag` that the answer to its PUT told.",
        ),
    ]


class CompletionRequest(Payload):
    """Every part of an upload, and what all of them hash to."""

    parts: Annotated[
        tuple[PartTagPayload, ...],
        msgspec.Meta(
            min_length=1, max_length=MOST_PARTS, description="All parts, by rising numbers."
        ),
    ]
    sha256: _Sha256 | None = None


class StoragePayload(Payload):
    """How much one keeps, and may keep; a limit that is absent does not exist."""

    stored_bytes: int
    pending_bytes: Annotated[
        int, msgspec.Meta(description="What uploads have promised that are open.")
    ]
    open_uploads: int
    quota_bytes: Annotated[
        int | None,
        msgspec.Meta(description="The most that may be stored and pending together."),
    ] = None
    pending_quota_bytes: int | None = None
    uploads_at_once: int | None = None
    largest_file_bytes: Annotated[
        int | None, msgspec.Meta(description="The largest file that may come in parts.")
    ] = None


def named(text: str) -> UploadId:
    """The id of an upload, as the wire tells it."""
    return UploadId(Id(text))


def tags_of(told: CompletionRequest) -> Sequence[PartTag]:
    """The parts that a caller names."""
    return [PartTag(number=part.number, etag=part.etag) for part in told.parts]


def upload_of(upload: Upload) -> UploadPayload:
    """An upload."""
    return UploadPayload(
        id=upload.id,
        purpose=upload.purpose,
        file_name=upload.file_name,
        content_type=upload.content_type,
        size_bytes=upload.size,
        part_size=upload.part_size or 0,
        part_count=len(upload.parts),
        created_at=instant(upload.created_at),
        expires_at=instant(upload.expires_at),
    )


def plan_answer(
    request: PhantomRequest, plan: UploadPlan, *, status: int = 200
) -> Response[UploadPlanPayload]:
    """Answer with a plan; its URLs name the host that the caller asked, if they name none."""
    sizes = {part.number: part.size for part in plan.upload.parts}
    payload = UploadPlanPayload(
        id=plan.upload.id,
        part_size=plan.upload.part_size or 0,
        part_count=len(sizes),
        parts=[
            MissingPartPayload(
                number=part.number,
                size=sizes[part.number],
                url=request.whole(part.url),
                headers=dict(part.headers),
            )
            for part in plan.parts
        ],
        received=[ReceivedPayload(**attrs.asdict(part)) for part in plan.received],
        expires_at=instant(plan.expires_at),
    )
    headers = {"Location": f"/api/uploads/{plan.upload.id}", "Cache-Control": "no-store"}
    return Response(payload, status_code=status, headers=headers)


def storage_of(account: StorageAccount, limits: UploadLimits) -> StoragePayload:
    """How much somebody keeps."""
    return StoragePayload(
        stored_bytes=account.stored,
        pending_bytes=account.pending,
        open_uploads=account.uploads,
        quota_bytes=limits.stored,
        pending_quota_bytes=limits.pending,
        uploads_at_once=limits.at_once,
        largest_file_bytes=limits.largest,
    )
