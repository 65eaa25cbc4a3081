"""The route where signed URLs lead."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import lru_cache
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl

import attrs
from litestar import HttpMethod, Request, Response, Router, put, route
from litestar.params import FromPath
from litestar.types import HTTPScope

from phantom_app.http.delivery.acceleration import WebServerInFront
from phantom_app.http.delivery.answer import Asked, answer
from phantom_app.http.delivery.receiving import receive_part
from phantom_app.http.delivery.response import BlobResponse
from phantom_core.blobs import (
    BlobGrant,
    BlobKey,
    BlobStore,
    GrantedAccess,
    KeyRing,
    Parameters,
    PartIntake,
    Preconditions,
    SignatureFlaw,
    SignatureInvalid,
    authenticate,
    blob_key,
    verify,
)
from phantom_core.kernel.errors import Invalid

__all__ = ["Delivery", "DeliveryOf", "Permit", "create_delivery_router"]

Permit = Callable[[BlobGrant], Awaitable[object]]
"""Asks whether a signed URL's reader may still read its blob. Raises: NotFound, if not."""

_MOST_PARAMETERS = 16
_REMEMBERED = 4096


@attrs.frozen(kw_only=True)
class Delivery:
    """What blobs are served with.

    Attributes:
        store: where they are.
        ring: the keys that their URLs are signed with.
        clock: the time now.
        permit: asked of every grant to read before its blob is touched.
        intake: takes parts; `None` where the store has URLs of its own.
        front: the web server that sends the bytes, if one does.
    """

    store: BlobStore
    ring: KeyRing
    clock: Callable[[], datetime]
    permit: Permit
    intake: PartIntake | None = None
    front: WebServerInFront | None = None


DeliveryOf = Callable[[HTTPScope], Delivery]
"""Finds what the server has to serve blobs with that a request was sent to."""


def create_delivery_router(delivery_of: DeliveryOf, *, path: str = "/blobs") -> Router:
    """Make the router that serves `GET`, `HEAD` and `PUT` of `path/{key}` by signature.

    It is not in the OpenAPI document: its URLs are handed out whole, nobody builds them. Its
    handlers raise SignatureInvalid, SignatureExpired, Unavailable; those that read BlobNotFound,
    and what `permit` raises; the one that takes a part what `receive_part` raises.
    """

    @route(
        "/{key:path}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        include_in_schema=False,
        name="blob",
    )
    async def deliver(request: Request[Any, Any, Any], key: FromPath[str]) -> BlobResponse:
        with_ = delivery_of(request.scope)
        now, query = with_.clock(), request.scope["query_string"]
        grant = _read_grant(key, query, with_.ring)
        grant.expect_good(now)
        wanted = grant.key
        await with_.permit(grant)
        asked, info = _asked(request.scope), await with_.store.stat(wanted)
        told = answer(
            asked,
            info,
            grant.presentation,
            now=now,
            expires_at=grant.expires_at,
            boundary=token_hex(16),
        )
        if with_.front is not None:
            told = with_.front.left_to(asked, told, info)
        return BlobResponse(told, with_.store, wanted)

    @put(
        "/{key:path}",
        include_in_schema=False,
        name="part",
        status_code=200,
        request_max_body_size=None,
        request_body={},
    )
    async def receive(request: Request[Any, Any, Any], key: FromPath[str]) -> Response[bytes]:
        with_ = delivery_of(request.scope)
        wanted, parameters = _key(key), _parameters(request.scope["query_string"])
        now = with_.clock()
        grant = verify(GrantedAccess.WRITE, wanted, parameters, with_.ring, now=now)
        return await receive_part(request, grant, with_.intake)

    return Router(path, route_handlers=[deliver, receive])


@lru_cache(maxsize=_REMEMBERED)
def _read_grant(path: str, query: bytes, ring: KeyRing) -> BlobGrant:
    """What a URL lets its holder read; remembered, for players ask one URL for piece after piece.

    What is refused is not remembered, so that strangers fill no memory.
    """
    return authenticate(GrantedAccess.READ, _key(path), _parameters(query), ring)


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
