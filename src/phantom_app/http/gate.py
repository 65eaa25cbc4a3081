"""What every request passes before its route: limits, a look at the query, and authentication.

A route is closed unless it says `open=True`; it may name a stricter allowance of its own with
`allowance="log-in"`. Nothing of the body has been read when a request is turned away here, save
where a route takes none: there must be none, or an empty object.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

import msgspec
from litestar import HttpMethod, Litestar, Request, Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.routes import HTTPRoute

from phantom_app.doing import note_actor
from phantom_app.http.callers import Caller
from phantom_app.http.decoding import choices_of, decode
from phantom_app.http.payloads import Nothing
from phantom_app.http.problems import Malformed, PreconditionFailed
from phantom_app.http.refusals import allowing
from phantom_app.http.served import served
from phantom_app.limiting import address_of, enforce
from phantom_app.services import Services
from phantom_core.identity import Identified
from phantom_core.identity.flows import identify
from phantom_core.kernel import ANONYMOUS, Fault, NotAuthenticated, UserId

__all__ = ["admit", "bearer_of", "spend"]

_AnyRequest = Request[Any, Any, Any]

_KEYLESS: Final = "/api/auth/"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_WRITTEN: Final = {
    int: (re.compile(r"-?[0-9]+"), "must be a whole number"),
    bool: (re.compile(r"[01]|true|false"), "must be true or false, or 1 or 0"),
}


async def admit(request: _AnyRequest) -> Response[None] | None:
    """Let a request through, with its caller; or answer it, if it asks what is allowed.

    Raises: NotAuthenticated, RateLimited, Malformed, PreconditionFailed, TooLarge.
    """
    server, options = served(request.scope), request.route_handler.opt
    services = server.services
    if not options.get("unlimited"):
        await spend(request, services, "address", address_of(request.scope))
    if request.method == HttpMethod.OPTIONS:
        return _what_is_allowed(request)
    known = None if options.get("open") else await _identify(request, services)
    if special := options.get("allowance"):
        await spend(request, services, special, _person(known) or address_of(request.scope))
    _refuse_foreign_parameters(request)
    _refuse_foreign_condition(request)
    await _refuse_foreign_body(request)
    request.scope["user"] = Caller(
        actor=known.actor if known else ANONYMOUS,
        session_id=known.session_id if known else None,
        services=services,
        key=_key_of(request) if known else None,
        keys_in_use=server.keys_in_use,
    )
    return None


async def _identify(request: _AnyRequest, services: Services) -> Identified:
    known = await identify(services.desk, bearer_of(request), services.clock())
    note_actor(known.actor)
    await spend(request, services, "person", known.actor.person)
    return known


async def spend(request: _AnyRequest, services: Services, name: str, who: str) -> None:
    """Count a request against an allowance; the answer's headers tell. Raises: RateLimited."""
    verdict = await services.limits.take(name, who)
    if verdict is not None:
        request.scope["state"].setdefault("verdicts", []).append(verdict)
    enforce(verdict)


def bearer_of(request: _AnyRequest) -> str:
    """The access token of a request. Raises: NotAuthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthenticated
    return token.strip()


def _person(known: Identified | None) -> UserId | None:
    return known.actor.user_id if known else None


def _key_of(request: _AnyRequest) -> str | None:
    if request.method != "POST" or request.scope["path"].startswith(_KEYLESS):
        return None
    return request.headers.get("idempotency-key")


def _refuse_foreign_parameters(request: _AnyRequest) -> None:
    if not request.scope["query_string"]:
        return
    known = _parameters_of(request.route_handler)
    if known is None:
        return
    given = request.query_params
    faults = [Fault(name, "is not a parameter here") for name in given if name not in known]
    for name in known.keys() & given.keys():
        faults += _faults_of(name, given.getall(name), known[name])
    if faults:
        raise Malformed(*faults)


def _faults_of(name: str, values: list[str], kind: Any) -> Iterator[Fault]:
    """What Litestar would pass over, or not explain.

    It takes the last of several, and `1e2` for a whole number, and does not say what may be chosen,
    or what a time looks like.
    """
    if len(values) > 1:
        yield Fault(name, "must stand only once")
    elif kind in _WRITTEN:
        pattern, message = _WRITTEN[kind]
        if not pattern.fullmatch(values[0]):
            yield Fault(name, message)
    elif datetime in get_args(kind) and not _is_time(values[0]):
        yield Fault(name, "must be a time like 2026-01-31T12:00:00Z")
    elif (choices := [*choices_of(kind)]) and values[0] not in choices:
        yield Fault(name, f"must be one of: {', '.join(choices)}")


def _is_time(text: str) -> bool:
    try:
        msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        return False
    return True


def _refuse_foreign_condition(request: _AnyRequest) -> None:
    """A condition that a route does not judge must not be passed over (RFC 9110, 13.1).

    What is read is judged on its way out, in `front`.
    """
    if request.method in _SAFE:
        return
    if "if-none-match" in request.headers:
        raise PreconditionFailed("Something is here, and `If-None-Match` is for reading it.")
    if request.headers.get("if-match", "*").strip() == "*":
        return
    if "if_match" not in request.route_handler.parsed_fn_signature.parameters:
        raise PreconditionFailed("What is here has no versions: `If-Match` can only be `*`.")


async def _refuse_foreign_body(request: _AnyRequest) -> None:
    handler = request.route_handler
    if request.method in _SAFE or handler.parsed_data_field or "request_body" in handler.opt:
        return
    if body := await request.body():
        decode(body, Nothing)


def _what_is_allowed(request: _AnyRequest) -> Response[None]:
    methods = _methods_of(request.app, request.scope["path_template"])
    return Response(None, status_code=204, headers={"Allow": allowing(methods)})


@cache
def _methods_of(app: Litestar, template: str) -> frozenset[str]:
    """The methods of an address; Litestar's own answer forgets some of them."""
    routes = (route for route in app.routes if isinstance(route, HTTPRoute))
    return frozenset().union(*(each.methods for each in routes if each.path_format == template))


@cache
def _parameters_of(handler: HTTPRouteHandler) -> Mapping[str, Any] | None:
    """The query parameters of a route and their types; `None` if it reads its query itself."""
    if handler.opt.get("own_query"):
        return None
    signatures = [
        handler.parsed_fn_signature,
        *(provider.parsed_fn_signature for provider in handler.resolve_dependencies().values()),
    ]
    return MappingProxyType(
        {
            definition.name or name: field.annotation
            for signature in signatures
            for name, field in signature.parameters.items()
            if isinstance(definition := field.kwarg_definition, QueryParameter)
        }
    )
