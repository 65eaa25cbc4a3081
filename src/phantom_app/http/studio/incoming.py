"""Files that come to the studio: as the body itself, or as the part `file` of a form."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from multipart import MultipartSegment

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.forms import FILE_PART, FORM, expect_size, form_events
from phantom_app.http.problems import Malformed
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import ByteCount, Fault, UnsupportedMedia

__all__ = ["body_of", "received"]

_Sink = Callable[[bytes], Awaitable[object]]
"""Takes the bytes of a file as they come."""


def body_of(*types: str) -> dict[str, Any]:
    """The body of such a request, for the API's description."""
    binary = {"type": "string", "format": "binary"}
    form = {
        "type": "object",
        "required": [FILE_PART],
        "additionalProperties": False,
        "properties": {FILE_PART: binary},
    }
    raw = {kind: {"schema": binary} for kind in types}
    return {"required": True, "content": {**raw, FORM: {"schema": form}}}


async def received(
    request: PhantomRequest, types: Collection[str], largest: ByteCount, sink: _Sink
) -> str:
    """Hand a file on as it comes; answer what it is called, which may be nothing.

    Raises: UnsupportedMedia; Malformed; BlobTooLarge.
    """
    kind = request.content_type[0].lower()
    expect_size(request, largest)
    if kind == FORM:
        return await _of_form(request, largest, sink)
    if kind not in types:
        raise UnsupportedMedia(f"The body must be {' or '.join([*types, FORM])}.")
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        _expect(size, largest)
        await sink(chunk)
    if not size:
        raise Malformed(Fault("", "must not be empty"))
    return ""


async def _of_form(request: PhantomRequest, largest: ByteCount, sink: _Sink) -> str:
    name: str | None = None
    size = 0
    async for event in form_events(request, largest):
        if isinstance(event, MultipartSegment):
            if event.name != FILE_PART or name is not None:
                problem = "must stand only once" if event.name == FILE_PART else "is not known here"
                raise Malformed(Fault((event.name or "")[:100], problem))
            name = event.filename or ""
        elif event:
            size += len(event)
            _expect(size, largest)
            await sink(event)
    if not size:
        raise Malformed(Fault(FILE_PART, "is required, and must not be empty"))
    return name or ""


def _expect(size: int, largest: ByteCount) -> None:
    if size > largest:
        raise BlobTooLarge(largest)
