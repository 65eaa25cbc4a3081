"""The whole server, and those who connect to it with real tokens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import attrs

from tests.http.world import PASSWORD, Someone, World
from tests.socket.stage import Client, visit
from tests.unit.live.stage import until

__all__ = ["Site", "live"]


@attrs.frozen
class Site:
    """A server, or several as one, and those who connect to it."""

    world: World
    tasks: asyncio.TaskGroup

    def connect(self, token: str, *, path: str = "/ws", **headers: str) -> Client:
        """Connect with a token."""
        protocols = ["phantom", f"phantom.bearer.{token}"]
        return visit(self.world.app, self.tasks, protocols=protocols, headers=headers, path=path)

    async def admitted(self, somebody: Someone) -> Client:
        """Connect, and be let in."""
        client = self.connect(somebody.signed_in["accessToken"])
        welcome = await client.next()
        assert welcome["data"] == {"userId": somebody.id}
        return client

    async def again(self, name: str) -> Someone:
        """Sign somebody in once more."""
        body = {"login": name, "password": PASSWORD}
        answer = await self.world.http.post("/api/auth/login", json=body)
        return Someone(self.world.http, answer.json())

    def attend(self) -> None:
        """Have the domain told who is here, as it is beside a server."""
        for services in self.world.servers:
            self.tasks.create_task(services.attending.run())

    async def settled(self) -> None:
        """Wait until the domain knows who is here."""
        servers = self.world.servers
        await until(lambda: all(services.attending.settled for services in servers))


@asynccontextmanager
async def live(world: World) -> AsyncIterator[Site]:
    """Have a world deliver what happens in it."""
    async with AsyncExitStack() as stack:
        for services in world.servers:
            await stack.enter_async_context(services.hub)
        async with asyncio.TaskGroup() as tasks:
            yield Site(world, tasks)
            for task in [*tasks._tasks]:
                task.cancel()
