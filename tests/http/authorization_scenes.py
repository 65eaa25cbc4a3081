"""Who calls about what: the columns of the table of authorization, each played out."""

import re
from itertools import count
from typing import Any, Final

import attrs

from phantom_core.identity import SetUserStatus, UserStatus
from phantom_core.kernel import Id, UserId
from tests.http import catalog_scenes
from tests.http.authorization_keeping import a_midi_file, a_zip
from tests.http.authorization_projects import (
    bodies_about_projects,
    speaks_of_projects,
    there_are_projects,
)
from tests.http.authorization_rooms import bodies_about_rooms, there_are_rooms
from tests.http.chat_scenes import chat_thing
from tests.http.test_audio import added, consent
from tests.http.world import PASSWORD, Someone, World
from tests.use_cases.audio.studio import tone

__all__ = ["COLUMNS", "Scene", "stage"]

_NOBODYS_ID: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_ANOTHER_PASSWORD: Final = "a longer secret still"
_ABOUT_ONESELF: Final = frozenset({"nobody", "own"})
_NUMBERS: Final = count()
_SHOWN: Final = frozenset({"open", "barred", "barring"})

COLUMNS: Final = ("nobody", "own", "open", "hidden", "barred", "barring", "unknown", "admin")
"""Who calls, and about what.

    nobody: without a token, about anything.
    own: about oneself, or what is one's own.
    open: about what somebody else shows one: an active person, a public recording, a chat that one
        is in: one of the two, or that of a listening room.
    hidden: about what they do not: a suspended person, a private recording, another's session, a
        chat that one is not in.
    barred: about what is open, but its owner has blocked the caller.
    barring: about what is open, but the caller has blocked its owner.
    unknown: about what there is not.
    admin: an admin, about what is hidden.
"""


@attrs.frozen
class Scene:
    """Somebody, and what they are about to ask for.

    Attributes:
        caller: who calls; `None` has no token.
        account: whose tokens and mails are there to be used.
        ids: what is called about, by the name it has in a path.
    """

    world: World
    caller: Someone | None
    account: Someone
    ids: dict[str, str]

    async def send(self, route: str) -> int:
        """Call a route as it should be called, and answer the status."""
        method, template, *_ = route.split()
        path = template.format_map(self.ids)
        options = await self._options(route)
        if self.caller is None:
            answer = await self.world.http.request(method, path, **options)
        else:
            answer = await self.caller.send(method, path, **options)
        return answer.status_code

    async def _options(self, route: str) -> dict[str, Any]:
        if route == "POST /api/audio":
            return {"files": {"file": ("song.wav", tone(), "audio/wav")}}
        if route == "POST /api/projects/import":
            return {"files": {"file": ("nights.zip", a_zip(), "application/zip")}}
        if route.endswith("/midi") and not route.startswith("GET"):
            return {"files": {"file": ("song.mid", a_midi_file(), "audio/midi")}}
        if route == "POST /api/catalog/import":
            return {"files": {"file": ("songs.json", b"[]", "application/json")}}
        if route.endswith("/search"):
            return {"params": {"q": "hello"}}
        body = self._bodies(await self._mailed_token(route)).get(route)
        if body is None and route.startswith(("PUT", "PATCH")):
            body = {}
        return {} if body is None else {"json": body}

    def _bodies(self, token: str) -> dict[str, Any]:
        """What is sent along, by route."""
        user = self.account.signed_in["user"]
        name, address = user["username"], user["email"]
        registration = {"email": f"new.{address}", "username": f"new.{name}", "password": PASSWORD}
        refreshing = {"refreshToken": self.account.signed_in["refreshToken"]}
        person, audio = self.ids.get("user_id"), self.ids.get("audio_id")
        return {
            "POST /api/auth/register": registration,
            "POST /api/auth/login": {"login": name, "password": PASSWORD},
            "POST /api/auth/refresh": refreshing,
            "POST /api/auth/verify": {"token": token},
            "POST /api/auth/forgot": {"email": address},
            "POST /api/auth/reset": {"token": token, "new": _ANOTHER_PASSWORD},
            "POST /api/auth/password": {"current": PASSWORD, "new": _ANOTHER_PASSWORD},
            "POST /api/auth/email": {"email": f"new.{address}", "password": PASSWORD},
            "PUT /api/users/me/profile {audio_id}": {"samples": [audio]},
            "PUT /api/users/me/consents": {"purpose": "matching", "granted": True},
            "POST /api/reports {user_id}": {"kind": "user", "id": person, "reason": "Rude."},
            "POST /api/reports {audio_id}": {"kind": "audio", "id": audio, "reason": "Loud."},
            "POST /api/reports {message_id}": {
                "kind": "message",
                "id": self.ids.get("message_id"),
                "reason": "Rude.",
            },
            "POST /api/messages/rooms {user_id}": {"kind": "direct", "memberIds": [person]},
            "POST /api/messages/rooms": {"kind": "group", "memberIds": []},
            "PUT /api/messages/rooms/{chat_room_id}/seen": {"seq": 1},
            "POST /api/messages/rooms/{chat_room_id}/messages": {"content": "Hello!"},
            "PUT /api/messages/rooms/{chat_room_id}/members/{user_id}": {
                "mutedUntil": "2999-01-01T00:00:00Z"
            },
            "PATCH /api/messages/{message_id}": {"content": "Hello?"},
            "POST /api/rooms/{room_id}/messages": {"content": "Hello!"},
            "POST /api/admin/reports/{report_id}": {"action": "dismiss"},
            "PUT /api/admin/users/{user_id}/status": {"status": "active"},
            **catalog_scenes.bodies(self.ids),
            **bodies_about_rooms(self.ids),
            **bodies_about_projects(self.ids),
        }

    async def _mailed_token(self, route: str) -> str:
        """The token of the mail that a route is called with, if it is."""
        purpose = route.rpartition("/")[2]
        if purpose not in {"reset", "verify"}:
            return ""
        forgotten = {"email": self.account.signed_in["user"]["email"]}
        await self.world.http.post("/api/auth/forgot", json=forgotten)
        await self.world.work()
        told = [mail.text for mail in self.world.mailer.sent if f"/{purpose}?" in mail.text]
        return str(re.findall(r"\?token=(\S+)", told[-1])[-1])


