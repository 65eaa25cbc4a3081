"""People at sockets: idle ones, listeners whom something is told, editors of one project."""

import asyncio
import resource
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from tests.benchmarks.deployed.asking import ask_at_pace
from tests.benchmarks.deployed.errands import Talk
from tests.benchmarks.deployed.people import People, Person
from tests.benchmarks.deployed.usage import Programs
from tests.benchmarks.live.lines import Line, connect_all, until
from tests.benchmarks.studio_server import Watch, edit_steadily, editors_at_work
from tests.crash.server import Server

__all__ = [
    "IDLE",
    "Ear",
    "Told",
    "bytes_of_a_socket",
    "delays_of_edits",
    "hang_up",
    "listen",
    "port_of",
    "tell_the_hall",
]

IDLE: Final = 1000
_FIRST: Final = 100
_AT_ONCE: Final = 50
_SETTLED: Final = 3.0
_A_SECOND: Final = 20.0


class Ear(Line):
    """Somebody who joins topics, and counts the messages of chats that come.

    Attributes:
        signed_in: whether the socket is theirs.
        joined: how many topics are heard.
        heard: how many messages have come.
    """

    def __init__(self, who: Person, *topics: str) -> None:
        super().__init__(who.token)
        self.signed_in = False
        self.joined = self.heard = 0
        self._topics = topics

    @property
    def ready(self) -> bool:
        """Whether all is heard that is to be."""
        return self.signed_in and self.joined == len(self._topics)

    def hear(self, message: Any) -> None:
        """Join, once signed in; then count."""
        if "reply" not in message:
            self.heard += message["type"] == "chat.message"
        elif message["reply"] is None:
            self.signed_in = True
            for topic in self._topics:
                self.send({"id": "j", "type": "session.join", "topic": topic, "data": {}})
        else:
            assert message["ok"], message
            self.joined += 1


@attrs.frozen
class Told:
    """How many deliveries there were, and what they took of the servers."""

    deliveries: int
    processor: float


def port_of(server: Server) -> int:
    """Where a server listens."""
    return urlsplit(server.url).port or 0


async def listen(ears: Sequence[Ear], servers: Sequence[Server]) -> None:
    """Have people listen, spread over the servers."""
    for first in range(0, len(ears), _AT_ONCE):
        come = ears[first : first + _AT_ONCE]
        await _spread(come, servers)
        await _ready(come)


async def _ready(ears: Sequence[Ear]) -> None:
    await until(lambda: all(each.ready for each in ears))


async def bytes_of_a_socket(people: People, servers: Sequence[Server], programs: Programs) -> float:
    """How much private memory of fresh servers one more idle socket takes.

    A hundred come first, for whom code is loaded and pools are filled; a thousand people follow,
    each of whom has one. What the kernel keeps for a socket is not in it.
    """
    _raise_limit()
    first = [Ear(each) for each in people.everybody[:_FIRST]]
    await listen(first, servers)
    await asyncio.sleep(_SETTLED)
    before = programs.private()
    ears = [Ear(each) for each in people.everybody[:IDLE]]
    await listen(ears, servers)
    await asyncio.sleep(_SETTLED)
    taken = programs.private() - before
    hang_up([*first, *ears])
    return taken / IDLE


async def tell_the_hall(
    people: People, servers: Sequence[Server], programs: Programs, seconds: float
) -> Told:
    """Have the host of the hall say something 20 times a second to 200 listeners.

    What saying it takes is in the cost.
    """
    ears = [Ear(each, f"chat:{people.hall_chat}") for each in people.listeners]
    await listen(ears, servers)
    host = Talk(people.host, people.hall_chat)
    before = programs.processor()
    said = await ask_at_pace([host], [port_of(servers[0])], _A_SECOND, seconds)
    await until(lambda: all(each.heard >= said.count for each in ears))
    taken = programs.processor() - before
    hang_up(ears)
    return Told(sum(each.heard for each in ears), taken)


async def delays_of_edits(servers: Sequence[Server], name: str, seconds: float) -> Sequence[float]:
    """Have 20 people edit one project once a second each, spread over the servers.

    Answers how many seconds each edit took from before it was sent to when the last of the other
    nineteen had it.
    """
    watch = Watch()
    editors = await editors_at_work(servers[0].url, watch, name=name)
    await _spread(editors, servers)
    await until(lambda: all(each.joined for each in editors))
    await edit_steadily(editors, seconds)
    await until(lambda: not watch.sent)
    hang_up(editors)
    return watch.delays


def hang_up(lines: Sequence[Line]) -> None:
    """End connections."""
    for line in lines:
        line.hang_up()


async def _spread(lines: Sequence[Line], servers: Sequence[Server]) -> None:
    for at, server in enumerate(servers):
        await connect_all(lines[at :: len(servers)], port_of(server))


def _raise_limit() -> None:
    """Let this process hold as many connections as it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
