"""Optimistic locking over HTTP: `ETag: "<version>"` out, `If-Match` in.

An answer that tells more than its version counts has a tag of two parts, `"<version>-<rest>"`: it
changes with all that is told, and as a condition it names the version alone.

The condition travels into the command as the version it expects, and is judged where the change
is made; a refusal that comes from `If-Match` is told as 412 instead of 409.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final, TypeVar

from litestar import Response
from litestar.datastructures import ResponseHeader
from litestar.params import HeaderParameter

from phantom_app.http.problems import Malformed, PreconditionFailed
from phantom_core.kernel import Conflict, Fault

__all__ = ["TAGGED", "IfMatch", "expected_version", "strictly", "versioned"]

T = TypeVar("T")

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description='The version that must stand, `"3"`; or `*`.'),
]
"""A route's `if_match: IfMatch = None`."""

TAGGED: Final = [
    ResponseHeader(
        name="ETag",
        documentation_only=True,
        required=True,
        description='Changes with what is told; begins with its version, if any: `"3-done"`.',
    )
]
"""The `response_headers` of a route whose answer has a tag."""

_TAG: Final = r'(?:W/)?"[\x21\x23-\x7e]*"'
_TAGS: Final = re.compile(rf"{_TAG}(?:[ \t]*,[ \t]*{_TAG})*")
_VERSION: Final = re.compile(r'(?<!W/)"([1-9][0-9]{0,15})(?:-[^"]+)?"')
_NO_VERSION: Final = 0


def versioned(payload: T, version: int, rest: str = "", *, status: int = 200) -> Response[T]:
    """Answer with an entity and its tag.

    Nothing is said of caching, so it is not stored: one address may be somebody else's tomorrow,
    with the same tag. Clients that keep a copy of their own ask with `If-None-Match` all the same.

    Args:
        payload: the entity, as it is told.
        version: its version.
        rest: stands for all that is told and not counted by the version; in the letters of a tag.
        status: that of the answer.
    """
    tag = f'"{version}-{rest}"' if rest else f'"{version}"'
    return Response(payload, headers={"ETag": tag}, status_code=status)


def expected_version(if_match: str | None, version: int | None = None) -> int | None:
    """The version that a change is based on, from `If-Match` or else from the body.

    A weak tag, or one that we never gave out, names no version that ever stands (RFC 9110, 13.1.1).
    Versions only grow: of several that were given out, none but the highest can still stand.
    Raises: Malformed.
    """
    if if_match is None or if_match.strip() == "*":
        return version
    if _TAGS.fullmatch(if_match.strip()) is None:
        raise Malformed(Fault("If-Match", 'must be entity tags such as "3", or *'))
    named = {int(found) for found in _VERSION.findall(if_match)}
    if version is not None and version not in named:
        raise Malformed(Fault("version", "must be the same as in If-Match"))
    return version or max(named, default=_NO_VERSION)


@contextmanager
def strictly(if_match: str | None) -> Iterator[None]:
    """Tell a stale version as 412 where `If-Match` named it. Raises: PreconditionFailed."""
    try:
        yield
    except Conflict as error:
        if if_match is not None and error.current is not None:
            detail = f"The version that stands is {error.current}; read it again, then decide."
            raise PreconditionFailed(detail, error.current) from error
        raise
