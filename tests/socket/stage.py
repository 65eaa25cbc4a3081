"""A socket without a server: the application's own ASGI, and clients that are made of queues."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import anyio
import attrs

from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.transport import Hub, HubSettings, InProcessTransport, Outbox, Pace
from phantom_app.limiting import Limits
from phantom_app.socket import Bearer, Sockets, SocketSettings, States, encode_message
from phantom_app.socket.asgi_wire import AsgiWire
from phantom_core.audio.audio_file import AudioFileId
from phantom_core.audio.events import AnalysisProgress
from phantom_core.identity import SessionId
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Actor,
    Command,
    Event,
    NotAuthenticated,
    Query,
    Storage,
    Unavailable,
    UserId,
    Work,
    person,
    topic,
    uuid7,
)
from phantom_core.limits import Allowance
from phantom_core.live import TOPICS, JoinTopic, Topics, announcer
from phantom_core.phantom import Phantom

__all__ = [
    "ADA",
    "BOB",
    "PROMPT",
    "Client",
    "Stage",
    "Tell",
    "World",
    "of",
    "progress",
    "stage",
    "visit",
]

NOW: Final = ManualClock().now
ADA: Final = person(UserId(uuid7(NOW, 1)))
BOB: Final = person(UserId(uuid7(NOW, 2)))
PROMPT: Final = HubSettings(pace=Pace(per_reader=0))
_PATIENCE: Final = 60


@attrs.frozen(kw_only=True)
class Tell(Command[None]):
    """Have something happen."""

    access = Access.SYSTEM
    event: Event

    def run(self, work: Work) -> None:
        """Record it."""
        work.record(self.event)


def progress(actor: Actor, fraction: float = 0.5) -> AnalysisProgress:
    """Something that is told to one person."""
    return AnalysisProgress(
        owner_id=actor.person,
        audio_file_id=AudioFileId(uuid7(NOW, 9)),
        stage="beats",
        fraction=fraction,
    )


class World(Phantom):
    """A world whose store may be out of reach, or take its time.

    Attributes:
        joining: how many have asked to listen to something, and were not answered yet.
    """

    reachable = True
    joining = 0

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self._answering = anyio.Event()
        self._answering.set()

    def hold(self) -> None:
        """Answer nobody who asks to listen to something, until let go."""
        self._answering = anyio.Event()

    def go_on(self) -> None:
        """Answer all of them."""
        self._answering.set()

    async def ask(self, query: Query[Any], *, actor: Actor) -> Any:
        """Answer, if the store can be reached."""
        if isinstance(query, JoinTopic):
            self.joining += 1
            await self._answering.wait()
            self.joining -= 1
        if not self.reachable:
            raise Unavailable("The store does not answer.")
        return await super().ask(query, actor=actor)


class Client:
    """One client of the socket."""

    def __init__(self) -> None:
        self.accepted: dict[str, Any] | None = None
        self.code: int | None = None
        self.sent: list[str] = []
        self.asked = 0
        self._inbox: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._closed = anyio.Event()
        self._reading = anyio.Event()
        self._reading.set()
        self._inbox.put_nowait({"type": "websocket.connect"})

    async def receive(self) -> Mapping[str, Any]:
        """What ASGI lets the application receive."""
        self.asked += 1
        return await self._inbox.get()

    async def take(self, message: dict[str, Any]) -> None:
        """What ASGI lets the application send."""
        await self._reading.wait()
        if message["type"] == "websocket.accept":
            self.accepted = message
        elif message["type"] == "websocket.close":
            self.code = message.get("code", 1000)
            self._closed.set()
        else:
            self.sent.append(message["text"])
            value = json.loads(message["text"])
            for each in value if isinstance(value, list) else [value]:
                self._outbox.put_nowait(each)

    def send(self, frame: Any) -> None:
        """Send a frame: text or bytes as they are, anything else as JSON."""
        if isinstance(frame, bytes):
            self._inbox.put_nowait({"type": "websocket.receive", "bytes": frame})
        else:
            text = frame if isinstance(frame, str) else json.dumps(frame)
            self._inbox.put_nowait({"type": "websocket.receive", "text": text})

    async def next(self) -> dict[str, Any]:
        """The next thing that the server says."""
        with anyio.fail_after(_PATIENCE):
            return await self._outbox.get()

    async def ask(self, frame: Any) -> dict[str, Any]:
        """Send a frame, and wait for what comes next."""
        self.send(frame)
        return await self.next()

    async def closed(self) -> int | None:
        """Wait for the end, and say with which code it came."""
        with anyio.fail_after(_PATIENCE):
            await self._closed.wait()
        return self.code

    def stall(self) -> None:
        """Read nothing more."""
        self._reading = anyio.Event()

    def resume(self) -> None:
        """Read on."""
        self._reading.set()

    def leave(self) -> None:
        """Go without a word."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        self._reading.set()


