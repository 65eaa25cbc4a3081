"""Who calls a route, and the request they call it with."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, TypeVar, cast

import attrs
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import Empty

from phantom_app.http.decoding import decode
from phantom_app.http.problems import Malformed, naming
from phantom_app.services import Services
from phantom_core.identity import SessionId
from phantom_core.kernel import (
    Actor,
    Command,
    Conflict,
    Fault,
    Query,
    TooLarge,
    UnsupportedMedia,
    UserId,
)

__all__ = ["Caller", "KeyInUse", "KeysInUse", "PhantomRequest"]

R = TypeVar("R")

_JSON: Final = "application/json"
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class KeyInUse(Conflict):
    """The first request with an idempotency key is still running."""

    rule = "idempotency-key-in-use"

    def __init__(self) -> None:
        super().__init__("The first request with this idempotency key is still running.")


class KeysInUse:
    """The idempotency keys of requests that run now, in this process."""

    def __init__(self) -> None:
        self._running: set[tuple[UserId, str]] = set()

    @contextmanager
    def hold(self, owner: UserId, key: str) -> Iterator[None]:
        """Keep a key to oneself for a while. Raises: KeyInUse."""
        if (owner, key) in self._running:
            raise KeyInUse
        self._running.add((owner, key))
        try:
            yield
        finally:
            self._running.discard((owner, key))


@attrs.frozen(kw_only=True)
class Caller:
    """The one who calls, and what they may call upon.

    Attributes:
        actor: on whose behalf; anonymous on open routes.
        services: what was composed.
        session_id: the log-in session they are in; absent on open routes.
        key: the idempotency key of this request, where it counts.
    """

    actor: Actor
    services: Services
    session_id: SessionId | None = None
    key: str | None = None
    keys_in_use: KeysInUse = attrs.field(factory=KeysInUse, repr=False)

    async def do(self, command: Command[R]) -> R:
        """Do a command as the caller, once for each idempotency key; answer its value."""
        with self.once():
            outcome = await self.services.phantom.do(
                command, actor=self.actor, idempotency_key=self.key
            )
        return outcome.value

    @contextmanager
    def once(self) -> Iterator[None]:
        """Keep the idempotency key to this request; for flows that are handed `key` themselves.

        Raises: KeyInUse, if another request with it is running.
        """
        with ExitStack() as stack:
            stack.enter_context(naming(idempotencyKey="Idempotency-Key"))
            if self.key:
                stack.enter_context(self.keys_in_use.hold(self.actor.person, self.key))
            yield

    async def ask(self, query: Query[R]) -> R:
        """Answer a query as the caller."""
        return await self.services.phantom.ask(query, actor=self.actor)


class PhantomRequest(Request[Caller, None, State]):
    """A request whose JSON body is decoded by us, straight into the type its route asks for."""

    @property
    def caller(self) -> Caller:
        """Who calls."""
        return cast("Caller", self.scope["user"])

    def whole(self, url: str) -> str:
        """A URL, with the scheme and host that this request was sent to if it has none.

        That is the sender's own word: such a URL is for them alone. Raises: Malformed.
        """
        return f"{self._origin()}{url}" if url.startswith("/") else url

    def _origin(self) -> str:
        hosts = self.headers.getall("host", [])
        if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
            raise Malformed(Fault("Host", "must name the one host that the request is sent to"))
        return f"{self.scope['scheme']}://{hosts[0]}"

    async def body(self) -> bytes:
        """The whole body. Raises: TooLarge, at once if it is announced to be too long."""
        try:
            return await super().body()
        except RequestEntityTooLarge as error:
            limit = self.route_handler.resolve_request_max_body_size() or 0
            raise TooLarge(f"At most {limit} bytes are accepted here.", limit=limit) from error

    async def json(self) -> Any:
        """The body as the payload of this route. Raises: Malformed, TooLarge, UnsupportedMedia."""
        if self._json is Empty:
            self.require_json()
            field = self.route_handler.parsed_data_field
            kind = Any if field is None else field.annotation
            self._json = decode(await self.body(), kind)
        return self._json

    def require_json(self) -> None:
        """Refuse a body that is announced as something else. Raises: UnsupportedMedia."""
        kind, options = self.content_type
        if kind.lower() != _JSON or options.get("charset", "utf-8").lower() not in {
            "utf-8",
            "utf8",
        }:
            raise UnsupportedMedia(f"The body must be {_JSON} in UTF-8.")
