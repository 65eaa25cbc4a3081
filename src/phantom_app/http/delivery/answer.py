"""What a request for a blob is answered: a pure function of what was asked and what there is."""

from datetime import datetime, timedelta
from typing import Final

import attrs
import msgspec

from phantom_app.http.problems import MEDIA_TYPE, plain_problem
from phantom_core.blobs import (
    BlobStat,
    ByteRange,
    Preconditions,
    Presentation,
    Validators,
    Verdict,
    evaluate,
    http_date,
    range_holds,
    select_ranges,
)
from phantom_core.kernel.quantities import ByteCount

__all__ = ["Answer", "Asked", "answer"]

_Headers = tuple[tuple[str, str], ...]

_SECOND: Final = timedelta(seconds=1)
_GUARDS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    (
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox",
    ),
    ("Referrer-Policy", "no-referrer"),
    # Whoever has the signed URL may play it, in a page of whatever site.
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)


@attrs.frozen(kw_only=True)
class Asked:
    """What a GET or HEAD asks for; headers as they stand, repeated ones joined by a comma.

    Attributes:
        path: what is asked for, as a refusal tells it.
    """

    head: bool = False
    path: str = ""
    range: str | None = None
    preconditions: Preconditions = attrs.field(factory=Preconditions)


@attrs.frozen(kw_only=True)
class Answer:
    """A response before it is sent.

    Attributes:
        status: its code.
        headers: all of them, the length included.
        body: bytes as they are, and pieces of the blob, in the order in which they are sent.
    """

    status: int
    headers: _Headers
    body: tuple[bytes | ByteRange, ...]

    @property
    def length(self) -> int:
        """How many bytes the body has."""
        return _length(self.body)


def answer(
    asked: Asked,
    info: BlobStat,
    shown: Presentation,
    *,
    now: datetime,
    expires_at: datetime,
    boundary: str,
) -> Answer:
    """Answer by RFC 9110: 200, 206 with one piece or several, 304, 412 or 416.

    Args:
        asked: what the client wants, and under which conditions.
        info: the blob as it stands.
        shown: how it is presented; what the client calls it never matters.
        now: the time.
        expires_at: when the permission ends; no cache keeps the blob for longer.
        boundary: what separates several pieces: unguessable, so that no blob contains it.
    """
    lasting = _lasting(info, now, expires_at)
    current = Validators(etag=info.etag, modified_at=info.modified_at)
    match evaluate(asked.preconditions, current, now=now):
        case Verdict.FAILED:
            return _refusal(asked, 412, "Precondition failed", "The blob is another one.", lasting)
        case Verdict.NOT_MODIFIED:
            return Answer(status=304, headers=lasting, body=())
        case Verdict.PROCEED:
            pieces = _pieces(asked, info, current, now)
            lasting += (("Last-Modified", http_date(info.modified_at)),)
            return _content(asked, pieces, info, shown, lasting, boundary)


def _lasting(info: BlobStat, now: datetime, expires_at: datetime) -> _Headers:
    remaining = max(0, (expires_at - now) // _SECOND)
    cached = ("Cache-Control", f"private, max-age={remaining}")
    return (("ETag", info.etag), cached, ("Accept-Ranges", "bytes"), *_GUARDS)


def _pieces(
    asked: Asked, info: BlobStat, current: Validators, now: datetime
) -> tuple[ByteRange, ...] | None:
    # Ranges are defined for GET alone: a HEAD tells of the whole (RFC 9110, 14.2).
    if asked.head or not range_holds(asked.preconditions.if_range, current, now=now):
        return None
    return select_ranges(asked.range, info.size)


def _content(
    asked: Asked,
    pieces: tuple[ByteRange, ...] | None,
    info: BlobStat,
    shown: Presentation,
    lasting: _Headers,
    boundary: str,
) -> Answer:
    lasting += (("Content-Disposition", shown.disposition),)
    typed = ("Content-Type", shown.content_type)
    if pieces is None:
        whole = (ByteRange(0, info.size),) if info.size else ()
        return _sized(asked, 200, (*lasting, typed), whole)
    if not pieces:
        told = ("Content-Range", f"bytes */{info.size}")
        detail = f"The blob has {info.size} bytes."
        return _refusal(asked, 416, "Range not satisfiable", detail, (*lasting, told))
    if len(pieces) == 1:
        told = ("Content-Range", pieces[0].content_range(info.size))
        return _sized(asked, 206, (*lasting, typed, told), pieces)
    parts = _multipart(pieces, shown.content_type, info.size, boundary)
    several = ("Content-Type", f"multipart/byteranges; boundary={boundary}")
    return _sized(asked, 206, (*lasting, several), parts)


def _multipart(
    pieces: tuple[ByteRange, ...], content_type: str, size: ByteCount, boundary: str
) -> tuple[bytes | ByteRange, ...]:
    body: list[bytes | ByteRange] = []
    for piece in pieces:
        head = f"Content-Type: {content_type}\r\nContent-Range: {piece.content_range(size)}"
        lead = "\r\n" if body else ""
        body += [f"{lead}--{boundary}\r\n{head}\r\n\r\n".encode(), piece]
    return (*body, f"\r\n--{boundary}--\r\n".encode())


def _refusal(asked: Asked, status: int, title: str, detail: str, headers: _Headers) -> Answer:
    problem = plain_problem(status, title.lower().replace(" ", "-"), title, detail, asked.path)
    body = msgspec.json.encode(problem)
    uncached = tuple((name, value) for name, value in headers if name != "Cache-Control")
    told = (*uncached, ("Cache-Control", "no-store"), ("Content-Type", MEDIA_TYPE))
    return _sized(asked, status, told, (body,))


def _sized(
    asked: Asked, status: int, headers: _Headers, body: tuple[bytes | ByteRange, ...]
) -> Answer:
    sized = (*headers, ("Content-Length", str(_length(body))))
    return Answer(status=status, headers=sized, body=() if asked.head else body)


def _length(body: tuple[bytes | ByteRange, ...]) -> int:
    return sum(len(part) if isinstance(part, bytes) else part.length for part in body)