class Stage:
    """A socket on a world in memory, and the people who may come."""

    def __init__(
        self,
        *,
        settings: SocketSettings,
        hub: HubSettings,
        topics: Topics,
        states: States,
        allowances: Sequence[Allowance],
    ) -> None:
        self.clock = ManualClock()
        self.phantom = World(MemoryStorage(clock=self.clock))
        self.transport = InProcessTransport()
        self.phantom.observe(announcer(self.transport))
        self.hub = Hub(
            self.phantom,
            self.transport,
            encode_message,
            clock=self.clock,
            topics=topics,
            settings=hub,
        )
        self.tokens: dict[str, Bearer] = {
            "ada": self.bearer(ADA, 1),
            "ada's desk": self.bearer(ADA, 2),
            "bob": self.bearer(BOB, 3),
        }
        self.looked_at: list[str] = []
        self.limits = Limits(
            allowances={allowance.name: allowance for allowance in allowances},
            spent=MemoryRateLimits(self.clock),
        )
        self.sockets = Sockets(
            self.hub,
            self.authenticate,
            clock=self.clock,
            limits=self.limits,
            settings=settings,
            states=states,
        )
        self.tasks: asyncio.TaskGroup

    def bearer(self, actor: Actor, session: int, expires_at: datetime | None = None) -> Bearer:
        """Somebody with a token."""
        return Bearer(
            actor=actor,
            session_id=SessionId(uuid7(NOW, session)),
            expires_at=expires_at or NOW + timedelta(hours=1),
        )

    async def authenticate(self, token: str) -> Bearer:
        """Tell whose token it is."""
        self.looked_at.append(token)
        if token not in self.tokens:
            raise NotAuthenticated("Who is that?")
        return self.tokens[token]

    def guest(self, number: int) -> Actor:
        """One of many."""
        return person(UserId(uuid7(NOW, 1000 + number)))

    def quiet_outbox(self) -> Outbox:
        """An outbox whose reader keeps nothing."""
        return self.hub.outbox(AsgiWire(_ignore), lambda _: None)

    async def request(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        protocols: Sequence[str] = (),
        address: str = "192.0.2.1",
    ) -> Client:
        """Ask for a connection."""
        return visit(
            self.sockets.serve, self.tasks, headers=headers, protocols=protocols, address=address
        )

    async def connect(self, name: str = "ada") -> Client:
        """Connect, and come in."""
        client = await self.request()
        answer = await client.ask({"type": "auth", "token": name})
        assert answer["ok"], answer
        return client

    async def tell(self, *events: Event) -> None:
        """Have things happen."""
        for event in events:
            await self.phantom.do(Tell(event=event), actor=SYSTEM)


def visit(
    app: Callable[[Any, Any, Any], Coroutine[Any, Any, None]],
    tasks: asyncio.TaskGroup,
    *,
    headers: Mapping[str, str] | None = None,
    protocols: Sequence[str] = (),
    address: str = "192.0.2.1",
    path: str = "/ws",
) -> Client:
    """Ask an application for a connection."""
    client = Client()
    told = [(name.encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": told,
        "client": (address, 40_000),
        "subprotocols": [*protocols],
        "state": {},
    }
    tasks.create_task(app(scope, client.receive, client.take))
    return client


async def _ignore(_: Any) -> None:
    """Keep nothing."""


def of(actor: Actor) -> str:
    """The topic of a person."""
    return topic("user", actor.person)


@asynccontextmanager
async def stage(
    *,
    settings: SocketSettings | None = None,
    hub: HubSettings = PROMPT,
    topics: Topics = TOPICS,
    states: States | None = None,
    allowances: Sequence[Allowance] = (),
) -> AsyncIterator[Stage]:
    """Set a stage, and clear it."""
    made = Stage(
        settings=settings or SocketSettings(farewell=0.05, linger=0.01),
        hub=hub,
        topics=topics,
        states=states or {},
        allowances=allowances,
    )
    async with made.hub, asyncio.TaskGroup() as made.tasks:
        yield made
        for reader in made.hub.readers:
            reader.outbox.close()
        for task in [*made.tasks._tasks]:
            task.cancel()
