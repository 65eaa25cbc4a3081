"""Three people who share everything that people can share, so that there is much to hide.

All is said over HTTP. Each bears a mark in whatever names them; where the mark or the id of one
stands in an answer to another, they are seen there.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Any, Final

import attrs
import httpx

from tests.http.world import PASSWORD, Someone

__all__ = ["NAMES", "Society", "mark", "word"]

NAMES: Final = ("ada", "bob", "cyd")
"""Who they are."""


def mark(name: str) -> str:
    """What stands in all that names somebody: their user name, and part of their other words."""
    return f"mark.of.{name}"


def word(name: str) -> str:
    """What stands in all that somebody says: it outlasts them where others have heard it."""
    return f"word-of-{name}"


@attrs.define
class Society:
    """The three, somebody in office, and what they have made together.

    Attributes:
        root: somebody in office.
        people: the three, by name.
        places: the ids of what they share, by what it is.
    """

    root: Someone
    people: dict[str, Someone]
    places: dict[str, str] = attrs.field(factory=dict)

    @classmethod
    async def form(cls, http: httpx.AsyncClient, root: Someone) -> "Society":
        """Have them come, tell of themselves, and do with each other all that there is to do."""
        society = cls(root, {name: await _come(http, name) for name in NAMES})
        await society._like_the_same()
        await society._meet()
        await society._gather()
        return society

    async def said(
        self, name: str, method: str, path: str, json: Any = None, *, expect: int | None = None
    ) -> Any:
        """What somebody is answered, who does something that they may do."""
        answer = await self.people[name].send(method, path, json)
        assert answer.status_code == expect if expect else answer.is_success, answer.text
        return answer.json() if answer.content else None

    def pairs(self) -> Sequence[tuple[str, str]]:
        """Everybody with everybody else, in both orders."""
        return list(permutations(NAMES, 2))

    def id_of(self, name: str) -> str:
        """Somebody's id."""
        return self.people[name].id

    async def _like_the_same(self) -> None:
        genre = await self._office("/api/genres", {"name": "Jazz"})
        artists = [
            await self._office("/api/artists", {"name": f"Ella {number}", "genreId": genre["id"]})
            for number in range(5)
        ]
        song = {"title": "Dusk", "artistId": artists[0]["id"], "durationMs": 600_000}
        await self._office("/api/songs", song)
        self.places["artist"] = artists[0]["id"]
        for name in NAMES:
            ids = [each["id"] for each in artists[: 3 if name == NAMES[0] else 4]]
            await self.said(name, "PUT", "/api/users/me/genres", {"ids": [genre["id"]]})
            await self.said(name, "PUT", "/api/users/me/artists", {"ids": ids})

    async def _office(self, path: str, body: dict[str, Any]) -> Any:
        answer = await self.root.send("POST", path, body)
        assert answer.is_success, answer.text
        return answer.json()

    async def _meet(self) -> None:
        # Each follows and likes one of the others: whom one knows is not recommended.
        for one, other in zip(NAMES, NAMES[1:] + NAMES[:1], strict=True):
            there = self.id_of(other)
            await self.said(one, "PUT", f"/api/users/{there}/follow")
            await self.said(one, "POST", f"/api/matches/{there}/like")
        for name in NAMES:
            body = {"name": "Song", "isPublic": True}
            project = (await self.said(name, "POST", "/api/projects", body))["id"]
            self.places[f"project of {name}"] = project
        for one, other in self.pairs():
            body = {"projectId": self.places[f"project of {one}"], "userId": self.id_of(other)}
            await self.said(one, "POST", "/api/bookings", body)
            direct = {"kind": "direct", "memberIds": [self.id_of(other)]}
            chat = (await self.said(one, "POST", "/api/messages/rooms", direct))["id"]
            path = f"/api/messages/rooms/{chat}/messages"
            await self.said(one, "POST", path, {"content": f"hello {word(one)}"})

    async def _gather(self) -> None:
        """All are in a room, a group and a project of Ada's; each has a room of their own, too."""
        room = {"name": "Den", "isPublic": True, "artistId": self.places["artist"]}
        for name in NAMES:
            await self.said(name, "POST", "/api/rooms", room)
        den = (await self.said("ada", "POST", "/api/rooms", room))["id"]
        group = {"kind": "group", "memberIds": [self.id_of("bob"), self.id_of("cyd")]}
        band = (await self.said("ada", "POST", "/api/messages/rooms", group))["id"]
        work = self.places["project of ada"]
        self.places |= {"room": den, "group": band}
        for name in ("bob", "cyd"):
            await self.said(name, "POST", f"/api/rooms/{den}/join")
            path, body = f"/api/projects/{work}/collaborators", {"userId": self.id_of(name)}
            await self.said("ada", "POST", path, body)
            await self.said(name, "POST", f"{path}/accept")
        for name in NAMES:
            said = {"content": f"hello {word(name)}"}
            await self.said(name, "POST", f"/api/messages/rooms/{band}/messages", said)
            await self.said(name, "POST", f"/api/rooms/{den}/messages", said)
        await self._invite()

    async def _invite(self) -> None:
        """Each has a sketch, to which the others are invited."""
        for name in NAMES:
            sketch = await self.said(name, "POST", "/api/projects", {"name": "Sketch"})
            path = f"/api/projects/{sketch['id']}/collaborators"
            for other in NAMES:
                if other != name:
                    await self.said(name, "POST", path, {"userId": self.id_of(other)})


async def _come(http: httpx.AsyncClient, name: str) -> Someone:
    known = {"email": f"{mark(name)}@example.org", "username": mark(name), "password": PASSWORD}
    answer = await http.post("/api/auth/register", json={**known, "displayName": mark(name)})
    assert answer.status_code == 201, answer.text
    somebody = Someone(http, answer.json())
    profile = {"bio": f"I am {mark(name)}.", "roles": ["drummer"]}
    await somebody.send("PUT", "/api/users/me/profile", profile)
    consent = {"purpose": "matching", "granted": True}
    await somebody.send("PUT", "/api/users/me/consents", consent)
    return somebody
