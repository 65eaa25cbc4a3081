"""People who do a bit of everything, and remember what they were told."""

import io
import random
import wave
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import attrs
import httpx

from tests.crash.history import Cell, History

PASSWORD = "never the same river twice"

CUT_OFF = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException)

_FAULT = 500
_NOT_FOUND = 404


@attrs.define
class Recording:
    """A recording that somebody handed in, or tried to.

    Attributes:
        name: what its file is called.
        exists: whether it is there.
        title: what it is called, if it is there.
        key: the idempotency key it was sent under, if any.
        id: once its owner was told.
    """

    name: str
    data: bytes
    exists: Cell[bool]
    title: Cell[str]
    key: str | None = None
    id: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether its owner knows that it is there."""
        return self.id is not None and self.exists.possible == {True}


@attrs.define
class Complaint:
    """A report of abuse that somebody filed, or tried to; its reason tells it apart."""

    reason: str
    target: str
    exists: Cell[bool]
    id: str | None = None


@attrs.frozen
class Wish:
    """A request, and what shall be otherwise once it is granted.

    Attributes:
        kind: what it is counted as.
        cell: what it changes.
        value: what it changes that to.
        options: what httpx is given beside them.
    """

    kind: str
    method: str
    path: str
    cell: Cell[Any] | None = None
    value: Any = None
    options: dict[str, Any] = attrs.field(factory=dict)

    def came_to(self, verdict: str) -> None:
        """Keep what it may have changed."""
        if self.cell is not None and verdict == "ok":
            self.cell.acknowledged(self.value)
        if self.cell is not None and verdict == "unknown":
            self.cell.unknown(self.value)


class Person:
    """One client with one account.

    Attributes:
        registered: whether the account exists.
        bio: what their profile says.
        follows: by user name, whether they follow those whom they ever tried to.
    """

    def __init__(self, number: int, seed: int, history: History) -> None:
        self.name = f"person{number}"
        self.history = history
        self.registered = Cell(value=False)
        self.bio = Cell("")
        self.follows: dict[str, Cell[bool]] = {}
        self.recordings: list[Recording] = []
        self.complaints: list[Complaint] = []
        self.id = ""
        self._token = ""
        self._others: Sequence[Person] = ()
        self._chance = random.Random(f"{seed}:{number}")
        self._count = 0

    def meet(self, everybody: Sequence["Person"]) -> None:
        """Know whom there is to follow."""
        self._others = [other for other in everybody if other is not self]

    async def live(self, client: httpx.AsyncClient) -> None:
        """Do one thing after the other, until the server is gone."""
        try:
            while True:
                await self._choose()(client)
        except CUT_OFF:
            return

    def _choose(self) -> Callable[[httpx.AsyncClient], Awaitable[None]]:
        if not self._token:
            return self.come_in
        acts = {
            self._speak: 5,
            self._follow_or_not: 4,
            self._upload: 4,
            self._upload_again: 3,
            self._rename: 4,
            self._analyse: 2,
            self._delete: 1,
            self._complain: 2,
            self._complain_again: 2,
            self._look: 3,
        }
        return self._chance.choices([*acts], [*acts.values()])[0]

    async def come_in(self, client: httpx.AsyncClient) -> None:
        """Register, or log in where that may have happened; let recordings be analysed."""
        answer = await self._ask(client, self._registration())
        if answer is None:
            login = {"json": {"login": self.name, "password": PASSWORD}}
            answer = await self._ask(
                client, Wish("log-in", "POST", "/api/auth/login", options=login)
            )
        if answer is not None:
            self.registered.acknowledged(value=True)
            self.id = answer.json()["user"]["id"]
            await self._consent(client, answer.json()["accessToken"])

    def _registration(self) -> Wish:
        form = {
            "email": f"{self.name}@example.org",
            "username": self.name,
            "password": PASSWORD,
        }
        path = "/api/auth/register"
        return Wish("register", "POST", path, self.registered, value=True, options={"json": form})

    async def _consent(self, client: httpx.AsyncClient, token: str) -> None:
        options = {
            "json": {"purpose": "audio_analysis", "granted": True},
            "headers": {"Authorization": f"Bearer {token}"},
        }
        wish = Wish("consent", "PUT", "/api/users/me/consents", options=options)
        if await self._ask(client, wish) is not None:
            self._token = token

    async def _speak(self, client: httpx.AsyncClient) -> None:
        said = f"Take {self._next()}."
        path = "/api/users/me/profile"
        await self._ask(
            client, Wish("profile", "PUT", path, self.bio, said, {"json": {"bio": said}})
        )

    async def _follow_or_not(self, client: httpx.AsyncClient) -> None:
        other = self._chance.choice(self._others)
        if not other.id:
            return
        follows = self._chance.random() < 0.6
        method = "PUT" if follows else "DELETE"
        cell = self.follows.setdefault(other.name, Cell(value=False))
        path = f"/api/users/{other.id}/follow"
        await self._ask(client, Wish("follow", method, path, cell, follows))

    async def _upload(self, client: httpx.AsyncClient) -> None:
        recording = self.record(self._sound())
        if self._chance.random() < 0.3:
            recording.key = None
        await self.hand_in(client, recording)

    def record(self, data: bytes) -> Recording:
        """Have a recording to hand in."""
        number = self._next()
        recording = Recording(
            name=f"take {number}.wav",
            data=data,
            exists=Cell(value=False),
            title=Cell(f"take {number}"),
            key=f"upload {number}",
        )
        self.recordings.append(recording)
        return recording

    async def _upload_again(self, client: httpx.AsyncClient) -> None:
        """Repeat an upload under its key, whether or not an answer came the first time."""
        keyed = [each for each in self.recordings if each.key and True in each.exists.possible]
        if keyed:
            await self.hand_in(client, self._chance.choice(keyed[-20:]))

    async def hand_in(self, client: httpx.AsyncClient, recording: Recording) -> None:
        """Upload a recording, perhaps not for the first time."""
        options: dict[str, Any] = {"files": {"file": (recording.name, recording.data)}}
        if recording.key:
            options["headers"] = {"Idempotency-Key": recording.key}
        wish = Wish("upload", "POST", "/api/audio", recording.exists, value=True, options=options)
        answer = await self._ask(client, wish)
        if answer is not None:
            self._expect_same(recording.id, answer)
            recording.id = answer.json()["id"]

    async def _rename(self, client: httpx.AsyncClient) -> None:
        recording = self._known_recording()
        if recording is not None:
            title = f"Renamed {self._next()}"
            path, options = f"/api/audio/{recording.id}", {"json": {"title": title}}
            await self._ask(client, Wish("rename", "PATCH", path, recording.title, title, options))

    async def _analyse(self, client: httpx.AsyncClient) -> None:
        recording = self._known_recording()
        if recording is not None:
            await self._ask(client, Wish("analyze", "POST", f"/api/audio/{recording.id}/analyze"))

    async def _delete(self, client: httpx.AsyncClient) -> None:
        recording = self._known_recording()
        if recording is not None:
            # Whether or not an answer comes: its key would still answer as it did at first.
            recording.key = None
            path = f"/api/audio/{recording.id}"
            await self._ask(client, Wish("delete", "DELETE", path, recording.exists, value=False))

    async def _complain(self, client: httpx.AsyncClient) -> None:
        other = self._chance.choice(self._others)
        if other.id:
            reason = f"{self.name} says: {self._next()}"
            complaint = Complaint(reason=reason, target=other.id, exists=Cell(value=False))
            self.complaints.append(complaint)
            await self._file(client, complaint)

    async def _complain_again(self, client: httpx.AsyncClient) -> None:
        if self.complaints:
            await self._file(client, self._chance.choice(self.complaints[-20:]))

    async def _file(self, client: httpx.AsyncClient, complaint: Complaint) -> None:
        options = {
            "json": {"kind": "user", "id": complaint.target, "reason": complaint.reason},
            "headers": {"Idempotency-Key": complaint.reason},
        }
        wish = Wish("report", "POST", "/api/reports", complaint.exists, value=True, options=options)
        answer = await self._ask(client, wish)
        if answer is not None:
            self._expect_same(complaint.id, answer)
            complaint.id = answer.json()["id"]

    async def status_of(self, client: httpx.AsyncClient, recording: Recording) -> str:
        """Where the analysis of a recording stands."""
        answer = await self._ask(client, Wish("look", "GET", f"/api/audio/{recording.id}"))
        return "unknown" if answer is None else str(answer.json()["analysisStatus"])

    async def _look(self, client: httpx.AsyncClient) -> None:
        """What one was told before must be what one reads now."""
        answer = await self._ask(client, Wish("look", "GET", "/api/users/me"))
        if answer is not None and answer.json()["profile"]["bio"] not in self.bio.possible:
            self.history.faults.append(f"{self.name} has lost a profile: {answer.text}")
        recording = self._known_recording()
        if recording is not None:
            answer = await self._ask(client, Wish("look", "GET", f"/api/audio/{recording.id}"))
            if answer is not None and answer.json()["title"] not in recording.title.possible:
                self.history.faults.append(f"{self.name} has lost a title: {answer.text}")

    async def _ask(self, client: httpx.AsyncClient, wish: Wish) -> httpx.Response | None:
        """Send a request and keep what may have come of it; an answer if it was granted."""
        options = {"headers": {}, **wish.options}
        signed = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        headers = {**signed, **options.pop("headers")}
        try:
            answer = await client.request(wish.method, wish.path, headers=headers, **options)
        except CUT_OFF:
            self._note(wish, "unknown")
            raise
        self._expect_sense(wish, answer)
        is_open = answer.status_code >= _FAULT
        self._note(wish, "ok" if answer.is_success else "unknown" if is_open else "refused")
        return answer if answer.is_success else None

    def _note(self, wish: Wish, verdict: str) -> None:
        self.history.note(wish.kind, verdict)
        wish.came_to(verdict)

    def _expect_sense(self, wish: Wish, answer: httpx.Response) -> None:
        """A person asks only for what is theirs, and there, so these are no answers."""
        lost = answer.status_code == _NOT_FOUND and wish.kind != "upload"
        if answer.status_code == _FAULT or lost:
            told = f"{self.name}, {wish.method} {wish.path}: {answer.status_code} {answer.text}"
            self.history.faults.append(told)

    def _expect_same(self, known: str | None, answer: httpx.Response) -> None:
        found = answer.json()["id"]
        if known not in (None, found):
            self.history.faults.append(f"a request under one key made {known} and {found}")

    def _known_recording(self) -> Recording | None:
        known = [each for each in self.recordings if each.is_known]
        return self._chance.choice(known) if known else None

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _sound(self) -> bytes:
        """A WAV file unlike any other, of a few kilobytes up to some hundred."""
        frames = self._chance.randrange(1_000, 100_000)
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(8000)
            writer.writeframes(self._chance.randbytes(2 * frames))
        return file.getvalue()
