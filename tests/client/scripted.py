"""A server that says what a test has it say, right or wrong."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from phantom_adapters.client import Client, Token, connect

__all__ = ["ROOM", "Scripted", "Visit", "event", "scripted", "signal"]

ROOM = "room:somewhere"
_AT = "2026-01-31T12:00:00.000Z"


def event(seq: int, **fields: Any) -> dict[str, Any]:
    """An event of the room."""
    told = {"type": "noise", "topic": ROOM, "at": _AT, "data": {}, **fields}
    return {"seq": seq, **told}


def signal() -> dict[str, Any]:
    """A signal of the room."""
    return {"type": "chat.typing", "topic": ROOM, "at": _AT, "by": "bob", "data": {}}


class Visit:
    """One connection, as the server sees it."""

    def __init__(self, socket: ServerConnection) -> None:
        self._socket = socket

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next frame of a kind; pings before it are answered."""
        while True:
            frame: dict[str, Any] = json.loads(await self._socket.recv())
            if frame["type"] == kind:
                return frame
            if frame["type"] == "ping":
                await self.answer(frame, {"t0": frame["data"]["t0"], "t1": 0, "t2": 0})

    async def let_in(self) -> None:
        """Take whatever token comes."""
        await self.answer(await self.hear("auth"), {"userId": "ada"})

    async def admit(self, seq: int, **fields: Any) -> dict[str, Any]:
        """Answer the next join, and tell with which data it came."""
        frame = await self.hear("session.join")
        data: dict[str, Any] = frame["data"]
        since = data.get("since", seq)
        start = seq if "state" in fields or since > seq else since
        told = {"seq": seq, "start": start, "epoch": "one", "presence": {"count": 0, "people": []}}
        await self.answer(frame, {**told, **fields})
        return data

    async def answer(self, frame: Mapping[str, Any], data: Any) -> None:
        """Do what a frame says."""
        await self.say({"reply": frame.get("id"), "ok": True, "data": data})

    async def refuse(self, frame: Mapping[str, Any], status: int, **fields: Any) -> None:
        """Do not do what a frame says."""
        problem = {"type": "urn:phantom:no", "status": status, "detail": "No.", **fields}
        await self.say({"reply": frame.get("id"), "ok": False, "problem": problem})

    async def say(self, message: Any) -> None:
        """Say anything."""
        await self._socket.send(message if isinstance(message, str) else json.dumps(message))

    async def close(self, code: int) -> None:
        """End the connection."""
        await self._socket.close(code)

    async def stay(self) -> None:
        """Answer pings until the other side is gone."""
        await self.hear("nothing")


class Scripted:
    """A server with a script for each connection.

    Attributes:
        visits: how many connections there have been.
        refusals: how the next requests for a connection are answered instead.
    """

    def __init__(self, scripts: tuple[Callable[[Visit], Awaitable[None]], ...]) -> None:
        self.visits = 0
        self.refusals: list[tuple[HTTPStatus, Mapping[str, str]]] = []
        self.port = 0
        self._scripts = scripts

    def client(self, token: Token = lambda: "ada") -> Client:
        """Somebody who comes in."""
        return connect(f"ws://127.0.0.1:{self.port}/ws", token, proxy=None)

    def look(self, socket: ServerConnection, _: Request) -> Response | None:
        """Refuse a request for a connection, or do not."""
        if not self.refusals:
            return None
        status, headers = self.refusals.pop(0)
        response = socket.respond(status, "no")
        response.headers.update(headers)
        return response

    async def follow(self, socket: ServerConnection) -> None:
        """Follow the next script; when there is none left, be there and say nothing."""
        self.visits += 1
        visit = Visit(socket)
        await visit.let_in()
        if self.visits <= len(self._scripts):
            await self._scripts[self.visits - 1](visit)
        await visit.stay()


@asynccontextmanager
async def scripted(*scripts: Callable[[Visit], Awaitable[None]]) -> AsyncIterator[Scripted]:
    """Serve, one script for each connection."""
    made = Scripted(scripts)
    async with serve(made.follow, "127.0.0.1", 0, process_request=made.look) as server:
        (bound,) = server.sockets
        made.port = bound.getsockname()[1]
        yield made
