"""People who vote, change their minds, leave and come back, and remember what they were told."""

import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import attrs
import httpx

from phantom_core.kernel import PhantomError
from tests.crash.history import History
from tests.fire.booths import (
    Booth,
    Denied,
    Listener,
    RequestBooth,
    Unanswered,
    socket_booth,
)
from tests.fire.town import Resident, Room

__all__ = ["Ballot", "Voter", "milliseconds"]

# Read once: it takes as long as a few votes, and everybody comes in anew after each kill.
_CERTIFICATES: Final = httpx.create_ssl_context()
_NOT_PRESENT: Final = "urn:phantom:not-present"
_EXPECTED: Final = {"urn:phantom:vote-closed", "urn:phantom:not-a-candidate", _NOT_PRESENT}


@attrs.frozen(kw_only=True)
class Ballot:
    """A vote that somebody gave, or tried to.

    Attributes:
        sent: when, in ms since 1970.
        heard: when its answer came, or it was given up.
        verdict: `ok`, `refused`, or `unknown` if no answer came.
        session: in which vote it was given, if the answer said so.
    """

    voter: str
    song: str
    sent: int
    heard: int
    verdict: str
    session: str | None = None


class Voter:
    """Somebody who votes in one room, by requests or over sockets.

    Attributes:
        ballots: what they have voted, in order.
        listener: what they were told over sockets.
    """

    def __init__(self, who: Resident, room: Room, history: History, *, by_socket: bool) -> None:
        self.who = who
        self.room = room
        self.ballots: list[Ballot] = []
        self.listener = Listener()
        self._history = history
        self._by_socket = by_socket
        self._chance = random.Random(who.id)
        self._standing = [*room.songs]
        self._given: tuple[str, str] | None = None

    async def live(self, url: str) -> None:
        """Come in, vote, leave, and come in again, until the server is gone."""
        address = f"{url}/api/rooms/{self.room.id}/"
        try:
            async with httpx.AsyncClient(
                base_url=address, headers=self.who.headers, timeout=30, verify=_CERTIFICATES
            ) as http:
                while (await http.post("join")).is_success:
                    async with self._booth(url, http) as booth:
                        await self._stay(booth, http)
        except* (Unanswered, httpx.TransportError, PhantomError):
            pass

    @asynccontextmanager
    async def _booth(self, url: str, http: httpx.AsyncClient) -> AsyncIterator[Booth]:
        if self._by_socket:
            async with socket_booth(url, self.who, self.room, self.listener) as booth:
                yield booth
        else:
            yield RequestBooth(http)

    async def _stay(self, booth: Booth, http: httpx.AsyncClient) -> None:
        """Vote, and look, until one goes out for a moment."""
        while True:
            await anyio.sleep(self._chance.uniform(0.03, 0.4))
            act = self._chance.random()
            if act < 0.02:
                self._given = None
                await http.post("leave")
                return
            if act < 0.12:
                answer = await http.get("vote-results")
                if answer.is_success:
                    self._look(answer.json())
            elif not await self._vote(booth):
                return

    async def _vote(self, booth: Booth) -> bool:
        """Vote for something that stands, or did, or never will; false if one is not there."""
        some = self._standing if self._chance.random() < 0.9 else [*self.room.songs]
        song, sent = self._chance.choice(some), milliseconds()
        try:
            told = await booth.vote(song)
        except Denied as denied:
            self._keep(song, sent, "refused")
            self._standing = [*self.room.songs]
            if denied.rule not in _EXPECTED:
                self._history.faults.append(f"{self.who.id} was refused a vote: {denied.rule}")
            return denied.rule != _NOT_PRESENT
        except BaseException:  # what was given up may have been done as well
            self._given = None
            self._keep(song, sent, "unknown")
            raise
        self._given = told["voteSession"]["id"], song
        self._keep(song, sent, "ok", self._given[0])
        self._learn(told)
        return True

    def _keep(self, song: str, sent: int, verdict: str, session: str | None = None) -> None:
        heard, voter = milliseconds(), self.who.id
        self.ballots.append(
            Ballot(voter=voter, song=song, sent=sent, heard=heard, verdict=verdict, session=session)
        )
        self._history.note("socket" if self._by_socket else "request", verdict)

    def _look(self, told: Any) -> None:
        """What one was told before must be what one reads now."""
        self._learn(told)
        vote = told.get("voteSession")
        if vote is None or self._given is None or self._given[0] != vote["id"]:
            return
        if told.get("myVote") != self._given[1]:
            fault = f"{self.who.id} voted {self._given}, and reads {told.get('myVote')}"
            self._history.faults.append(fault)

    def _learn(self, told: Any) -> None:
        self._standing = [each["song"]["id"] for each in told["candidates"]] or self._standing


def milliseconds() -> int:
    """The time now, in ms since 1970."""
    return time.time_ns() // 1_000_000
