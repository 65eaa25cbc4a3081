"""What frames do, once they are read: one person's conversation with the server."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_adapters.transport import End, Frame, Hub, Reader
from phantom_app.http.payloads import Payload, instant
from phantom_app.http.problems import within
from phantom_app.limiting import Limits, enforce
from phantom_app.socket.answers import (
    AuthRequired,
    AuthRequiredData,
    PingAnswer,
    WelcomeAnswer,
    answer,
    encode,
    join_answer,
)
from phantom_app.socket.arrangement_frames import since_vector
from phantom_app.socket.asgi_wire import ServerWire
from phantom_app.socket.bearers import Authenticate, Bearer
from phantom_app.socket.closing import CloseCode
from phantom_app.socket.frame_parts import ClientFrame, DoingFrame, Nothing, TellingFrame
from phantom_app.socket.frames import Auth, JoinSession, LeaveSession, Ping, ShowPresence
from phantom_app.socket.settings import SocketSettings
from phantom_app.socket.studio_frames import ShowCursor
from phantom_app.socket.turnstile import Turnstile
from phantom_app.spans import NO_SPANS, Spans
from phantom_core.kernel import (
    EPOCH,
    MILLISECOND,
    Actor,
    Command,
    Forbidden,
    Milliseconds,
    NotAuthenticated,
    NotFound,
    Outcome,
    Query,
    RateLimited,
    Topic,
    Unavailable,
    UserId,
    topic,
)
from phantom_core.limits import Seats
from phantom_core.live import Joined, Presence, Roster

__all__ = ["Conversation", "Parts", "States"]

_CODES: Final = {End.STALLED: CloseCode.STALLED, End.CLOSING: CloseCode.RESTARTING}

_SEAT_AFTER: Final = 30

States = Mapping[type[Any], Callable[[Any], Payload]]
"""How a topic's state is told, by the type of what its query answers."""


@attrs.frozen(kw_only=True)
class Parts:
    """What every connection is given.

    Attributes:
        clock: the time now, for pings, tokens and limits.
        limits: how often people may connect, show tokens and send frames.
        seats: who holds how many connections.
        turnstile: lets people come in by turns.
        spans: whoever traces what frames have done.
    """

    hub: Hub
    authenticate: Authenticate
    clock: Callable[[], datetime]
    limits: Limits
    seats: Seats
    turnstile: Turnstile
    settings: SocketSettings
    states: States
    spans: Spans = NO_SPANS


