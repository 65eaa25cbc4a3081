"""The whole server, and those who connect to it with real tokens."""

import asyncio
from typing import Any

import attrs

from tests.http.world import PASSWORD, Someone, World
from tests.socket.stage import Client, visit

__all__ = ["Site"]


@attrs.frozen
class Site:
    """A server, and those who connect to it."""

    world: World
    app: Any
    tasks: asyncio.TaskGroup

    def connect(self, token: str, *, path: str = "/ws", **headers: str) -> Client:
        """Connect with a token."""
        protocols = ["phantom", f"phantom.bearer.{token}"]
        return visit(self.app, self.tasks, protocols=protocols, headers=headers, path=path)

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
