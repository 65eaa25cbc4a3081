"""The headers that answers carry, for the OpenAPI document.

A route names those of its success itself, as Litestar's `response_headers`; what goes with a status
or with every answer is known here.
"""

from typing import Any, Final

__all__ = ["IDEMPOTENCY_KEY", "IF_NONE_MATCH", "headers_of_answer"]

_Document = dict[str, Any]


def headers_of_answer(status: int, named: _Document, *, limited: bool) -> _Document:
    """The headers of an answer.

    Args:
        status: that of the answer.
        named: the headers that its route names.
        limited: whether the route's calls are counted; limits can be switched off as a whole.
    """
    told = {name: {"schema": {"type": "string"}, **header} for name, header in named.items()}
    return told | _BY_STATUS.get(status, {}) | (_LIMITS if limited else {})


def _header(description: str, kind: str = "string", *, required: bool = True) -> _Document:
    return {"description": description, "required": required, "schema": {"type": kind}}


_LIMITS: Final[_Document] = {
    "RateLimit-Policy": _header("The allowances that the call was counted for.", required=False),
    "RateLimit": _header("What is left of each, and when it is whole again.", required=False),
}
_RETRY: Final = {"Retry-After": _header("Seconds after which to try again.", "integer")}
_BY_STATUS: Final[dict[int, _Document]] = {
    307: {"Location": _header("The URL.")},
    401: {"WWW-Authenticate": _header("How to sign in: `Bearer`.")},
    429: _RETRY,
    503: _RETRY,
}

IDEMPOTENCY_KEY: Final[_Document] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The caller's name for this request: repeating it has no second effect.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
"""The parameter of every POST but those of the accounts' door."""

IF_NONE_MATCH: Final[_Document] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of what the client has; if that still stands, the answer is 304.",
    "schema": {"type": "string"},
}
"""The parameter of whatever is read with a tag."""
