"""Forms with files in them, read from the stream as they come.

Bytes are counted as they come; a header that announces too many is believed at once.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.problems import Malformed
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import ByteCount, Fault, TooLarge, UnsupportedMedia

__all__ = [
    "FILE_PART",
    "FORM",
    "FormEvents",
    "announced",
    "expect_size",
    "form_events",
    "schema_of_form",
    "small_body",
]

FORM: Final = "multipart/form-data"
"""The media type of such forms."""

FILE_PART: Final = "file"
"""The name of the part that is the file."""

FormEvents = AsyncIterator[MultipartSegment | bytes | None]
"""What is found in a form: the head of a part, its bytes, and `None` at its end."""

_LARGEST_PROMISE: Final = 256 * 1024
_AROUND_THE_FILE: Final = 1024 * 1024
_MOST_DIGITS: Final = 20
_MOST_PARTS: Final = 64


def schema_of_form(file: str, **fields: Any) -> dict[str, Any]:
    """The schema of a form, by what its file is and what else it has, for the API's description."""
    bytes_of_file = {"type": "string", "format": "binary", "description": file}
    return {
        "type": "object",
        "required": [FILE_PART],
        "additionalProperties": False,
        "properties": {FILE_PART: bytes_of_file, **fields},
    }


def expect_size(request: PhantomRequest, largest: ByteCount) -> None:
    """Refuse a form at once that is announced to be too long for its file. Raises: BlobTooLarge."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:_MOST_DIGITS]) > largest + _AROUND_THE_FILE:
        raise BlobTooLarge(largest)


def announced(request: PhantomRequest, largest: ByteCount) -> ByteCount:
    """How many bytes are announced, the form around them included; 0 if none are."""
    told = request.headers.get("content-length", "")[:20]
    return ByteCount(min(int(told), largest)) if told.isdecimal() else ByteCount(0)


async def small_body(request: PhantomRequest) -> bytes:
    """The JSON body of a route that bounds bodies by itself, as its forms may be large.

    Raises: UnsupportedMedia, TooLarge.
    """
    request.require_json()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_PROMISE:
            raise TooLarge(
                f"At most {_LARGEST_PROMISE} bytes are accepted here.", limit=_LARGEST_PROMISE
            )
    return bytes(body)


async def form_events(request: PhantomRequest, largest: ByteCount) -> FormEvents:
    """What is found in the form of a request, whose file may have so many bytes.

    Raises: UnsupportedMedia, if it is no form; Malformed; BlobTooLarge.
    """
    parser, total = _parser(request), 0
    try:
        async for chunk in request.stream():
            total += len(chunk)
            if total > largest + _AROUND_THE_FILE:
                raise BlobTooLarge(largest)
            for event in parser.parse(chunk):
                yield event
    except MultipartError as error:
        raise Malformed(Fault("", f"must be {FORM}, and is not: {error.args[0]}")) from error


def _parser(request: PhantomRequest) -> PushMultipartParser:
    kind, options = request.content_type
    if kind.lower() != FORM:
        raise UnsupportedMedia(f"The body must be {FORM}.")
    try:
        return PushMultipartParser(options.get("boundary", ""), max_segment_count=_MOST_PARTS)
    except (MultipartError, ValueError) as error:
        raise Malformed(Fault("Content-Type", "must name a boundary")) from error
