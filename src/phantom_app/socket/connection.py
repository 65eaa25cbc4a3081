"""One connection, from its first frame to its last."""

import asyncio
import contextlib
import logging
import secrets
from math import inf
from time import perf_counter
from typing import Any, Final

import anyio
import anyio.lowlevel

from phantom_adapters.transport import Frame
from phantom_app.doing import current, doing
from phantom_app.http.access_log import log_frame
from phantom_app.limiting import refusal_of
from phantom_app.socket.answers import refusal
from phantom_app.socket.asgi_wire import Receive, Send, ServerWire
from phantom_app.socket.closing import CloseCode
from phantom_app.socket.conversation import Conversation, Parts
from phantom_app.socket.entrances import Entrance
from phantom_app.socket.frame_parts import ClientFrame
from phantom_app.socket.frames import Auth, frame_of, read_object, reply_id, reply_id_in
from phantom_core.kernel import PhantomError, RateLimited, Unavailable
from phantom_core.limits import weigh

__all__ = ["Connection"]

_LOG: Final = logging.getLogger(__name__)


class Connection:
    """Reads frames, has each done in turn, and closes when there is a reason to.

    Whoever reads slowly is answered slowly: no frame is read before the answers to the last one
    are on their way.
    """

    def __init__(
        self,
        parts: Parts,
        receive: Receive,
        send: Send,
        wire: ServerWire,
        address: str,
        entrance: Entrance | None = None,
    ) -> None:
        """Talk by `wire` with somebody at `address`, who came in by an `entrance`."""
        self._entrance = entrance
        self._settings = parts.settings
        self._limits = parts.limits
        self._allowance = parts.limits.allowances.get("frames")
        self._clock = parts.clock
        self._receive = receive
        self._send = send
        self._wire = wire
        self._scope = anyio.CancelScope()
        self._code: CloseCode | None = None
        self._gone = False
        self._came_at = self._clock()
        self._bad_frames = 0
        self._spent_until: int | None = None
        self._spans = parts.spans
        now = current()
        self._request_id = secrets.token_hex(8) if now is None else now.request_id
        self.conversation = Conversation(parts, wire, address, self.end)

    def end(self, code: CloseCode) -> None:
        """Close the connection soon, and say why; the first reason counts."""
        self._code = self._code or code
        self._scope.cancel()

    async def run(self, token: str | None) -> None:
        """Live to the end; `token` is there if it came with the request for the connection."""
        try:
            with self._scope:
                await self._live(token)
        except Exception:  # noqa: BLE001 - told to the log, and to the client by a code
            _LOG.exception("A connection broke.")
            self._code = CloseCode.BROKEN
        finally:
            await self._take_leave()

    async def _live(self, token: str | None) -> None:
        await self._come_in(token)
        if not self.conversation.begun:
            self.end(CloseCode.NOT_AUTHENTICATED)
        if self._entrance is not None:
            await self._enter(self._entrance)
        while (text := await self._next()) is not None:
            await self._handle(text)

    async def _come_in(self, token: str | None) -> None:
        """Wait for a token that is good, for as long as the other side may take to show one.

        What the server takes to look at it is no fault of who has shown it.
        """
        if token is not None:
            await self._attempt(None, Auth(token=token))
        with anyio.move_on_after(self._settings.auth_within) as patience:
            while not self.conversation.begun and (text := await self._next()) is not None:
                left, patience.deadline = patience.deadline - anyio.current_time(), inf
                await self._handle(text)
                patience.deadline = anyio.current_time() + left

    async def _enter(self, entrance: Entrance) -> None:
        """Listen where the entrance leads; who may not is shown out."""
        await anyio.lowlevel.checkpoint_if_cancelled()
        try:
            await self.conversation.enter(entrance.question())
        except PhantomError as error:
            self._refuse(None, error)
            later = isinstance(error, RateLimited | Unavailable)
            self.end(CloseCode.TRY_LATER if later else CloseCode.NOT_WELCOME)

    async def _next(self) -> str | bytes | None:
        """The next frame; `None` when there will be no more."""
        await self.conversation.outbox.drained()
        await anyio.lowlevel.checkpoint_if_cancelled()
        message: Any = {} if self._gone else await self._receive()
        self._came_at = self._clock()
        self._gone = message.get("type") != "websocket.receive"
        text: str | bytes | None = message.get("text")
        return message.get("bytes") if text is None else text

    async def _handle(self, text: str | bytes) -> None:
        reply = reply_id_in(text)
        try:
            raw = read_object(text, most=self._settings.largest_frame)
            reply = reply_id(raw)
            frame = frame_of(raw)
        except PhantomError as error:
            self._refuse_bad_frame(reply, error)
        else:
            self._bad_frames = 0
            await self._attempt(reply, frame)

    def _refuse_bad_frame(self, reply: str | None, error: PhantomError) -> None:
        self._bad_frames += 1
        self._refuse(reply, self._limited(self._settings.bad_frame_cost) or error)
        if self._bad_frames >= self._settings.most_bad_frames:
            self.end(CloseCode.BAD_FRAMES)

    async def _attempt(self, reply: str | None, frame: ClientFrame) -> None:
        limited = self._limited(1)
        if limited is not None:
            self._refuse(reply, limited)
            return
        begun, outcome, kind = perf_counter(), "fault", _kind_of(frame)
        with doing(self._request_id) as now, self._spans.begin(f"frame {kind}") as span:
            try:
                await self.conversation.do(reply, frame, self._came_at)
                outcome = "done"
            except PhantomError as error:
                outcome = error.rule
                self._refuse(reply, error)
            finally:
                span.tell("phantom.outcome", outcome)
                log_frame(kind, outcome, perf_counter() - begun, now)

    def _refuse(self, reply: str | None, error: PhantomError) -> None:
        self.conversation.outbox.send(Frame(refusal(reply, error)))

    def _limited(self, cost: int) -> RateLimited | None:
        """Spend what a frame costs; the refusal, if that is too much.

        Nobody else counts these: a connection belongs to one process.
        """
        if self._allowance is None:
            return None
        verdict = weigh(self._allowance, self._spent_until, self._came_at, cost=cost)
        self._spent_until = verdict.spent_until
        if verdict.granted:
            return None
        self._limits.refused(self._allowance.name)
        return refusal_of(verdict)

    async def _take_leave(self) -> None:
        """Say the last words and the reason, as far as the other side listens.

        Who has read nothing for long gets no more time: either there is room for the reason
        now, or there is none.
        """
        stalled = self._code is CloseCode.STALLED
        farewell = 0 if stalled else self._settings.farewell
        with anyio.move_on_after(farewell, shield=True) as patience:
            if not self._gone and not stalled:
                await self.conversation.outbox.drained()
            self.conversation.close()
            if not self._gone:
                await self._close(self._code or CloseCode.RESTARTING)
        self.conversation.close()
        if patience.cancelled_caught:
            self._wire.cut()
        else:
            asyncio.get_running_loop().call_later(self._settings.linger, self._wire.cut)

    async def _close(self, code: CloseCode) -> None:
        reason = code.name.lower().replace("_", " ")
        with contextlib.suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": int(code), "reason": reason})


def _kind_of(frame: ClientFrame) -> str:
    return str(type(frame).__struct_config__.tag)