class Conversation:
    """Does what frames ask for. It begins with a token, and lasts as long as there is a good one.

    Attributes:
        outbox: where answers go.
        bearer: who it is; `None` until a good token has come.
        begun: whether the first token was good, and answered.
    """

    def __init__(
        self, parts: Parts, wire: ServerWire, address: str, end: Callable[[CloseCode], None]
    ) -> None:
        """Answer by `wire` somebody at `address`; `end` closes the connection."""
        self.outbox = parts.hub.outbox(wire, self._let_go)
        self.bearer: Bearer | None = None
        self.begun = False
        self._parts = parts
        self._wire = wire
        self._address = address
        self._end = end
        self._reader: Reader | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def do(self, reply: str | None, frame: ClientFrame, came_at: datetime) -> None:
        """Do what a frame says, and answer it. Raises: PhantomError, as the refusal of it."""
        if isinstance(frame, Auth):
            await self._authenticate(reply, frame.token)
        elif self._reader is None:
            raise NotAuthenticated("The first frame must be `auth`.")
        elif isinstance(frame, JoinSession):
            await self._join(self._reader, reply, frame)
        elif isinstance(frame, DoingFrame):
            self._say(answer(reply, await self._have_done(self._reader, frame)))
        else:
            self._say(answer(reply, self._done(self._reader, frame, came_at)))

    async def enter(self, question: Query[Sequence[Topic]]) -> None:
        """Listen to the topics that a query names; the answers say which, as no frame asked.

        Raises: what the query and the topics refuse with; Unavailable.
        """
        if self._reader is None:
            return
        reader = self._reader
        for where in await self._parts.hub.phantom.ask(question, actor=reader.actor):
            await self._parts.hub.join(reader, where, None, self._standing(None, where))

    def close(self) -> None:
        """Leave every topic."""
        self._stop_timer()
        reader, self._reader = self._reader, None
        if reader is not None:
            self._parts.hub.disconnect(reader)
            self._parts.seats.free(reader.actor.person)
        self.outbox.close()

    async def _authenticate(self, reply: str | None, token: str) -> None:
        if self._reader is None:
            await self._begin(reply, token)
        else:
            await self._renew(self._reader, reply, token)
        self._set_timer()

    async def _begin(self, reply: str | None, token: str) -> None:
        """Let somebody in. Whoever cannot be let in is shown out."""
        try:
            async with self._parts.turnstile.turn():
                await self._come_in(reply, token)
        except (RateLimited, Unavailable):
            self._end(CloseCode.TRY_LATER)
            raise
        except NotAuthenticated:
            self._end(CloseCode.NOT_AUTHENTICATED)
            raise

    async def _come_in(self, reply: str | None, token: str) -> None:
        """Look at a token, and hear what happens to its person; not if they have left the line."""
        if self._wire.lost:
            return
        self.bearer = await self._identify(token)
        await self._take_seat(self.bearer.actor.person)
        reader = self._parts.hub.connect(self.outbox, self.bearer.actor, self._let_go)
        self._reader = reader
        await self._listen_to_oneself(reader, reply)
        self.begun = await self._is_still_good(token)

    async def _take_seat(self, person: UserId) -> None:
        if not await self._parts.seats.take(person):
            detail = f"One person may hold {self._parts.settings.per_person} connections."
            raise RateLimited(_SEAT_AFTER, detail)

    async def _identify(self, token: str) -> Bearer:
        """Tell whose token it is; that counts as a call, as it does on every route."""
        enforce(await self._parts.limits.take("address", self._address))
        bearer = await self._parts.authenticate(token)
        enforce(await self._parts.limits.take("person", bearer.actor.person))
        return bearer

    async def _listen_to_oneself(self, reader: Reader, reply: str | None) -> None:
        person = reader.actor.person

        def welcome(_: Joined, __: Roster) -> bytes:
            return answer(reply, WelcomeAnswer(user_id=person))

        await self._parts.hub.join(reader, topic("user", person), None, welcome, bare=True)

    async def _renew(self, reader: Reader, reply: str | None, token: str) -> None:
        bearer = await self._identify(token)
        if bearer.actor.person != reader.actor.person:
            raise Forbidden("This connection is another person's.")
        self.bearer, reader.actor = bearer, bearer.actor
        if await self._is_still_good(token):
            self._say(answer(reply, WelcomeAnswer(user_id=bearer.actor.person)))

    async def _is_still_good(self, token: str) -> bool:
        """Look at a token again, now that the end of its session would be heard.

        It may have ended since the token was looked at first, when nobody listened for that yet.
        What was said is said by then, so that a code is all that is left to say.
        """
        try:
            await self._parts.authenticate(token)
        except NotAuthenticated:
            self._end(CloseCode.NOT_AUTHENTICATED)
        except Unavailable:
            self._end(CloseCode.TRY_LATER)
        else:
            return True
        return False

    async def _join(self, reader: Reader, reply: str | None, frame: JoinSession) -> None:
        where, standing = Topic(frame.topic), self._standing(reply)
        try:
            since = await self._since(reader, frame)
            await self._parts.hub.join(reader, where, since, standing)
        except Unavailable:
            if frame.topic == topic("user", reader.actor.person):
                self._end(CloseCode.TRY_LATER)
            raise

    async def _since(self, reader: Reader, frame: JoinSession) -> int | None:
        """The last event that a client has, or can do without."""
        vector, since = frame.data.vector, frame.data.since
        if vector is None or since is not None:
            return since
        question = since_vector(frame.topic, vector)
        return await self._parts.hub.phantom.ask(question, actor=reader.actor)

    def _standing(
        self, reply: str | None, where: Topic | None = None
    ) -> Callable[[Joined, Roster], bytes]:
        """Write the answer to a join, and which topic it is, if nobody has asked for it."""

        def standing(joined: Joined, roster: Roster) -> bytes:
            state = self._state(joined.state)
            return join_answer(reply, joined, roster, state, where)

        return standing

    def _state(self, state: Any) -> Payload | None:
        return None if state is None else self._parts.states[type(state)](state)

    async def _have_done(self, reader: Reader, frame: DoingFrame) -> Payload:
        with within("data"):
            command = frame.command()
        if spending := frame.spends(reader.actor.person):
            enforce(await self._parts.limits.take(*spending))
        outcome = await self._outcome(command, reader.actor)
        signals = frame.signals(outcome.value, reader.actor.person, self._parts.clock())
        self._parts.hub.tell(signals)
        return frame.told(outcome)

    async def _outcome(self, asked: Command[Any] | Query[Any], actor: Actor) -> Outcome[Any]:
        phantom = self._parts.hub.phantom
        with within("data"):
            if isinstance(asked, Query):
                return Outcome(value=await phantom.ask(asked, actor=actor))
            return await phantom.do(asked, actor=actor)

    def _tell(self, reader: Reader, frame: TellingFrame) -> None:
        if Topic(frame.topic) not in reader.topics:
            raise NotFound("joined topic", frame.topic)
        self._parts.hub.tell([frame.signal(reader.actor.person, self._parts.clock())])

    def _done(self, reader: Reader, frame: ClientFrame, came_at: datetime) -> Payload:
        match frame:
            case Ping():
                t1, t2 = _milliseconds(came_at), _milliseconds(self._parts.clock())
                return PingAnswer(t0=frame.data.t0, t1=t1, t2=t2)
            case LeaveSession():
                self._leave(reader, Topic(frame.topic))
            case ShowPresence():
                with within("data"):
                    presence = Presence(status=frame.data.status, activity=frame.data.activity)
                    self._parts.hub.present(reader, Topic(frame.topic), presence)
            case ShowCursor():
                position = Milliseconds(frame.data.position_ms)
                self._parts.hub.point(reader, frame.where(), position)
            case TellingFrame():
                self._tell(reader, frame)
            case _:
                message = f"nothing does {type(frame).__name__}"
                raise AssertionError(message)
        return Nothing()

    def _leave(self, reader: Reader, where: Topic) -> None:
        if where == topic("user", reader.actor.person):
            raise Forbidden("Your own topic cannot be left; close the connection instead.")
        self._parts.hub.leave(reader, where)

    def _set_timer(self) -> None:
        """Ask for a fresh token when this one runs out."""
        self._stop_timer()
        if self.bearer is not None:
            left = (self.bearer.expires_at - self._parts.clock()).total_seconds()
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(left, 0), self._ask_for_token)

    def _ask_for_token(self) -> None:
        within = self._parts.settings.renew_within
        at = instant(self._parts.clock())
        self._say(encode(AuthRequired(at=at, data=AuthRequiredData(within=within))))
        end = self._end
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(within, end, CloseCode.NOT_AUTHENTICATED)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _let_go(self, why: End) -> None:
        self._end(_CODES[why])

    def _say(self, text: bytes) -> None:
        self.outbox.send(Frame(text))


def _milliseconds(at: datetime) -> float:
    return (at - EPOCH) / MILLISECOND
