"""What every request passes before its route: limits, a look at the query, and authentication.

A route is closed unless it says `open=True`; it may name a stricter allowance of its own with
`allowance="log-in"`. Nothing of the body has been read when a request is turned away here, save
where a route takes none: there must be none, or an empty object.
"""

from functools import cache
from typing import Any, Final

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from phantom_app.http.callers import Caller, KeysInUse
from phantom_app.http.decoding import decode
from phantom_app.http.payloads import Nothing
from phantom_app.http.problems import Malformed, PreconditionFailed
from phantom_app.limiting import address_of, enforce
from phantom_app.services import Services
from phantom_core.identity import Identified
from phantom_core.identity.flows import identify
from phantom_core.kernel import ANONYMOUS, Fault, NotAuthenticated, UserId

__all__ = ["Gate", "bearer_of", "spend"]

_AnyRequest = Request[Any, Any, Any]

_KEYLESS: Final = "/api/auth/"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """Stands before all routes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._keys_in_use = KeysInUse()

    async def admit(self, request: _AnyRequest) -> None:
        """Let a request through, with its caller.

        Raises: NotAuthenticated, RateLimited, Malformed, PreconditionFailed, TooLarge.
        """
        services, options = self._services, request.route_handler.opt
        if not options.get("unlimited"):
            await spend(request, services, "address", address_of(request.scope))
        known = None if options.get("open") else await self._identify(request)
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
            keys_in_use=self._keys_in_use,
        )

    async def _identify(self, request: _AnyRequest) -> Identified:
        services = self._services
        known = await identify(services.desk, bearer_of(request), services.clock())
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
    faults += [
        Fault(name, "must stand only once")
        for name in given
        if name in known and len(given.getall(name)) > 1
    ]
    if faults:
        raise Malformed(*faults)


def _refuse_foreign_condition(request: _AnyRequest) -> None:
    """A condition that a route does not judge must not be passed over (RFC 9110, 13.1.1)."""
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*" or request.method in _SAFE:
        return
    if "if_match" not in request.route_handler.parsed_fn_signature.parameters:
        raise PreconditionFailed(None)


async def _refuse_foreign_body(request: _AnyRequest) -> None:
    handler = request.route_handler
    if request.method in _SAFE or handler.parsed_data_field or "request_body" in handler.opt:
        return
    if body := await request.body():
        decode(body, Nothing)


@cache
def _parameters_of(handler: HTTPRouteHandler) -> frozenset[str] | None:
    """The query parameters of a route; `None` if it reads its query itself."""
    if handler.opt.get("own_query"):
        return None
    signatures = [
        handler.parsed_fn_signature,
        *(provider.parsed_fn_signature for provider in handler.resolve_dependencies().values()),
    ]
    return frozenset(
        definition.name or name
        for signature in signatures
        for name, field in signature.parameters.items()
        if isinstance(definition := field.kwarg_definition, QueryParameter)
    )
