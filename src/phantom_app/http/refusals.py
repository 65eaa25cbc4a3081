"""Turning whatever goes wrong in a request into a problem. Nothing a caller sends is a 500."""

import logging
import re
import secrets
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException

from phantom_app.doing import current
from phantom_app.http.decoding import sentence
from phantom_app.http.problems import (
    MEDIA_TYPE,
    Malformed,
    Problem,
    camel,
    headers_of,
    plain_problem,
    problem_of,
)
from phantom_app.logs import with_causes
from phantom_core.kernel import Fault, PhantomError, Unavailable

__all__ = ["allowing", "fault_of_the_server", "no_such_address", "refuse"]

_LOG: Final = logging.getLogger("phantom.http")
_MISSING: Final = re.compile(r"Missing required [a-z]+ parameter '([^']+)'")
_DISCONNECTED: Final = "client disconnected prematurely"

_RULES: Final = {
    400: ("malformed", "The request is not valid", "The request cannot be read."),
    401: ("not-authenticated", "Not signed in", "Sign in first."),
    403: ("forbidden", "Not allowed", "This is not allowed."),
    404: ("no-such-address", "Not found", "There is nothing at this address."),
    405: ("method-not-allowed", "Method not allowed", "This address does not take that method."),
    413: ("too-large", "Too large", "The body is larger than is accepted here."),
    415: ("unsupported-media", "Unsupported media type", "This media type is not accepted here."),
}


def refuse(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer with the problem that an exception stands for."""
    instance = request.scope["path"]
    if isinstance(error, Unavailable):
        # Callers are told a fixed sentence; the driver's own words are the operator's.
        _LOG.warning("%r is unavailable: %s", instance, with_causes(error))
    if isinstance(error, PhantomError):
        return _answer(problem_of(error, instance), headers_of(error))
    if isinstance(error, ValidationException):
        return _answer(problem_of(_malformed(error), instance))
    if isinstance(error, HTTPException) and error.status_code in _RULES:
        return _answer(_ruled(error.status_code, instance), _headers_of(error))
    if isinstance(error, InternalServerException) and error.detail == _DISCONNECTED:
        return _answer(problem_of(Malformed(Fault("", "ended too early")), instance))
    return _answer(fault_of_the_server(error, instance))


def no_such_address(instance: str) -> Problem:
    """There is nothing there."""
    return _ruled(404, instance)


def allowing(methods: Iterable[str]) -> str:
    """The value of `Allow`; what can be got can be asked for its headers alone."""
    return ", ".join(sorted({*methods, *(["HEAD"] if "GET" in methods else [])}))


def fault_of_the_server(error: Exception, instance: str) -> Problem:
    """Log a fault of ours, and make the problem that quotes the log's entry."""
    now = current()
    request_id = secrets.token_hex(8) if now is None else now.request_id
    _LOG.error("request %s failed at %s", request_id, instance, exc_info=error)
    problem = plain_problem(
        500,
        "fault",
        "A fault of the server",
        "The server made a mistake. It is logged under the request id.",
        instance,
    )
    return msgspec.structs.replace(problem, request_id=request_id)


def _ruled(status: int, instance: str) -> Problem:
    rule, title, detail = _RULES[status]
    return plain_problem(status, rule, title, detail, instance)


def _headers_of(error: HTTPException) -> dict[str, str]:
    headers = dict(error.headers or {})
    if "allow" in headers:
        headers["allow"] = allowing(headers["allow"].split(", "))
    return headers


def _answer(problem: Problem, headers: dict[str, str] | None = None) -> Response[Problem]:
    return Response(
        problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers or {}
    )


def _malformed(error: ValidationException) -> Malformed:
    """What Litestar found wrong with the parameters, as faults."""
    found = error.extra if isinstance(error.extra, list) else []
    faults = [_fault(each) for each in found if isinstance(each, dict)]
    missing = _MISSING.match(error.detail)
    if missing is not None:
        return Malformed(Fault(missing[1], "is required"))
    return Malformed(*faults or [Fault("", error.detail)])


def _fault(found: dict[str, Any]) -> Fault:
    key = str(found.get("key", ""))
    if key == "data":
        return Fault("", "must be JSON, and is empty")
    return Fault(camel(key), sentence(str(found.get("message", "is not valid"))))
