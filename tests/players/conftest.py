"""A server with a recording in it, and the programs that people play and fetch it with."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import anyio
import attrs
import httpx
import pytest

from tests.crash.server import Server
from tests.nginx_server import find_nginx

_PASSWORD: Final = "a long enough secret"
_SECONDS: Final = 90


@attrs.frozen
class Served:
    """A recording that is served.

    Attributes:
        url: where it is, by a signed URL.
        data: its bytes.
    """

    url: str
    data: bytes

    @property
    def sha256(self) -> str:
        """What they hash to."""
        return hashlib.sha256(self.data).hexdigest()


def program(name: str) -> str:
    """Where a program is; where it is not, the test is skipped, and fails in CI."""
    found = find_nginx() if name == "nginx" else shutil.which(name, path=_everywhere())
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"There is no {name} here, and it could not be installed.")
        pytest.skip(f"There is no {name} here.")
    return found


def _everywhere() -> str:
    return f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"


@pytest.fixture(scope="session")
def flac(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute and a half of noise that swells, so that no two seconds are alike."""
    path = tmp_path_factory.mktemp("music") / "song.flac"
    sound = f"anoisesrc=d={_SECONDS}:c=pink:a=0.3:r=44100:s=7"
    command = [program("ffmpeg"), "-loglevel", "error", "-f", "lavfi", "-i", sound, str(path)]
    subprocess.run(command, check=True)
    return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on embedded defaults, with its worker."""
    started = Server(tmp_path_factory.mktemp("server") / "data", PHANTOM_TEST_EAR="real")
    started.start()
    anyio.run(started.ready)
    yield started
    started.kill()


@attrs.frozen
class Library:
    """A person's recording on the server."""

    client: httpx.Client
    id: str

    def link(self, **options: str) -> str:
        """Where it can be played."""
        return str(self._get("/stream", **options)["url"])

    def show(self) -> dict[str, object]:
        """What is known of it."""
        return self._get("")

    def _get(self, path: str, **options: str) -> dict[str, object]:
        answer = self.client.get(f"/api/audio/{self.id}{path}", params=options)
        found: dict[str, object] = answer.raise_for_status().json()
        return found


@pytest.fixture(scope="session")
def library(server: Server, flac: Path) -> Iterator[Library]:
    """Ada's, who has handed the recording in."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        person = {"email": "ada@example.org", "username": "ada", "password": _PASSWORD}
        answer = client.post("/api/auth/register", json=person).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        with flac.open("rb") as file:
            added = client.post("/api/audio", files={"file": ("song.flac", file)})
        yield Library(client, added.raise_for_status().json()["id"])


@pytest.fixture
def original(library: Library, flac: Path) -> Served:
    """What was handed in, at a URL of its own."""
    return Served(library.link(original="true"), flac.read_bytes())
