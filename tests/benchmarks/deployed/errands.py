"""What callers ask for: the ten routes that are asked most, and two to compare them with.

Which they are nobody has counted yet: they are what a client asks for again and again while
somebody uses it. A room is looked at, come into and left, voted in; a chat is read and talked in;
lists, profiles and notifications are opened; a project is synced; a recording's link is fetched
before each listening. Making accounts, rooms and projects is done once, and left out.
"""

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from phantom_adapters.clock import wall_clock
from phantom_core.kernel import uuid7
from tests.benchmarks.deployed.people import CALLERS, People, Person

__all__ = ["CHEAPEST", "MIX", "Errand", "Mixed", "Talk", "errands", "request"]

CHEAPEST: Final = "health of nothing"
_GOOD: Final = range(200, 300)

MIX: Final = {
    "look at a room": 4,
    "read messages": 4,
    "list rooms": 2,
    "look at a profile": 2,
    "look at notifications": 2,
    "fetch a stream's link": 1,
    "come into a room, leave it": 1,
    "vote": 2,
    "say something in a chat": 2,
    "sync a change": 2,
}
"""How often each is asked where all are asked: by choice, as nobody has counted it."""


def request(method: str, path: str, who: Person | None = None, body: Any = None) -> bytes:
    """The bytes of one."""
    told = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"Authorization: Bearer {who.token}"] if who else []
    lines += ["Content-Type: application/json"] if told else []
    lines += [f"Content-Length: {len(told)}"] if method == "POST" else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + told


@attrs.define
class Errand:
    """What one caller asks, in turn.

    Attributes:
        requests: the bytes of them.
    """

    requests: Sequence[bytes]
    _asked: int = 0

    def ask(self) -> bytes:
        """What is asked now."""
        self._asked += 1
        return self.requests[(self._asked - 1) % len(self.requests)]

    def hear(self, status: int, body: bytes) -> bool:
        """Take in the answer, and say whether it is one of those that are counted."""
        assert status in _GOOD, (status, body, self.requests[0][:200])
        return True


class Talk(Errand):
    """Says something else each time."""

    def __init__(self, who: Person, chat: str) -> None:
        super().__init__([])
        self._who = who
        self._path = f"/api/messages/rooms/{chat}/messages"

    def ask(self) -> bytes:
        self._asked += 1
        said = f"That is take {self._asked}, and I like its bridge better than the one before."
        body = {"clientId": _minted(), "type": "text", "content": said}
        return request("POST", self._path, self._who, body)


class _Sync(Errand):
    """Turns the volume of one's own stem."""

    def __init__(self, who: Person, project: str) -> None:
        super().__init__([])
        self._who = who
        self._path = f"/api/projects/{project}/sync"
        self._replica, self._stem = _minted(), _minted()

    def ask(self) -> bytes:
        self._asked += 1
        name = {"name": "Bass"} if self._asked == 1 else {}
        change = {
            "changeId": f"{self._replica}:{self._asked}",
            "counter": self._asked,
            "hlc": [1_700_000_000_000 + self._asked, 0, self._replica],
            "entity": "stem",
            "entityId": self._stem,
            "op": "create" if self._asked == 1 else "set",
            "fields": {"volume": self._asked % 100 / 100, **name},
        }
        batch = {"replicaId": self._replica, "changes": [change]}
        return request("POST", self._path, self._who, batch)

    def hear(self, status: int, body: bytes) -> bool:
        assert b'"rejected":[]' in body, body
        return super().hear(status, body)


class _Vote(Errand):
    """Moves one's vote to and fro between two candidates; looks again when the song has changed."""

    def __init__(self, who: Person, room: str) -> None:
        super().__init__([])
        self._path = f"/api/rooms/{room}/vote"
        self._who = who
        self._look = request("GET", f"{self._path}-results", who)
        self._looks = False

    def ask(self) -> bytes:
        self._looks = not self.requests
        return self._look if self._looks else super().ask()

    def hear(self, status: int, body: bytes) -> bool:
        if self._looks:
            assert status in _GOOD, (status, body)
            songs = [each["song"]["id"] for each in json.loads(body)["candidates"]]
            self.requests = [
                request("POST", self._path, self._who, {"songId": song}) for song in songs[:2]
            ]
            return False
        if status not in _GOOD:
            assert status in {400, 409}, (status, body)
            self.requests = []
            return False
        return True


@attrs.define
class Mixed(Errand):
    """All that one caller asks, by chance.

    Attributes:
        kinds: what there is, by its name.
    """

    kinds: Mapping[str, Errand] = attrs.field(kw_only=True)
    chance: random.Random = attrs.field(kw_only=True)
    _current: Errand | None = None

    def ask(self) -> bytes:
        """Choose, by how often each is asked."""
        (name,) = self.chance.choices([*MIX], [*MIX.values()])
        self._current = self.kinds[name]
        return self._current.ask()

    def hear(self, status: int, body: bytes) -> bool:
        """Have it take in the answer."""
        assert self._current is not None
        return self._current.hear(status, body)


def errands(people: People, recording: str) -> Mapping[str, Sequence[Errand]]:
    """What each of the callers asks, by the route; projects are synced by replicas of their own.

    Args:
        people: who they are.
        recording: the id of one of the first caller's.
    """
    each = [_errands_of(people, number, recording) for number in range(CALLERS)]
    return {name: [one[name] for one in each] for name in each[0]}


def _errands_of(people: People, number: int, recording: str) -> Mapping[str, Errand]:
    me, guest, first = people.callers[number], people.guests[number], people.callers[0]
    room = f"/api/rooms/{people.rooms[number % len(people.rooms)]}"
    chat = people.chats[number % len(people.chats)]
    other = people.listeners[number]
    doors = [request("POST", f"{room}/{door}", guest) for door in ("join", "leave")]
    gets = {
        CHEAPEST: ("/health/live", None),
        "look at a room": (room, me),
        "list rooms": ("/api/rooms?isPublic=true", me),
        "read messages": (f"/api/messages/rooms/{chat}/messages?limit=50", me),
        "look at a profile": (f"/api/users/{other.id}", me),
        "look at notifications": ("/api/notifications", me),
        "fetch a stream's link": (f"/api/audio/{recording}/stream", first),
    }
    return {
        **{name: Errand([request("GET", *what)]) for name, what in gets.items()},
        "come into a room, leave it": Errand(doors),
        "vote": _Vote(me, room.rpartition("/")[2]),
        "say something in a chat": Talk(me, chat),
        "sync a change": _Sync(me, people.projects[number]),
    }


def _minted() -> str:
    return str(uuid7(wall_clock(), random.getrandbits(72)))
