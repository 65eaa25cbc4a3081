"""A server in this process, on adapters that cost little, and people who call it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import cycle
from pathlib import Path
from typing import Any

import anyio
import attrs
import httpx

from phantom_adapters.images import PillowRenderer
from phantom_adapters.memory import ManualClock
from phantom_adapters.memory.analyzer import MemoryAnalyzer
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.mail import MemoryMailer
from phantom_adapters.memory.multipart import MemoryMultipartUploads
from phantom_adapters.memory.push import MemoryPushGateway
from phantom_adapters.security.argon2_passwords import Argon2Cost, Argon2Passwords
from phantom_app.composition import Technology, services_of
from phantom_app.http.app import create_app
from phantom_app.http.routes import ROUTES, server_of
from phantom_app.services import Services
from phantom_app.settings import Settings, read_settings
from phantom_app.signing import part_urls
from phantom_app.workers import worker_of
from phantom_core.identity import GrantAdmin
from phantom_core.kernel import SYSTEM, Command, Storage, Task
from tests.http.guarded import expect_guarded

__all__ = [
    "PASSWORD",
    "Place",
    "Someone",
    "World",
    "build",
    "build_with",
    "settings_of",
    "technology",
    "world_of",
]

PASSWORD = "a long enough secret"

# Its process starts with the first image, and ends with that of the tests.
_RENDERER = PillowRenderer(hands=1)


@attrs.frozen
class World:
    """The server, or several as one, and what stands behind it.

    Attributes:
        servers: each call, and each connection, goes to the next of them.
        workers: what those have who do stored jobs; none, where the servers do them.
        app: all servers, as one application.
        http: calls it.
    """

    servers: Sequence[Services]
    workers: Sequence[Services]
    app: Any
    http: httpx.AsyncClient
    clock: ManualClock
    mailer: MemoryMailer

    @property
    def services(self) -> Services:
        """What the first server has: for what is the same whichever does it."""
        return self.servers[0]

    @property
    def processes(self) -> Sequence[Services]:
        """What all have who do anything."""
        return [*self.servers, *self.workers]

    async def someone(self, name: str, **fields: Any) -> "Someone":
        """Register somebody and sign them in."""
        body = {"email": f"{name}@example.org", "username": name, "password": PASSWORD, **fields}
        answer = await self.http.post("/api/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        return Someone(self.http, answer.json())

    async def admin(self, name: str = "root") -> "Someone":
        """Register somebody who looks after the place."""
        someone = await self.someone(name)
        await self.do(GrantAdmin(username=name))
        return someone

    async def do(self, command: Command[Any]) -> None:
        """Do something as the system."""
        await self.services.phantom.do(command, actor=SYSTEM)

    async def work(self, *kinds: type[Task]) -> None:
        """Do the jobs that are due: all, or those of some kinds."""
        names = {kind.name for kind in kinds}
        async with anyio.create_task_group() as tasks:
            for services in self.workers or self.servers:
                tasks.start_soon(worker_of(services, names).drain)


@attrs.frozen
class Someone:
    """A person with a client that is signed in."""

    http: httpx.AsyncClient
    signed_in: dict[str, Any]

    @property
    def id(self) -> str:
        """Their id."""
        return str(self.signed_in["user"]["id"])

    @property
    def headers(self) -> dict[str, str]:
        """What tells that it is them."""
        return {"Authorization": f"Bearer {self.signed_in['accessToken']}"}

    async def send(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        """Send a request as this person."""
        if json is not None:
            options["json"] = json
        told = {**self.headers, **(headers or {})}
        return await self.http.request(method, path, headers=told, **options)


Place = Callable[[Path, Mapping[str, str]], AbstractAsyncContextManager[World]]
"""Has a world on itself, with a folder and with settings of a test's own."""


def build(
    storage: Storage, clock: ManualClock, data_dir: Path, **environment: str
) -> tuple[World, httpx.AsyncClient]:
    """Put a server together on a storage."""
    return build_with(storage, clock, data_dir, environment)


def build_with(
    storage: Storage,
    clock: ManualClock,
    data_dir: Path,
    environment: Mapping[str, str],
    **others: Any,
) -> tuple[World, httpx.AsyncClient]:
    """Put a server together, with other adapters too, by their names in `Technology`."""
    mailer, settings = MemoryMailer(), settings_of(data_dir, environment)
    store = MemoryBlobStore(clock=clock)
    multipart = MemoryMultipartUploads(store, part_urls(settings), clock=clock)
    parts = {"storage": storage, "store": store, "multipart": multipart, "intake": multipart}
    services = services_of(settings, technology(clock, mailer, **parts, **others))
    world = world_of([services], [], clock, mailer)
    return world, world.http


def settings_of(data_dir: Path, environment: Mapping[str, str]) -> Settings:
    """What a test wishes, and no limits unless it wishes for some."""
    return read_settings({"PHANTOM_RATE_LIMITS": "off", **environment}, data_dir=str(data_dir))


def technology(clock: ManualClock, mailer: MemoryMailer, **parts: Any) -> Technology:
    """Adapters that cost little, but for those `parts` that a test is about."""
    analyzer = MemoryAnalyzer()
    return Technology(
        probe=analyzer,
        analyzer=analyzer,
        renderer=_RENDERER,
        hasher=Argon2Passwords(Argon2Cost(passes=1, memory_kib=8, lanes=1)),
        mailer=mailer,
        push=MemoryPushGateway(),
        clock=clock,
        **parts,
    )


def world_of(
    servers: Sequence[Services],
    workers: Sequence[Services],
    clock: ManualClock,
    mailer: MemoryMailer,
    **elsewhere: Any,
) -> World:
    """A world with a client, which reaches its servers by turns, and `elsewhere` what is said."""
    app = _ByTurns([create_app(server_of(services), routes=ROUTES) for services in servers])
    transport = _Guarded(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="http://phantom.test", **elsewhere)
    return World(servers, workers, app, client, clock, mailer)


class _ByTurns:
    """Applications that are one: each call, and each connection, goes to the next."""

    def __init__(self, apps: Sequence[Any]) -> None:
        self._turns = cycle(apps)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await next(self._turns)(scope, receive, send)


class _Guarded(httpx.ASGITransport):
    """Looks at each answer of the servers under test."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        response.request = request
        expect_guarded(response)
        return response