async def stage(world: World, column: str, route: str) -> Scene:
    """Have everybody come who plays a part in a column, with what the route speaks of."""
    number = next(_NUMBERS)
    owner = caller = await world.someone(f"owner.{number}")
    if column == "admin":
        caller = await world.admin(f"caller.{number}")
    elif column not in _ABOUT_ONESELF:
        caller = await world.someone(f"caller.{number}")
    ids = await _what_is_named(world, column, route, owner, caller)
    if "/api/rooms" in route:
        shown = column in _SHOWN
        rooms = await there_are_rooms(world, number, owner, caller, shown=shown)
        ids = {**rooms, **ids} if column == "unknown" else {**ids, **rooms}
    if speaks_of_projects(route):
        projects = await there_are_projects(world, number, owner, shown=column in _SHOWN)
        ids = {**projects, **ids} if column == "unknown" else {**ids, **projects}
    ids |= {"emoji": "👍"}
    if column in {"hidden", "admin"} and "user_id" in ids:
        await world.do(SetUserStatus(user_id=UserId(Id(owner.id)), status=UserStatus.SUSPENDED))
    if column == "barred":
        await owner.send("PUT", f"/api/users/{caller.id}/block")
    if column == "barring":
        await caller.send("PUT", f"/api/users/{owner.id}/block")
    return Scene(world, None if column == "nobody" else caller, owner, ids)


async def _what_is_named(
    world: World, column: str, route: str, owner: Someone, caller: Someone
) -> dict[str, str]:
    """Make what a route names, if there shall be any, and answer the ids."""
    ids = dict.fromkeys(re.findall(r"{(\w+)}", route), _NOBODYS_ID)
    if column != "unknown":
        for name in ids:
            ids[name] = await _there_is(world, name, owner, caller, shown=column in _SHOWN)
    return ids


async def _there_is(
    world: World, name: str, owner: Someone, caller: Someone, *, shown: bool
) -> str:
    """Make what a parameter names, and answer its id."""
    match name:
        case "user_id":
            return owner.id
        case "audio_id":
            return await _recording(world, owner, shown=shown)
        case "chat_room_id" | "message_id":
            return await chat_thing(name, owner, caller, shown=shown)
        case "session_id":
            sessions = (await owner.send("GET", "/api/auth/sessions")).json()["items"]
            return str(sessions[0]["id"])
        case "report_id":
            somebody = await world.someone(f"witness.{owner.id[-8:]}")
            body = {"kind": "user", "id": owner.id, "reason": "Rude."}
            return str((await somebody.send("POST", "/api/reports", body)).json()["id"])
    return await catalog_scenes.there_is(world, name, owner) or "nothing-of-ours"


async def _recording(world: World, owner: Someone, *, shown: bool) -> str:
    """A recording with a report, a picture and its owner's words."""
    await consent(owner)
    fields = {"visibility": "public" if shown else "private"}
    file = await added(owner, sound=tone(frames=4000, level=16_384), data=fields)
    await owner.send("PUT", f"/api/audio/{file['id']}/annotation", {"mood": "calm"})
    await world.work()
    return str(file["id"])
