"""A backup of a server under load: whatever it acknowledged before the mark is brought back.

People write, upload and delete all the while; in the middle of it everything is saved by the
command, and restored on an empty machine. Each keeps a diary of what they were told, and when.
"""

import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import anyio
import attrs
import httpx
import pytest

from phantom_adapters.sql.copying import take_rows
from tests.crash.people import PASSWORD
from tests.crash.server import PROGRAM, Server
from tests.postgres_server import PostgresServer

PEOPLE = 4
BEFORE = 40
"""So much is acknowledged before the backup begins, and as much again before it may end."""


@attrs.frozen
class Told:
    """One thing that a server acknowledged.

    Attributes:
        at: when its answer was there, in seconds since 1970.
    """

    at: float
    kind: str
    name: str
    value: str


@attrs.define
class Diary:
    """What everybody was told."""

    told: list[Told] = attrs.field(factory=list)
    _more: anyio.Event = attrs.field(factory=anyio.Event)

    def note(self, kind: str, name: str, value: str) -> None:
        """Write down what was acknowledged just now."""
        self.told.append(Told(time.time(), kind, name, value))
        self._more.set()

    async def reaches(self, many: int) -> None:
        """Wait until so much has been acknowledged."""
        while len(self.told) < many:
            self._more = anyio.Event()
            await self._more.wait()


class Writer:
    """One client, who does one thing after the other."""

    def __init__(self, number: int, diary: Diary) -> None:
        self.name = f"writer{number}"
        self._diary = diary
        self._chance = random.Random(number)
        self._headers: dict[str, str] = {}
        self._kept: list[tuple[str, str]] = []

    async def live(self, client: httpx.AsyncClient) -> None:
        """Register, and write without end."""
        form = {"email": f"{self.name}@example.org", "username": self.name, "password": PASSWORD}
        answer = await client.post("/api/auth/register", json=form)
        self._headers = {"Authorization": f"Bearer {answer.json()['accessToken']}"}
        for number in count(1):
            await self._speak(client, number)
            await self._upload(client, number)
            if len(self._kept) > 3:
                await self._delete(client)

    async def _speak(self, client: httpx.AsyncClient, number: int) -> None:
        body = {"bio": str(number)}
        answer = await client.put("/api/users/me/profile", json=body, headers=self._headers)
        answer.raise_for_status()
        self._diary.note("bio", self.name, str(number))

    async def _upload(self, client: httpx.AsyncClient, number: int) -> None:
        data = _wave(self._chance.randbytes(2 * self._chance.randrange(1_000, 60_000)))
        files = {"file": (f"{number}.wav", data)}
        answer = await client.post("/api/audio", files=files, headers=self._headers)
        answer.raise_for_status()
        sha256 = hashlib.sha256(data).hexdigest()
        self._kept.append((answer.json()["id"], sha256))
        self._diary.note("upload", self.name, sha256)

    async def _delete(self, client: httpx.AsyncClient) -> None:
        identifier, sha256 = self._kept.pop(self._chance.randrange(3))
        # It may be gone from the moment on that this is asked for.
        self._diary.note("deletion begins", self.name, sha256)
        answer = await client.delete(f"/api/audio/{identifier}", headers=self._headers)
        answer.raise_for_status()
        self._diary.note("deletion", self.name, sha256)


def _wave(frames: bytes) -> bytes:
    header = (
        b"WAVEfmt " + (16).to_bytes(4, "little") + bytes.fromhex("01000100401f0000803e00000200")
    )
    content = header + (16).to_bytes(2, "little") + b"data" + len(frames).to_bytes(4, "little")
    return b"RIFF" + (len(content) + len(frames)).to_bytes(4, "little") + content + frames


@pytest.fixture(params=["sqlite", "postgres"])
def urls(request: pytest.FixtureRequest) -> tuple[dict[str, str], dict[str, str]]:
    """What the settings say of the database, here and on the other machine."""
    if request.param == "sqlite":
        return {}, {}
    server: PostgresServer = request.getfixturevalue("postgres_server")
    first, second = (
        {"PHANTOM_DATABASE_URL": server.url(server.create_database())} for _ in range(2)
    )
    return first, second


@pytest.mark.timeout(1800)
async def test_whatever_was_acknowledged_before_the_mark_is_brought_back(
    tmp_path: Path, urls: tuple[dict[str, str], dict[str, str]]
) -> None:
    here, there = urls
    server, diary = Server(tmp_path / "data", **here), Diary()
    elsewhere = Server(tmp_path / "elsewhere", **there)
    place = tmp_path / "backup"
    server.start()
    try:
        await server.ready()
        async with (
            httpx.AsyncClient(base_url=server.url, timeout=30) as client,
            anyio.create_task_group() as group,
        ):
            for number in range(PEOPLE):
                group.start_soon(Writer(number, diary).live, client)
            await diary.reaches(BEFORE)
            saved = await command(server, "backup", place, "--json")
            await diary.reaches(len(diary.told) + BEFORE)
            looked = await command(server, "verify")
            group.cancel_scope.cancel()
    finally:
        server.kill()
    restored = await command(elsewhere, "restore", place)
    agrees = await command(elsewhere, "verify")

    for each in (saved, looked, restored, agrees):
        assert each.returncode == 0, each.stderr + each.stdout
    mark = datetime.fromisoformat(json.loads(saved.stdout)["mark"]).timestamp()
    before = [each for each in diary.told if each.at < mark]
    rows = rows_of(elsewhere, there, tmp_path)
    assert len(before) >= BEFORE
    assert any(each.at > mark for each in diary.told)
    assert [*lost(before, diary.told, rows)] == []


async def command(
    server: Server, name: str, *arguments: Any
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command beside a server, with its settings."""
    return await anyio.run_process(
        [sys.executable, str(PROGRAM), name, *map(str, arguments)],
        env={**server.environment, "PHANTOM_DATA_DIR": str(server.data_dir)},
        check=False,
    )


def rows_of(server: Server, urls: Mapping[str, str], folder: Path) -> sqlite3.Connection:
    """The rows of a database of either kind, to be asked."""
    url = urls.get("PHANTOM_DATABASE_URL", f"sqlite:///{server.data_dir / 'phantom.db'}")
    return sqlite3.connect(take_rows(url, folder / "rows.sqlite3").rows.path)


def lost(before: list[Told], told: list[Told], rows: sqlite3.Connection) -> Iterator[str]:
    """What was acknowledged before the mark, and is not among the rows."""
    deleted = {each.value for each in told if each.kind == "deletion begins"}
    surely_deleted = {each.value for each in before if each.kind == "deletion"}
    with closing(rows):
        there = {sha256 for (sha256,) in rows.execute("SELECT sha256 FROM audio_files")}
        bios = dict(rows.execute("SELECT username, bio FROM users JOIN profiles ON user_id = id"))
    for each in before:
        if each.kind == "upload" and each.value not in there | deleted:
            yield f"{each.name} has lost a recording"
        if each.kind == "bio" and int(bios[each.name]) < int(each.value):
            yield f"{each.name} said {each.value}, and the profile says {bios[each.name]}"
    yield from (f"{sha256} was deleted, and is back" for sha256 in surely_deleted & there)
