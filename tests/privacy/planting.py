"""Somebody who leaves a mark in everything they touch.

The mark stands in every field that takes words, and in the bytes of what they bring, so that
whatever is kept of them anywhere can be found by it.
"""

from collections.abc import Awaitable
from typing import Any, Final

import attrs
import httpx

from tests.http.listeners import a_room, likes, music
from tests.http.test_audio import added, consent
from tests.http.test_images import PNG
from tests.http.test_images import added as image_added
from tests.http.world import PASSWORD, Someone, World
from tests.use_cases.audio.studio import tone

__all__ = ["MARK", "Planted", "plant"]

MARK: Final = "zqmark"
"""What stands in everything of theirs, and in nothing else."""

_ADULT: Final = "1990-04-05"


@attrs.frozen
class Planted:
    """A world in which somebody has left marks.

    Attributes:
        them: who has left them.
        friend: who has shared a chat, a room and a project with them.
        shared: a project of theirs in which their friend is.
        group: a chat of both.
        said: a message of theirs in it, whose words stay.
        mentioning: a message of their friend's in it, which names them.
        direct: the chat between them.
        room: a listening room of theirs, in which both are.
    """

    them: Someone
    friend: Someone
    shared: str
    group: str
    said: str
    mentioning: str
    direct: str
    room: str

    @property
    def messages(self) -> str:
        """Where the messages of the chat of both are."""
        return f"/api/messages/rooms/{self.group}/messages"


async def plant(world: World) -> Planted:
    """Have somebody come who does everything that leaves something."""
    them = await _signed_in(world)
    friend = await world.someone("friend", displayName="A Friend")
    await _tell_of_oneself(them, friend)
    await _bring_media(world, them)
    projects = await _make_projects(them, friend)
    chats = await _talk(them, friend)
    room = await _listen(world, them, friend)
    await _ok(them.send("POST", "/api/users/me/export"))
    await _ok(them.send("POST", "/api/users/me/export"))
    await world.work()
    return Planted(them, friend, projects, *chats, room)


async def _ok(answer: Awaitable[httpx.Response]) -> Any:
    told = await answer
    assert told.status_code < 300, (told.request.method, told.request.url, told.text)
    return told.json() if told.content else None


async def _signed_in(world: World) -> Someone:
    """Register under one name, take another, and sign in on a device with a name."""
    them = await world.someone(f"{MARK}-first", displayName=f"{MARK} First", gender="other")
    await _ok(them.send("PATCH", "/api/users/me", {"username": f"{MARK}-now", "birthDate": _ADULT}))
    await _ok(them.send("PATCH", "/api/users/me", {"displayName": f"Dame {MARK}"}))
    login = {"login": f"{MARK}-now", "password": PASSWORD}
    device = {"User-Agent": f"{MARK}-phone"}
    signed_in = await world.http.post("/api/auth/login", json=login, headers=device)
    return Someone(world.http, signed_in.json())


async def _tell_of_oneself(them: Someone, friend: Someone) -> None:
    await consent(them)
    matching = {"purpose": "matching", "granted": True}
    await _ok(them.send("PUT", "/api/users/me/consents", matching))
    profile = {
        "bio": f"I am {MARK}.",
        "roles": [MARK],
        "instruments": [MARK],
        "region": f"{MARK}land",
        "tags": [MARK],
        "seeking": {"roles": [MARK], "regions": [MARK]},
    }
    await _ok(them.send("PUT", "/api/users/me/profile", profile))
    for one, other in ((them, friend), (friend, them)):
        await _ok(one.send("PUT", f"/api/users/{other.id}/follow"))
    report = {"kind": "user", "id": friend.id, "reason": f"They are rude to {MARK}."}
    await _ok(them.send("POST", "/api/reports", report))


async def _bring_media(world: World, them: Someone) -> None:
    file = await added(
        them,
        sound=tone(frames=4000, level=16_384),
        name=f"{MARK}.wav",
        data={"title": f"{MARK} song", "tags": MARK, "visibility": "public"},
    )
    annotation = {"mood": MARK}
    await _ok(them.send("PUT", f"/api/audio/{file['id']}/annotation", annotation))
    await image_added(them, PNG, usageType="avatar", title=MARK, description=MARK)
    upload = {"fileName": f"{MARK}.wav", "sizeBytes": 9, "contentType": "audio/wav"}
    await _ok(them.send("POST", "/api/audio", upload))
    names = [{"name": f"{MARK} {name}"} for name in ("kept", "deleted")]
    _, deleted = [await _ok(them.send("POST", "/api/playlists", name)) for name in names]
    await _ok(them.send("DELETE", f"/api/playlists/{deleted['id']}"))
    wish = {"prompt": f"calm piano for {MARK}", "bars": 2}
    await _ok(them.send("POST", "/api/ai/generate-midi", wish))
    await world.work()


async def _make_projects(them: Someone, friend: Someone) -> str:
    """One alone, one that was deleted, and one with their friend, whose name is the project's."""
    words = {"name": f"{MARK} alone", "description": f"By {MARK}"}
    alone, gone = [await _ok(them.send("POST", "/api/projects", words)) for _ in range(2)]
    stem = {"name": f"{MARK} stem"}
    await _ok(them.send("POST", f"/api/projects/{alone['id']}/stems", stem))
    await _ok(them.send("POST", f"/api/projects/{alone['id']}/versions", {"name": f"{MARK} v1"}))
    await _ok(them.send("DELETE", f"/api/projects/{gone['id']}"))
    shared = await _ok(them.send("POST", "/api/projects", {"name": "Nights"}))
    path = f"/api/projects/{shared['id']}"
    key = {"Idempotency-Key": f"{MARK}-key"}
    invite = {"userId": friend.id, "role": "admin"}
    await _ok(them.send("POST", f"{path}/collaborators", invite, headers=key))
    await _ok(friend.send("POST", f"{path}/collaborators/accept"))
    booking = {"userId": friend.id, "projectId": shared["id"], "role": MARK, "note": f"{MARK}!"}
    await _ok(them.send("POST", "/api/bookings", booking))
    return str(shared["id"])


async def _talk(them: Someone, friend: Someone) -> tuple[str, str, str, str]:
    group = {"kind": "group", "title": "Us", "memberIds": [friend.id]}
    room = await _ok(them.send("POST", "/api/messages/rooms", group))
    path = f"/api/messages/rooms/{room['id']}/messages"
    said = await _ok(them.send("POST", path, {"content": "Good night!"}))
    key = {"Idempotency-Key": "friend-key"}
    hello = {"content": f"Hello @{MARK}-now, and welcome."}
    mentioning = await _ok(friend.send("POST", path, hello, headers=key))
    sent = {"file": (f"{MARK}.txt", MARK.encode())}
    file = await _ok(them.send("POST", f"/api/messages/rooms/{room['id']}/files", files=sent))
    await _ok(them.send("POST", path, {"type": "file", "content": file["id"]}))
    direct = {"kind": "direct", "memberIds": [them.id]}
    between = await _ok(friend.send("POST", "/api/messages/rooms", direct))
    return str(room["id"]), str(said["id"]), str(mentioning["id"]), str(between["id"])


async def _listen(world: World, them: Someone, friend: Someone) -> str:
    heard = await music(world, 20, 20)
    for each in (them, friend):
        await likes(world, each, heard)
    room = await a_room(them, heard, friend)
    path = f"/api/rooms/{room['id']}"
    await _ok(friend.send("POST", f"{path}/join"))
    await _ok(friend.send("POST", f"{path}/messages", {"content": f"Play it, @{MARK}-now!"}))
    return str(room["id"])
