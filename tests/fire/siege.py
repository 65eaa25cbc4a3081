"""People who vote while the servers they vote at are killed, one after the other."""

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import httpx

from tests.crash.history import History
from tests.crash.server import Server
from tests.fire.evidence import Log
from tests.fire.judge import Life, faults_of
from tests.fire.town import Room
from tests.fire.voters import Voter, milliseconds

__all__ = ["Ward", "faults_in", "histories", "voting"]

_PAUSE: Final = 0.3
_AT_ONCE: Final = 200


class Ward:
    """A server whose lives are noted.

    Attributes:
        lives: those that are over.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.lives: list[Life] = []
        self._begun: int | None = None

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        self.server.start()
        await self.begin()

    async def begin(self) -> None:
        """Wait until it answers."""
        await self.server.ready()
        self._begun = milliseconds()

    def kill(self) -> None:
        """Kill it, whatever it is doing."""
        if self._begun is not None:
            self.lives.append(Life(self._begun, milliseconds()))
        self.server.kill()
        self._begun = None


@asynccontextmanager
async def voting(
    rooms: Sequence[Room], urls: Sequence[str], history: History
) -> AsyncIterator[Sequence[Voter]]:
    """Have the guests of all rooms vote meanwhile, every other one over sockets."""
    voters = [
        Voter(guest, room, history, by_socket=number % 2 == 1)
        for room in rooms
        for number, guest in enumerate(room.guests)
    ]
    async with anyio.create_task_group() as group:
        for voter in voters:
            group.start_soon(_vote_on, voter, urls)
        yield voters
        group.cancel_scope.cancel()


async def _vote_on(voter: Voter, urls: Sequence[str]) -> None:
    chance = random.Random(f"{voter.who.id} goes")
    while True:
        await voter.live(chance.choice(urls))
        await anyio.sleep(chance.uniform(0, _PAUSE))


async def histories(url: str, rooms: Sequence[Room]) -> Mapping[str, Sequence[Any]]:
    """What was played in each room, the first first, as the server tells it."""
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        return {room.id: [*reversed(await _history(client, room))] for room in rooms}


async def _history(client: httpx.AsyncClient, room: Room) -> Sequence[Any]:
    items: list[Any] = []
    cursor: str | None = None
    while True:
        options = {} if cursor is None else {"cursor": cursor}
        page = await client.get(
            f"/api/rooms/{room.id}/history",
            params={"limit": _AT_ONCE, **options},
            headers=room.host.headers,
        )
        items += page.json()["items"]
        cursor = page.json()["next"]
        if cursor is None:
            return items


def faults_in(
    rooms: Sequence[Room],
    log: Log,
    played: Mapping[str, Sequence[Any]],
    voters: Sequence[Voter],
    wards: Sequence[Ward],
) -> Sequence[str]:
    """What is wrong with any of the rooms."""
    lives = [life for ward in wards for life in ward.lives]
    return [
        f"room {room.id}: {fault}"
        for room in rooms
        for fault in faults_of(
            room,
            log[room.id],
            played[room.id],
            [voter for voter in voters if voter.room is room],
            lives,
        )
    ]
