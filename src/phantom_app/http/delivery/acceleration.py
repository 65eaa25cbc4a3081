"""Leaving the bytes to the web server in front: the `X-Accel-Redirect` of nginx.

Who may read, and all that is told besides the bytes, is decided here as ever; nginx then finds the
file by itself and sends what the request's own `Range` asks for. It reads some headers otherwise
than RFC 9110, so it is left only what both are sure to answer alike.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import attrs

from phantom_app.http.delivery.answer import Answer, Asked
from phantom_core.blobs import BlobStat, Preconditions

__all__ = ["WebServerInFront"]

_ONE_RANGE: Final = re.compile(r"bytes=(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})")
_BY_NGINX: Final = frozenset({"accept-ranges", "content-length", "content-range", "last-modified"})


@attrs.frozen(kw_only=True)
class WebServerInFront:
    """An nginx that reads the same folder.

    Attributes:
        prefix: where its internal location for the folder begins, such as `/_blobs`.
        place: tells where in the folder a blob is, from what the store told of it.
    """

    prefix: str
    place: Callable[[BlobStat], str]

    def left_to(self, asked: Asked, told: Answer, info: BlobStat) -> Answer:
        """The answer that makes nginx send the bytes; the one given, where it is not to."""
        if not _understood_alike(asked, told):
            return told
        kept = [(name, value) for name, value in told.headers if name.lower() not in _BY_NGINX]
        address = f"{self.prefix}/{self.place(info)}"
        headers = (*kept, ("X-Accel-Redirect", address), ("Content-Length", "0"))
        return Answer(status=200, headers=headers, body=())


def _understood_alike(asked: Asked, told: Answer) -> bool:
    """Whether it is a GET of the whole or of one piece, and no condition but `If-Range` is set."""
    condition = Preconditions(if_range=asked.preconditions.if_range)
    if asked.head or asked.preconditions != condition:
        return False
    if asked.range is None:
        return told.status == HTTPStatus.OK
    plain = _ONE_RANGE.fullmatch(asked.range) is not None
    return plain and told.status == HTTPStatus.PARTIAL_CONTENT
