"""A hub on a small world, and people who join."""

import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import End, Hub, HubSettings, InProcessTransport, Pace, Reader
from phantom_core.kernel import Actor, Query, Topic, Unavailable, topic
from phantom_core.live import Joined, Roster, Topics, announcer
from phantom_core.phantom import Phantom
from tests.unit.live.stage import ADA, KINDS, WALL, PaperWire, Say, encode, make_phantom

__all__ = ["HALL", "PROMPT", "Stage", "Stages"]

R = TypeVar("R")

PROMPT = HubSettings(pace=Pace(per_reader=0), look_every=3600, check_every=3600, spread=0.02)
HALL = topic("hall", ADA.person)


class Moody(Phantom):
    """A world that does not always answer, or holds its answers back, and counts the questions."""

    held: anyio.Event | None = None
    moods: int = 0
    asked: int = 0

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        """Answer, unless in a mood."""
        self.asked += 1
        if self.moods:
            self.moods -= 1
            raise Unavailable("Not now.")
        answer = await super().ask(query, actor=actor)
        if self.held is not None:
            await self.held.wait()
        return answer


class Stage:
    """A hub on a world, and people who join."""

    def __init__(self, settings: HubSettings, topics: Topics = KINDS) -> None:
        self.phantom = Moody(make_phantom()._storage)
        self.transport = InProcessTransport()
        self.clock = ManualClock()
        self.hub = Hub(
            self.phantom,
            self.transport,
            encode,
            clock=self.clock,
            topics=topics,
            settings=settings,
        )
        self.ends: list[tuple[Reader, End]] = []

    def announce(self) -> None:
        """Have commits announced."""
        self.phantom.observe(announcer(self.transport))

    def lose_the_log(self) -> None:
        """Have another world in this one's place, in which nothing was said yet."""
        self.phantom._storage = make_phantom()._storage

    def connect(self, actor: Actor = ADA) -> tuple[Reader, PaperWire]:
        """Somebody connects."""
        wire = PaperWire()

        def end(why: End) -> None:
            self.ends.append((reader, why))

        reader = self.hub.connect(self.hub.outbox(wire, end), actor, end)
        return reader, wire

    async def join(self, reader: Reader, where: Topic = WALL, since: int | None = None) -> None:
        """Somebody joins."""
        await self.hub.join(reader, where, since, _answer)

    async def reader(
        self, actor: Actor = ADA, since: int | None = None, where: Topic = WALL
    ) -> tuple[Reader, PaperWire]:
        """Somebody connects and joins."""
        reader, wire = self.connect(actor)
        await self.join(reader, where, since)
        return reader, wire

    async def say(self, *texts: str, where: Topic = WALL) -> None:
        """Things are said."""
        for text in texts:
            await self.phantom.do(Say(text=text, where=where), actor=ADA)


def _answer(joined: Joined, roster: Roster) -> bytes:
    """The answer to a join."""
    told = {"head": joined.head.seq, "state": joined.state, "here": len(roster)}
    if joined.hidden:
        told["hidden"] = [*joined.hidden]
    if roster.near:
        told["near"] = [*roster.near]
    return json.dumps(told).encode()


Stages = Callable[[HubSettings], Awaitable[Stage]]
"""Makes stages whose hubs hear of no commit by themselves."""
