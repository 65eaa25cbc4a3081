"""A server of projects on a port of this machine, which can be cut off, and people with desks."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio
import attrs
import uvicorn

from phantom_adapters.client import Client, Workspace, connect, workspace
from phantom_adapters.replicas import MemoryReplicaStore
from phantom_app.socket.uvicorn_wire import SocketProtocol
from phantom_core.sync import RecordId, Replica, ReplicaId
from tests.http.world import Someone, World
from tests.socket.site import live

__all__ = ["Desk", "StudioHouse", "new_record", "studio_house", "within"]

_PATIENCE = 60
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_record() -> RecordId:
    """An id for something new."""
    return RecordId(
        "".join(random.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=25)).rjust(26, "0")
    )


async def within(workspace: Workspace, holds: Callable[[], bool]) -> None:
    """Wait until something holds, not for ever."""
    with anyio.fail_after(_PATIENCE):
        await workspace.until(holds)


@attrs.define
class Desk:
    """Where one person works on one project, connected or not."""

    house: "StudioHouse"
    someone: Someone
    project_id: str
    replica: Replica

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Workspace]:
        """Work with everybody else for a while."""
        async with (
            self.house.client(self.someone) as client,
            workspace(client, self.project_id, self.replica) as work,
        ):
            await within(work, lambda: RecordId(self.project_id) in self.replica.view)
            yield work


class StudioHouse:
    """The server, and what stands behind it."""

    def __init__(self, world: World, port: int, server: uvicorn.Server) -> None:
        self.world = world
        self._port = port
        self._server = server

    def client(self, someone: Someone) -> Client:
        """Somebody's connection."""
        url = f"ws://127.0.0.1:{self._port}/ws"
        return connect(url, lambda: str(someone.signed_in["accessToken"]), proxy=None)

    def desk(self, someone: Someone, project_id: str) -> Desk:
        """A new device of somebody's."""
        store, name = MemoryReplicaStore(), ReplicaId(new_record())
        replica = Replica(store, new_id=name, author=someone.id)
        return Desk(self, someone, project_id, replica)

    def cut(self) -> None:
        """Cut all connections."""
        for protocol in [*self._server.server_state.connections]:
            protocol.transport.abort()

    async def project_of(self, owner: Someone, *others: Someone, role: str = "admin") -> str:
        """A project in which all of them may work."""
        made = await owner.send("POST", "/api/projects", json={"name": "Song"})
        project_id = str(made.json()["id"])
        for other in others:
            invited = {"userId": other.id, "role": role}
            await owner.send("POST", f"/api/projects/{project_id}/collaborators", json=invited)
            await other.send("POST", f"/api/projects/{project_id}/collaborators/accept")
        return project_id


@asynccontextmanager
async def studio_house(world: World) -> AsyncIterator[StudioHouse]:
    """Serve a world on a free port."""
    config = uvicorn.Config(
        world.app,
        ws=SocketProtocol,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    bound = socket.create_server(("127.0.0.1", 0))
    async with live(world):
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        house = StudioHouse(world, bound.getsockname()[1], server)
        try:
            yield house
        finally:
            house.cut()
            server.should_exit = True
            await serving
