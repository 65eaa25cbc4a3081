"""The route where signed URLs lead."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl

import attrs
from litestar import HttpMethod, Request, Router, route
from litestar.params import FromPath
from litestar.types import HTTPScope

from phantom_app.http.delivery.answer import Asked, answer
from phantom_app.http.delivery.response import BlobResponse
from phantom_core.blobs import (
    BlobGrant,
    BlobKey,
    BlobStore,
    GrantedAccess,
    KeyRing,
    Parameters,
    Preconditions,
    SignatureFlaw,
    SignatureInvalid,
    blob_key,
    verify,
)
from phantom_core.kernel.errors import Invalid

__all__ = ["Delivery", "DeliveryOf", "Permit", "create_delivery_router"]

Permit = Callable[[BlobGrant], Awaitable[object]]
"""Asks whether a signed URL's reader may still read its blob. Raises: NotFound, if not."""

_MOST_PARAMETERS = 16


@attrs.frozen(kw_only=True)
class Delivery:
    """What blobs are served with.

    Attributes:
        store: where they are.
        ring: the keys that their URLs are signed with.
        clock: the time now.
        permit: asked of every grant before its blob is touched.
    """

    store: BlobStore
    ring: KeyRing
    clock: Callable[[], datetime]
    permit: Permit


DeliveryOf = Callable[[HTTPScope], Delivery]
"""Finds what the server has to serve blobs with that a request was sent to."""


def create_delivery_router(delivery_of: DeliveryOf, *, path: str = "/blobs") -> Router:
    """Make the router that serves `GET` and `HEAD` of `path/{key}` by signature.

    It is not in the OpenAPI document: its URLs are handed out whole, nobody builds them. Its
    handler raises SignatureInvalid, SignatureExpired, BlobNotFound, Unavailable, and what
    `permit` raises.
    """

    @route(
        "/{key:path}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        include_in_schema=False,
        name="blob",
    )
    async def deliver(request: Request[Any, Any, Any], key: FromPath[str]) -> BlobResponse:
        with_ = delivery_of(request.scope)
        now, wanted = with_.clock(), _key(key)
        parameters = _parameters(request.scope["query_string"])
        grant = verify(GrantedAccess.READ, wanted, parameters, with_.ring, now=now)
        await with_.permit(grant)
        told = answer(
            _asked(request.scope),
            await with_.store.stat(wanted),
            grant.presentation,
            now=now,
            expires_at=grant.expires_at,
            boundary=token_hex(16),
        )
        return BlobResponse(told, with_.store, wanted)

    return Router(path, route_handlers=[deliver])


def _key(path: str) -> BlobKey:
    try:
        return blob_key(path.removeprefix("/"))
    except Invalid as error:
        raise SignatureInvalid(SignatureFlaw.MALFORMED) from error


def _parameters(query: bytes) -> Parameters:
    """Decode the query once, and only if there is one way to read it."""
    try:
        return parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError as error:
        raise SignatureInvalid(SignatureFlaw.MALFORMED) from error


def _asked(scope: HTTPScope) -> Asked:
    found: dict[bytes, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.lower(), []).append(value.decode("latin-1"))
    told = {name: ", ".join(values) for name, values in found.items()}
    return Asked(
        head=scope["method"] == HttpMethod.HEAD,
        path=scope["path"],
        range=told.get(b"range"),
        preconditions=Preconditions(
            if_match=told.get(b"if-match"),
            if_none_match=told.get(b"if-none-match"),
            if_modified_since=told.get(b"if-modified-since"),
            if_unmodified_since=told.get(b"if-unmodified-since"),
            if_range=told.get(b"if-range"),
        ),
    )
