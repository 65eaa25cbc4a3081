"""One connection: questions and their answers, and what else the server says."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import Any, Final, TypeVarTuple

import attrs
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from phantom_adapters.client.coming_back import end_of
from phantom_adapters.client.refusals import Disconnected, refusal_of
from phantom_core.kernel import PhantomError

__all__ = ["Link", "Message"]

_LOG: Final = logging.getLogger(__name__)

_Args = TypeVarTuple("_Args")

Message = Mapping[str, Any]
"""A JSON object."""


@attrs.frozen
class _Question:
    """Who waits for an answer, and who sees it before anything that comes after it.

    There is no answer once the connection is lost.
    """

    answer: "asyncio.Future[Message | None]"
    then: Callable[[Any], None] | None


class Link:
    """One connection, from its beginning to its end."""

    def __init__(self, socket: ClientConnection, hear: Callable[[Message], None]) -> None:
        """Talk over `socket`; `hear` is told what is no answer."""
        self._socket = socket
        self._hear = hear
        self._numbers = count(1)
        self._questions: dict[str, _Question] = {}
        self._jobs: set[asyncio.Task[None]] = set()

    async def come_in(self, token: str) -> Message:
        """Show a token, before anything else, and answer what the server says then.

        Raises: Refused.
        """
        await self._socket.send(json.dumps({"type": "auth", "token": token}))
        welcome: Message = _data_of(json.loads(await self._socket.recv()))
        return welcome

    async def ask(
        self, kind: str, *, then: Callable[[Any], None] | None = None, **fields: Any
    ) -> Any:
        """Send a frame, and wait for what its answer carries.

        `then` sees that as it comes in, before anything that comes after it.

        Raises: Refused; Disconnected.
        """
        number = str(next(self._numbers))
        question = _Question(asyncio.get_running_loop().create_future(), then)
        self._questions[number] = question
        try:
            await self._socket.send(json.dumps({"id": number, "type": kind, **fields}))
            answer = await question.answer
        except ConnectionClosed as closed:
            # Whoever asks again at once lets it be noticed elsewhere that the connection is lost.
            await asyncio.sleep(0)
            raise Disconnected from closed
        finally:
            self._questions.pop(number, None)
        if answer is None:
            raise Disconnected
        return _data_of(answer)

    async def listen(self) -> PhantomError:
        """Take in all that comes, to the end of the connection, and answer why it has ended."""
        while True:
            try:
                said = json.loads(await self._socket.recv())
            except ConnectionClosed as closed:
                return end_of(closed)
            for message in said if isinstance(said, list) else [said]:
                self._take(message)
            # Those who read get their turn, however much has come.
            await asyncio.sleep(0)

    def start(self, job: Callable[[*_Args], Awaitable[None]], *arguments: *_Args) -> None:
        """Do something beside, no longer than the connection lasts; a refusal is the end of it."""
        task = asyncio.create_task(_beside(job, *arguments))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def close(self) -> None:
        """End the connection and all that goes on beside; no question is answered any more."""
        for job in self._jobs:
            job.cancel()
        for question in self._questions.values():
            if not question.answer.done():
                question.answer.set_result(None)
        await self._socket.close()

    def _take(self, message: Message) -> None:
        if "reply" not in message:
            self._hear(message)
            return
        question = self._questions.pop(message["reply"], None)
        if question is None or question.answer.done():
            _LOG.debug("Nobody waits for this answer: %s", message)
        else:
            if question.then is not None and message["ok"]:
                question.then(message["data"])
            question.answer.set_result(message)


def _data_of(answer: Message) -> Any:
    if not answer["ok"]:
        raise refusal_of(answer["problem"])
    return answer["data"]


async def _beside(job: Callable[[*_Args], Awaitable[None]], *arguments: *_Args) -> None:
    with suppress(PhantomError):
        await job(*arguments)
