"""Optimistic locking over HTTP: `ETag: "<version>"` out, `If-Match` in.

The condition travels into the command as the version it expects, and is judged where the change
is made; a refusal that comes from `If-Match` is told as 412 instead of 409.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final, TypeVar

from litestar import Response
from litestar.params import HeaderParameter

from phantom_app.http.problems import Malformed, PreconditionFailed
from phantom_core.kernel import Conflict, Fault

__all__ = ["IfMatch", "expected_version", "strictly", "versioned"]

T = TypeVar("T")

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description='The version that must stand, `"3"`; or `*`.'),
]
"""A route's `if_match: IfMatch = None`."""

_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')
_VERSION: Final = re.compile(r"[1-9][0-9]{0,15}")
_NO_VERSION: Final = 0


def versioned(payload: T, version: int, *, status: int = 200) -> Response[T]:
    """Answer with an entity and its version's tag."""
    return Response(payload, headers={"ETag": f'"{version}"'}, status_code=status)


def expected_version(if_match: str | None, version: int | None = None) -> int | None:
    """The version that a change is based on, from `If-Match` or else from the body.

    A weak tag, or one that we never gave out, names no version that ever stands (RFC 9110, 13.1.1).
    Raises: Malformed.
    """
    if if_match is None or if_match.strip() == "*":
        return version
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None:
        raise Malformed(Fault("If-Match", 'must be one entity tag such as "3", or *'))
    named = int(tag[2]) if _VERSION.fullmatch(tag[2]) and not tag[1] else _NO_VERSION
    if version is not None and version != named:
        raise Malformed(Fault("version", "must be the same as in If-Match"))
    return named


@contextmanager
def strictly(if_match: str | None) -> Iterator[None]:
    """Tell a stale version as 412 where `If-Match` named it. Raises: PreconditionFailed."""
    try:
        yield
    except Conflict as error:
        if if_match is not None and error.current is not None:
            raise PreconditionFailed(error.current) from error
        raise
