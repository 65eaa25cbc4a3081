"""A server in this process, on adapters that cost little, and people who call it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
from phantom_app.settings import read_settings
from phantom_app.signing import part_urls
from phantom_app.workers import worker_of
from phantom_core.identity import GrantAdmin
from phantom_core.kernel import SYSTEM, Command, Storage, Task
from tests.http.guarded import expect_guarded

__all__ = ["PASSWORD", "Someone", "World", "build", "build_with"]

PASSWORD = "a long enough secret"

# Its process starts with the first image, and ends with that of the tests.
_RENDERER = PillowRenderer(hands=1)


@attrs.frozen
class World:
    """The server, and what stands behind it."""

    services: Services
    http: httpx.AsyncClient
    clock: ManualClock
    mailer: MemoryMailer

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
        await worker_of(self.services, {kind.name for kind in kinds}).drain()


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
    mailer = MemoryMailer()
    settings = read_settings({"PHANTOM_RATE_LIMITS": "off", **environment}, data_dir=str(data_dir))
    analyzer, store = MemoryAnalyzer(), MemoryBlobStore(clock=clock)
    multipart = MemoryMultipartUploads(store, part_urls(settings), clock=clock)
    technology = Technology(
        storage=storage,
        store=store,
        multipart=multipart,
        intake=multipart,
        probe=analyzer,
        analyzer=analyzer,
        renderer=_RENDERER,
        hasher=Argon2Passwords(Argon2Cost(passes=1, memory_kib=8, lanes=1)),
        mailer=mailer,
        push=MemoryPushGateway(),
        clock=clock,
        **others,
    )
    services = services_of(settings, technology)
    app: Any = create_app(server_of(services), routes=ROUTES)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(
        transport=transport,
        base_url="http://phantom.test",
        event_hooks={"response": [expect_guarded]},
    )
    return World(services, client, clock, mailer), client
