"""Handing images in, one or many."""

from typing import Final

from litestar import Response, post
from litestar.datastructures import ResponseHeader
from litestar.openapi import ResponseSpec

from phantom_app.http.callers import Caller, PhantomRequest
from phantom_app.http.etags import TAGGED, versioned
from phantom_app.http.images.forms import FORM_FIELDS, ImagesForm, SentFile, images_form
from phantom_app.http.images.links import shown
from phantom_app.http.images.payloads import ImagePayload, ImagesPayload, SentImagePayload
from phantom_app.http.problems import naming, problem_of
from phantom_core.blobs import BlobTooLarge, Condemned, safe_file_name
from phantom_core.kernel import Forbidden, Invalid, KeyReused, PhantomError
from phantom_core.media.images import (
    Image,
    ImageDetails,
    ImageNotDecodable,
    NotAnImage,
    ReceivedImage,
    TooManyPixels,
)
from phantom_core.media.images.flows import IncomingImage, add_image
from phantom_core.uploads import StorageQuotaExceeded

__all__ = ["add"]

_MANY: Final = 207
_LOCATION: Final = ResponseHeader(
    name="Location", documentation_only=True, required=True, description="Where the image is."
)


@post(
    "/",
    allowance="upload",
    request_max_body_size=None,
    request_body=FORM_FIELDS,
    response_headers=[*TAGGED, _LOCATION],
    responses={
        _MANY: ResponseSpec(
            ImagesPayload,
            generate_examples=False,
            description="Several files were sent; each is an image now, or has its problem.",
        )
    },
    refuses=[
        BlobTooLarge,
        Condemned,
        Forbidden,
        ImageNotDecodable,
        KeyReused,
        NotAnImage,
        StorageQuotaExceeded,
        TooManyPixels,
    ],
)
async def add(request: PhantomRequest) -> Response[ImagePayload] | Response[ImagesPayload]:
    """Hand images in, as a form with a part `file` for each.

    One is answered with the image, or with why it is refused. Of several, each is taken or refused
    for itself. What is sent is not kept: it is decoded, and encoded anew in three sizes.
    """
    edge = request.caller.services.images
    with request.caller.once(), naming(key="Idempotency-Key"):
        async with images_form(request, edge.largest) as form:
            if len(form.files) > 1:
                return await _several(request, form)
            image = await _add(request.caller, form.files[0], form.details, request.caller.key)
    answer = versioned(await shown(request, image), image.version, status=201)
    answer.headers["Location"] = f"/api/media/images/{image.id}"
    return answer


async def _several(request: PhantomRequest, form: ImagesForm) -> Response[ImagesPayload]:
    """What is wrong with what is said of all is told at once; else each has its own answer."""
    items: list[SentImagePayload] = []
    for place, file in enumerate(form.files):
        name, key = safe_file_name(file.name), _key_of(request.caller, place)
        try:
            image = await _add(request.caller, file, form.details, key)
        except (Forbidden, Invalid):
            raise
        except PhantomError as error:
            items.append(SentImagePayload(file_name=name, problem=problem_of(error)))
        else:
            items.append(SentImagePayload(file_name=name, image=await shown(request, image)))
    return Response(ImagesPayload(items=items), status_code=_MANY)


def _key_of(caller: Caller, place: int) -> str | None:
    """A key of its own for each file; no sender can write one with a line end in it."""
    return f"{caller.key}\n{place}" if caller.key and place else caller.key


async def _add(caller: Caller, file: SentFile, details: ImageDetails, key: str | None) -> Image:
    received = ReceivedImage(sha256=file.sha256, details=details)
    incoming = IncomingImage(path=file.path, received=received, key=key)
    return await add_image(caller.services.images, incoming, actor=caller.actor)
