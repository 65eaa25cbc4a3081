"""Who calls about what: the columns of the table of authorization, each played out."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any, Final

import attrs

from phantom_core.audio import AnalyseAudio
from phantom_core.blobs.sweep_use_cases import AskForSweep
from phantom_core.identity import SendReset, SendVerification, SetUserStatus, UserStatus
from phantom_core.kernel import SYSTEM, Id, UserId, person
from phantom_core.privacy import EraseUser
from tests.http import catalog_scenes, set_scenes
from tests.http.authorization_keeping import a_midi_file, a_zip
from tests.http.authorization_projects import (
    bodies_about_projects,
    speaks_of_projects,
    there_are_projects,
)
from tests.http.authorization_rooms import bodies_about_rooms, there_are_rooms
from tests.http.booking_scenes import bodies_about_bookings, there_are_bookings
from tests.http.chat_scenes import chat_thing
from tests.http.job_scenes import a_dead_job
from tests.http.notification_scenes import a_device, a_notification
from tests.http.test_audio import added, consent
from tests.http.test_images import PNG
from tests.http.test_images import added as sent_in
from tests.http.world import PASSWORD, Someone, World
from tests.use_cases.audio.studio import tone

__all__ = ["COLUMNS", "Scene", "stage"]

_NOBODYS_ID: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_ANOTHER_PASSWORD: Final = "a longer secret still"
_ABOUT_ONESELF: Final = frozenset({"nobody", "own"})
_NUMBERS: Final = count()
_MATCHED: Final = {"purpose": "matching", "granted": True}
_SHOWN: Final = frozenset({"open", "barred", "barring"})

_FILES: Final[dict[str, Callable[[], tuple[str, bytes, str]]]] = {
    "POST /api/audio": lambda: ("song.wav", tone(), "audio/wav"),
    "POST /api/messages/rooms/{chat_room_id}/files": lambda: ("a.txt", b"La.", "text/plain"),
    "POST /api/media/images": lambda: ("dawn.png", PNG, "image/png"),
    "POST /api/media/sets/{music_set_id}/tracks": lambda: ("song.wav", tone(), "audio/wav"),
    "POST /api/projects/import": lambda: ("nights.zip", a_zip(), "application/zip"),
    "POST /api/catalog/import": lambda: ("songs.json", b"[]", "application/json"),
}
"""The file that a route is sent."""

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
        if (make := _FILES.get(route)) is not None:
            return {"files": {"file": make()}}
        if route.endswith("/midi") and not route.startswith("GET"):
            return {"files": {"file": ("song.mid", a_midi_file(), "audio/midi")}}
        if route.endswith("/search"):
            return {"params": {"q": "hello"}}
        if route == "GET /api/admin/users":
            return {"params": {"login": "nobody"}}
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
        image = self.ids.get("image_id")
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
            "POST /api/audio/{audio_id}/complete": {"parts": [{"number": 1, "etag": "x"}]},
            "PUT /api/users/me/consents": _MATCHED,
            "DELETE /api/users/me": {"password": PASSWORD},
            "POST /api/reports {user_id}": {"kind": "user", "id": person, "reason": "Rude."},
            "POST /api/reports {audio_id}": {"kind": "audio", "id": audio, "reason": "Loud."},
            "POST /api/reports {image_id}": {"kind": "image", "id": image, "reason": "Rude."},
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
            "POST /api/ai/generate-midi": {"prompt": "calm piano", "bars": 2},
            "POST /api/ai/generate-chords": {"key": "A minor", "bars": 2},
            "POST /api/admin/sweep": {"dryRun": True},
            "POST /api/notifications/read": {"all": True},
            "PUT /api/notifications/devices/{device_id}": {"platform": "web", "token": "other"},
            "POST /api/admin/retention": {"dryRun": False},
            **catalog_scenes.bodies(self.ids),
            **set_scenes.bodies(),
            **bodies_about_rooms(self.ids),
            **bodies_about_projects(self.ids),
            **bodies_about_bookings(self.ids),
        }

    async def _mailed_token(self, route: str) -> str:
        """The token of the mail that a route is called with, if it is."""
        purpose = route.rpartition("/")[2]
        if purpose not in {"reset", "verify"}:
            return ""
        forgotten = {"email": self.account.signed_in["user"]["email"]}
        await self.world.http.post("/api/auth/forgot", json=forgotten)
        await self.world.work(SendReset, SendVerification)
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
    made = await _beside(world, column, route, owner, caller)
    ids = {**made, **ids} if column == "unknown" else {**ids, **made}
    ids |= {"emoji": "👍"}
    await _let_be_matched(route, owner, caller)
    if column in {"hidden", "admin"} and "user_id" in ids:
        await world.do(SetUserStatus(user_id=UserId(Id(owner.id)), status=UserStatus.SUSPENDED))
    if column == "barred":
        await owner.send("PUT", f"/api/users/{caller.id}/block")
    if column == "barring":
        await caller.send("PUT", f"/api/users/{owner.id}/block")
    return Scene(world, None if column == "nobody" else caller, owner, ids)


async def _let_be_matched(route: str, *people: Someone) -> None:
    """Have people agree to be matched, where the route is about that."""
    matched = ("/api/matches", "/api/recommendations", "/compatibility")
    if any(each in route for each in matched):
        for someone in people:
            await someone.send("PUT", "/api/users/me/consents", _MATCHED)


async def _beside(
    world: World, column: str, route: str, owner: Someone, caller: Someone
) -> dict[str, str]:
    """Make rooms, projects and bookings where a route speaks of them, and answer their ids."""
    number, shown = next(_NUMBERS), column in _SHOWN
    ids: dict[str, str] = {}
    if "/api/rooms" in route:
        ids |= await there_are_rooms(world, number, owner, caller, shown=shown)
    if speaks_of_projects(route):
        ids |= await there_are_projects(world, number, owner, shown=shown)
    if "/api/bookings" in route:
        ids |= await there_are_bookings(world, number, owner, caller, route)
    return ids


async def _what_is_named(
    world: World, column: str, route: str, owner: Someone, caller: Someone
) -> dict[str, str]:
    """Make what a route names, if there shall be any, and answer the ids."""
    ids = dict.fromkeys(re.findall(r"{(\w+)}", route), _NOBODYS_ID)
    if column != "unknown":
        for name in ids.keys() & set_scenes.NAMES:
            public = column not in {"hidden", "admin"}
            ids[name] = await set_scenes.there_is(world, name, owner, public=public)
        for name in ids.keys() - set_scenes.NAMES:
            ids[name] = await _there_is(world, name, owner, caller, shown=column in _SHOWN)
    return ids


async def _there_is(
    world: World, name: str, owner: Someone, caller: Someone, *, shown: bool
) -> str:
    """Make what a parameter names, and answer its id."""
    match name:
        case "user_id":
            return owner.id
        case name if name in _INCOMING:
            return await _INCOMING[name](world, owner, shown=shown)
        case "chat_file_id" | "chat_room_id" | "message_id":
            return await chat_thing(name, owner, caller, shown=shown)
        case "session_id":
            sessions = (await owner.send("GET", "/api/auth/sessions")).json()["items"]
            return str(sessions[0]["id"])
        case "report_id" | "sweep_id" | "erasure_id" | "job_id":
            return await _OFFICIAL[name](world, owner)
    return await catalog_scenes.there_is(world, name, owner) or "nothing-of-ours"


async def _report(world: World, owner: Someone) -> str:
    """What somebody else finds of them."""
    somebody = await world.someone(f"witness.{owner.id[-8:]}")
    body = {"kind": "user", "id": owner.id, "reason": "Rude."}
    return str((await somebody.send("POST", "/api/reports", body)).json()["id"])


async def _sweep(world: World, owner: Someone) -> str:
    """A sweep, asked for by somebody who was in office."""
    in_office = person(UserId(Id(owner.id)), is_admin=True)
    return (await world.services.phantom.do(AskForSweep(), actor=in_office)).value.id


async def _erasure(world: World, owner: Someone) -> str:
    """That of somebody else."""
    somebody = await world.someone(f"leaver.{owner.id[-8:]}")
    command = EraseUser(user_id=UserId(Id(somebody.id)))
    return (await world.services.phantom.do(command, actor=SYSTEM)).value.id


_OFFICIAL: Final = {
    "report_id": _report,
    "sweep_id": _sweep,
    "erasure_id": _erasure,
    "job_id": a_dead_job,
}
"""What makes that which those in office have to do with, by the parameter that names it."""


async def _image(_: World, owner: Someone, *, shown: bool) -> str:
    """An image that may be an avatar, if it is public."""
    visibility = "public" if shown else "private"
    return str((await sent_in(owner, usageType="avatar", visibility=visibility))["id"])


async def _upload(_world: World, owner: Someone, *, shown: bool) -> str:  # noqa: ARG001 - as the others
    """A recording that is still to come."""
    promise = {"fileName": "a.wav", "sizeBytes": 9, "contentType": "audio/wav"}
    return str((await owner.send("POST", "/api/audio", promise)).json()["id"])


async def _recording(world: World, owner: Someone, *, shown: bool) -> str:
    """A recording with a report, a picture and its owner's words."""
    await consent(owner)
    fields = {"visibility": "public" if shown else "private"}
    file = await added(owner, sound=tone(frames=4000, level=16_384), data=fields)
    await owner.send("PUT", f"/api/audio/{file['id']}/annotation", {"mood": "calm"})
    await world.work(AnalyseAudio)
    return str(file["id"])


async def _export(_world: World, owner: Someone, *, shown: bool) -> str:  # noqa: ARG001 - as the others
    """An export that waits."""
    return str((await owner.send("POST", "/api/users/me/export")).json()["id"])


_INCOMING: Final = {
    "export_id": _export,
    "audio_id": _recording,
    "image_id": _image,
    "upload_id": _upload,
    "notification_id": a_notification,
    "device_id": a_device,
}
"""What makes that which somebody has handed in, or is told, by the parameter that names it."""
