"""Sending a blob: piece by piece, no faster than the client reads, no longer than it listens."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
from anyio.abc import TaskGroup
from litestar.types import Receive, Scope, Send

from phantom_app.http.delivery.answer import Answer
from phantom_core.blobs import BlobKey, BlobStore
from phantom_core.kernel.errors import Unavailable

__all__ = ["BlobResponse"]


class BlobResponse:
    """An ASGI application that sends one answer.

    The first piece is read before the head is sent, so that a blob that has just been deleted
    is still a refusal; what fails later breaks the connection, for the head cannot be taken back.
    When the client goes away, reading ends at once and nothing stays open.
    """

    def __init__(self, answer: Answer, store: BlobStore, key: BlobKey) -> None:
        self._answer = answer
        self._store = store
        self._key = key

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer. Raises: BlobNotFound, Unavailable."""
        async with aclosing(self._pieces()) as pieces:
            first = await anext(pieces, b"")
            await self._send_head(send)
            remaining = self._answer.length - len(first)
            await _send_piece(send, first, more=remaining > 0)
            if remaining:
                await self._send_rest(pieces, remaining, receive, send)

    async def _send_rest(
        self, pieces: AsyncGenerator[bytes, None], remaining: int, receive: Receive, send: Send
    ) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_cancel_when_gone, tasks, receive)
            async for piece in pieces:
                remaining -= len(piece)
                await _send_piece(send, piece, more=remaining > 0)
            if remaining:
                raise Unavailable("The blob ended too early.")
            tasks.cancel_scope.cancel()

    async def _send_head(self, send: Send) -> None:
        headers = [
            (name.lower().encode(), value.encode("latin-1")) for name, value in self._answer.headers
        ]
        status = self._answer.status
        await send({"type": "http.response.start", "status": status, "headers": headers})

    async def _pieces(self) -> AsyncGenerator[bytes, None]:
        for part in self._answer.body:
            if isinstance(part, bytes):
                yield part
                continue
            stored = self._store.read(self._key, start=part.start, length=part.length)
            async with aclosing(stored) as pieces:
                async for piece in pieces:
                    yield piece


async def _send_piece(send: Send, piece: bytes, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": more})


async def _cancel_when_gone(tasks: TaskGroup, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    tasks.cancel_scope.cancel()
