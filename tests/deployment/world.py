"""Everybody who lives through it, and the rooms, chat, project and taste that they share."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import attrs
import httpx

from tests.crash.history import History
from tests.crash.server import Server
from tests.deployment.callers import Caller
from tests.deployment.trades import Editor, Lover, Speaker, Uploader
from tests.fire.town import Room, open_room

__all__ = ["World", "settled"]

_PASSWORD: Final = "never the same river twice"
_STEM: Final = "01J9AD7000STEM00000000000"
_ROOMS: Final = 2
_GUESTS: Final = 3
_CERTIFICATES: Final = httpx.create_ssl_context()


@attrs.frozen
class World:
    """People and what they do.

    Attributes:
        chat: where all of them talk.
        rooms: where others, who do nothing else, listen and vote.
    """

    callers: Sequence[Caller]
    chat: str
    speakers: Sequence[Speaker]
    editors: Sequence[Editor]
    uploaders: Sequence[Uploader]
    lovers: Sequence[Lover]
    rooms: Sequence[Room]

    @property
    def trades(self) -> Sequence[Any]:
        """All that is done, each by one person."""
        return [*self.speakers, *self.editors, *self.uploaders, *self.lovers]


@asynccontextmanager
async def settled(
    servers: Sequence[Server], history: History, *, seed: int, people: int, seconds: float
) -> AsyncIterator[World]:
    """Have people come in and prepare what they share, while all is well.

    Args:
        seconds: how long it will take in all; likes are spread over it.
    """
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=server.url, verify=_CERTIFICATES, timeout=60)
            )
            for server in servers
        ]
        callers = [await _come_in(clients, history, f"person{at}", seed) for at in range(people)]
        ids = [each.id for each in callers]
        first = callers[0]
        body = {"kind": "group", "memberIds": ids[1:], "title": "All of us"}
        chat = await _done(first, "POST", "/api/messages/rooms", body)
        project = await _done(first, "POST", "/api/projects", {"name": "Nights"})
        taste = (await first.clients[0].get("/api/artists", headers=_signed(first))).json()["items"]
        for each in callers:
            await _done(each, "PUT", "/api/users/me/artists", {"ids": [one["id"] for one in taste]})
        rooms = [await open_room(clients[0], f"room{at}", _GUESTS) for at in range(_ROOMS)]
        editors = [Editor(first, project["id"], f"{at}", f"{_STEM}{at}") for at in range(3)]
        spread = seconds / people
        yield World(
            callers=callers,
            chat=chat["id"],
            speakers=[Speaker(each, chat["id"]) for each in callers],
            editors=editors,
            uploaders=[Uploader(each) for each in callers[: people // 2]],
            lovers=[
                Lover(each, [other for other in ids if other != each.id], spread)
                for each in callers
            ],
            rooms=rooms,
        )


async def _come_in(
    clients: Sequence[httpx.AsyncClient], history: History, name: str, seed: int
) -> Caller:
    form = {"email": f"{name}@example.org", "username": name, "password": _PASSWORD}
    answer = await clients[0].post("/api/auth/register", json=form)
    answer.raise_for_status()
    told, chance = answer.json(), random.Random(f"{seed} {name}")
    caller = Caller(clients, history, told["accessToken"], told["user"]["id"], chance)
    for purpose in ("audio_analysis", "matching"):
        consent = {"purpose": purpose, "granted": True}
        await _done(caller, "PUT", "/api/users/me/consents", consent)
    return caller


async def _done(caller: Caller, method: str, path: str, body: Any) -> Any:
    answer = await caller.clients[0].request(method, path, json=body, headers=_signed(caller))
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def _signed(caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller.token}"}
