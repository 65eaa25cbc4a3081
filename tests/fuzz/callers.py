"""People who call a server again and again, and what there is for them to call about."""

import time
from typing import Any, Final

import requests

from phantom_adapters.contracts.image_files import encoded, marked
from tests.fuzz.bookings import Bookings
from tests.fuzz.chats import Chats
from tests.fuzz.conftest import PASSWORD, FuzzedServer, address_of
from tests.fuzz.projects import Projects
from tests.fuzz.rooms import Rooms
from tests.fuzz.sets import Sets
from tests.fuzz.shelves import Shelves
from tests.use_cases.audio.studio import tone

__all__ = ["Callers", "Surroundings"]

_PATIENCE: Final = 120.0
_IDS_OF_KIND: Final = {
    "audio": "audioId",
    "image": "imageId",
    "message": "messageId",
    "room": "roomId",
}
_FAREWELL: Final = ("DELETE", "/api/users/me")
"""Who knew their password here would be gone for all that follows."""


class Callers:
    """Several people, signed in again whenever their session was ended."""

    def __init__(self, server: FuzzedServer) -> None:
        self._server = server
        self._tokens: dict[str, str] = {}
        self.session = requests.Session()

    def headers(self, name: str | None) -> dict[str, str]:
        """What tells that it is them; `None` is nobody."""
        if name is None:
            return {}
        if name not in self._tokens:
            self._tokens[name] = self._server.sign_in(name)
        return {"Authorization": f"Bearer {self._tokens[name]}"}

    def forget(self, name: str) -> None:
        """Sign somebody in again the next time."""
        self._tokens.pop(name, None)

    def send(self, name: str, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request that is as it should be."""
        url = self._server.address + path
        answer = self.session.request(method, url, headers=self.headers(name), **options)
        if answer.status_code == 401:
            self.forget(name)
            answer = self.session.request(method, url, headers=self.headers(name), **options)
        return answer

    def ask(self, name: str, path: str) -> Any:
        """What there is at a path."""
        return self.send(name, "GET", path).json()


class Surroundings:
    """What there is to be called about; made anew where chance has taken it away.

    Attributes:
        ids: of what is there, by the names they have in paths.
    """

    def __init__(self, server: FuzzedServer, callers: Callers) -> None:
        self._server = server
        self._callers = callers
        self.ids: dict[str, list[str]] = {}
        self._erased: list[str] = []
        self._refresh_token = ""
        self._rooms = Rooms(callers, server.people)
        self._shelves = Shelves(callers)
        self._chats = Chats(callers, server.people)
        self._projects = Projects(callers, server.people)
        self._sets = Sets(callers)
        self._bookings = Bookings(callers, server.people)

    def restore(self) -> None:
        """See to it that ada and root have recordings with a report, sessions, a queue, rooms."""
        recordings, rooms = (
            [self.recording(name) for name in ("ada", "root")],
            self._rooms.restore(),
        )
        self.ids = {
            **rooms,
            **self._shelves.restore(rooms, recordings[-1]),
            **self._chats.restore(),
            **self._projects.restore(),
            **self._sets.restore(),
            **self._bookings.restore(),
            "userId": [*self._server.people.values()],
            "audioId": recordings,
            "imageId": [self.image(name) for name in ("ada", "root")],
            "uploadId": [self._upload(name) for name in ("ada", "root")],
            "reportId": self._reports(),
            "sweepId": self._sweeps(),
            "erasureId": self._erasures(),
            "jobId": [
                each["id"] for each in self._callers.ask("root", "/api/admin/jobs")["items"][:2]
            ],
            "exportId": self._exports(),
            **self._notified(),
        }
        self._let_be_matched()
        login = {"login": address_of("ada"), "password": PASSWORD}
        signed_in = self._server.send("POST", "/api/auth/login", login)
        self._refresh_token = signed_in["refreshToken"]
        sessions = self._callers.ask("ada", "/api/auth/sessions")["items"]
        self.ids["sessionId"] = [each["id"] for each in sessions]

    def _let_be_matched(self) -> None:
        """See to it that all may be matched with each other."""
        for name, other in (("ada", "bob"), ("bob", "root"), ("root", "ada")):
            user_id = self._server.people[other]
            self._callers.send(name, "DELETE", f"/api/users/{user_id}/block")
            self._callers.send(name, "PATCH", "/api/users/me", json={"birthDate": None})
            self._callers.send(name, "PUT", "/api/users/me/profile", json={})
            consent = {"purpose": "matching", "granted": True}
            self._callers.send(name, "PUT", "/api/users/me/consents", json=consent)

    def recording(self, name: str) -> str:
        """A recording of somebody's, with their words and a report; made if there is none."""
        consent = {"purpose": "audio_analysis", "granted": True}
        self._callers.send(name, "PUT", "/api/users/me/consents", json=consent)
        found = self._callers.ask(name, "/api/audio?limit=1")["items"]
        recording = str(found[0]["id"]) if found else self._hand_in(name)
        path, until = f"/api/audio/{recording}", time.monotonic() + _PATIENCE
        self._callers.send(name, "PUT", f"{path}/annotation", json={"mood": "calm"})
        while self._callers.send(name, "GET", f"{path}/report").status_code != 200:
            assert time.monotonic() < until, "no worker hears the recording"
            self._callers.send(name, "POST", f"{path}/analyze")
            time.sleep(0.1)
        return recording

    def image(self, name: str) -> str:
        """An image of somebody's; made if there is none."""
        found = self._callers.ask(name, "/api/media/images?mine=1&limit=1")["items"]
        if found:
            return str(found[0]["id"])
        files = {"file": ("dawn.png", encoded(marked()), "image/png")}
        answer = self._callers.send(name, "POST", "/api/media/images", files=files)
        return str(answer.json()["id"])

    def put_into(self, case: Any, name: str | None, place: int) -> None:
        """Have a case speak of what is there: in its path, and in its body."""
        for parameter in case.path_parameters or ():
            if known := self.ids.get(parameter):
                case.path_parameters[parameter] = known[place % len(known)]
        if isinstance(case.body, dict) and (case.method, case.path) != _FAREWELL:
            facts = self._facts(case.body, name, place)
            facts |= self._rooms.facts(case, place)
            facts |= self._shelves.facts(case, place) | self._chats.facts(case, place)
            facts |= self._projects.facts(case, place)
            facts |= self._sets.facts(case, place)
            facts |= self._bookings.facts(case, place)
            case.body.update({field: facts[field] for field in case.body if field in facts})

    def _facts(self, body: dict[str, Any], name: str | None, place: int) -> dict[str, Any]:
        """What is true of a caller, by the fields in which it is asked for."""
        of_kind = self.ids[_IDS_OF_KIND.get(str(body.get("kind")), "userId")]
        facts = {
            "id": of_kind[place % len(of_kind)],
            "reason": "It is not what it says.",
            "login": address_of("ada"),
            "password": PASSWORD,
            "current": PASSWORD,
            "new": PASSWORD,
            "refreshToken": self._refresh_token,
            "samples": self.ids["audioId"][: place % 2],
            "audioFileId": self.ids["audioId"][0],
            "projectId": self.ids["projectId"][0],
            "prompt": ("calm piano", "jazz in D minor", "techno at 130 bpm")[place % 3],
            "key": ("A minor", "Bb", "F# dorian")[place % 3],
        }
        # Somebody without a name keeps the address that chance gave them: it registers them.
        return facts if name is None else {**facts, "email": address_of(name)}

    def _hand_in(self, name: str) -> str:
        files = {"file": ("tone.wav", tone(16_000, 16_384), "audio/wav")}
        data = {"visibility": "public"}
        answer = self._callers.send(name, "POST", "/api/audio", files=files, data=data)
        return str(answer.json()["id"])

    def _sweeps(self) -> list[str]:
        asked = self._callers.send("root", "POST", "/api/admin/sweep", json={})
        return [str(asked.json()["id"])]

    def _erasures(self) -> list[str]:
        """That of somebody who came only to go."""
        if not self._erased:
            somebody = {"email": "gone@example.org", "username": "gone", "password": PASSWORD}
            come = self._server.send("POST", "/api/auth/register", somebody)
            path = f"/api/admin/users/{come['user']['id']}"
            self._erased.append(self._callers.send("root", "DELETE", path).json()["id"])
        return self._erased

    def _exports(self) -> list[str]:
        found = self._callers.ask("ada", "/api/users/me/export?limit=2")["items"]
        asked = found or [self._callers.send("ada", "POST", "/api/users/me/export").json()]
        return [str(each["id"]) for each in asked]

    def _notified(self) -> dict[str, list[str]]:
        """What ada and root are told of whoever follows them, and a device of ada's."""
        people, device = self._server.people, "01J9AD7000FRW8A3P3PMM92YTE"
        for name, follower in (("ada", "root"), ("root", "ada")):
            for method in ("DELETE", "PUT"):
                self._callers.send(follower, method, f"/api/users/{people[name]}/follow")
        told = [self._callers.ask(name, "/api/notifications?limit=1") for name in ("ada", "root")]
        found = [str(each["id"]) for answer in told for each in answer["items"]]
        return {"notificationId": found, "deviceId": [device]}

    def _upload(self, name: str) -> str:
        found = self._callers.ask(name, "/api/uploads?limit=1")["items"]
        if found:
            return str(found[0]["id"])
        promise = {"fileName": "tone.wav", "sizeBytes": 9, "contentType": "audio/wav"}
        return str(self._callers.send(name, "POST", "/api/audio", json=promise).json()["id"])

    def _reports(self) -> list[str]:
        bob = self._server.people["bob"]
        body = {"kind": "user", "id": bob, "reason": "He shouts."}
        self._callers.send("root", "POST", "/api/reports", json=body)
        found = self._callers.ask("root", "/api/admin/reports?limit=2")["items"]
        return [str(each["id"]) for each in found]
