"""How a refusal is told over HTTP, and on the socket: problem details (RFC 9457).

`STATUSES` is the one table from kinds of refusal to status codes. A test holds it against the
error tree, so that a new kind cannot be forgotten.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Annotated, Final

import attrs
import msgspec

from phantom_core.kernel import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotAuthenticated,
    NotFound,
    PhantomError,
    RateLimited,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)

__all__ = [
    "MEDIA_TYPE",
    "STATUSES",
    "FieldFault",
    "Malformed",
    "PreconditionFailed",
    "Problem",
    "TooSlow",
    "camel",
    "headers_of",
    "naming",
    "plain_problem",
    "problem_of",
    "status_of",
    "within",
]

MEDIA_TYPE: Final = "application/problem+json"
"""What a problem is sent as."""


class PreconditionFailed(PhantomError):
    """A condition of the request does not hold, such as the version that `If-Match` names.

    Attributes:
        current: the version that stands, if it is about one.
    """

    rule = "precondition-failed"

    def __init__(self, detail: str, current: int | None = None) -> None:
        super().__init__(detail)
        self.current = current


class TooSlow(PhantomError):
    """The rest of a body does not come."""

    rule = "too-slow"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Nothing more of the body has come for {seconds:g} seconds.")


class Malformed(Invalid):
    """The request itself cannot be read. Its paths are already in the caller's words."""

    rule = "malformed"


STATUSES: Final[Mapping[type[PhantomError], tuple[int, str]]] = MappingProxyType(
    {
        Invalid: (400, "The request is not valid"),
        NotAuthenticated: (401, "Not signed in"),
        Forbidden: (403, "Not allowed"),
        NotFound: (404, "Not found"),
        TooSlow: (408, "Too slow"),
        Conflict: (409, "Conflict"),
        Gone: (410, "Gone"),
        PreconditionFailed: (412, "Precondition failed"),
        TooLarge: (413, "Too large"),
        UnsupportedMedia: (415, "Unsupported media type"),
        RateLimited: (429, "Too many requests"),
        Unavailable: (503, "Unavailable"),
    }
)
"""Kind of refusal -> status code and title. A subclass is told as its nearest ancestor here."""


class FieldFault(msgspec.Struct, frozen=True):
    """One thing that is wrong with the request, and where: `profile.tags[3]`."""

    path: str
    message: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What went wrong, for programs and for people (RFC 9457)."""

    type: Annotated[str, msgspec.Meta(description="The rule that was enforced: a stable name.")]
    title: str
    status: int
    detail: Annotated[str, msgspec.Meta(description="A sentence for a person.")]
    instance: Annotated[str, msgspec.Meta(description="The path that was asked for.")] = ""
    errors: Annotated[
        Sequence[FieldFault], msgspec.Meta(description="Every fault of a bad request.")
    ] = ()
    current: Annotated[
        int | None, msgspec.Meta(description="The version that stands, after a conflict.")
    ] = None
    expected_version: Annotated[
        int | None, msgspec.Meta(description="The version that the caller had in mind.")
    ] = None
    request_id: Annotated[
        str | None, msgspec.Meta(description="What to quote when reporting a fault of the server.")
    ] = None


@contextmanager
def naming(**names: str) -> Iterator[None]:
    """Tell faults of the core's fields by the names that the caller used: `naming(query="q")`."""
    try:
        yield
    except Invalid as error:
        error.faults = [
            attrs.evolve(fault, path=names.get(fault.path, fault.path)) for fault in error.faults
        ]
        raise


@contextmanager
def within(path: str) -> Iterator[None]:
    """Tell faults of a value by where the caller put it: `within("seeking.ages")`."""
    try:
        yield
    except Invalid as error:
        error.faults = [attrs.evolve(fault, path=f"{path}.{fault.path}") for fault in error.faults]
        raise


def status_of(kind: type[PhantomError]) -> tuple[int, str]:
    """The status code and title of a kind of refusal."""
    return next(STATUSES[ancestor] for ancestor in kind.__mro__ if ancestor in STATUSES)


def problem_of(error: PhantomError, instance: str = "", *, whole: str = "The body") -> Problem:
    """Tell a refusal as a problem; the core's field names are told in camel case.

    Args:
        error: the refusal.
        instance: the path that was asked for.
        whole: what a fault without a path is a fault of.
    """
    status, title = status_of(type(error))
    return Problem(
        type=f"urn:phantom:{error.rule}",
        title=title,
        status=status,
        detail=_detail_of(error, whole),
        instance=instance,
        errors=_faults_of(error),
        current=getattr(error, "current", None),
        expected_version=getattr(error, "expected", None),
    )


def plain_problem(status: int, rule: str, title: str, detail: str, instance: str = "") -> Problem:
    """A problem that is no refusal of the core's: no such route, a fault of the server."""
    return Problem(
        type=f"urn:phantom:{rule}", title=title, status=status, detail=detail, instance=instance
    )


def headers_of(error: PhantomError) -> dict[str, str]:
    """The headers that go with a refusal."""
    if isinstance(error, RateLimited | Unavailable):
        return {"Retry-After": str(max(1, math.ceil(error.retry_after)))}
    if isinstance(error, NotAuthenticated):
        return {"WWW-Authenticate": 'Bearer realm="phantom"'}
    if isinstance(error, TooSlow):
        # What may still come of the body must not be taken for the next request.
        return {"Connection": "close"}
    return {}


def _detail_of(error: PhantomError, whole: str) -> str:
    if not isinstance(error, Invalid):
        return _sayable(error.detail)
    said = [
        f"{fault.path}: {fault.message}" if fault.path else f"{whole} {fault.message}"
        for fault in _faults_of(error)
    ]
    return "; ".join(each.rstrip(".") for each in said) + "."


def _faults_of(error: PhantomError) -> Sequence[FieldFault]:
    if not isinstance(error, Invalid):
        return ()
    told = str if isinstance(error, Malformed) else camel
    return [
        FieldFault(_sayable(told(fault.path)), _sayable(fault.message)) for fault in error.faults
    ]


def _sayable(text: str) -> str:
    """The text with lone surrogates written out: UTF-8 has no place for them."""
    return text.encode("utf-8", "backslashreplace").decode()


def camel(path: str) -> str:
    """The core's name of a field as the wire knows it: `display_name` is `displayName`."""
    return re.sub(r"(?<=[a-z0-9])_([a-z0-9])", lambda found: found[1].upper(), path)
