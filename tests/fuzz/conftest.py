"""A real server, as it is run, and two people who use it: one looks after the place."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

_ROOT: Final = Path(__file__).parents[2]
_PROGRAM: Final = [sys.executable, "-c", "from phantom_app.cli import main; main()"]
_PASSWORD: Final = "a long enough secret"


@attrs.frozen
class FuzzedServer:
    """A server that runs.

    Attributes:
        address: where it listens.
        people: the names of those who are registered; `root` is an admin.
    """

    address: str
    people: dict[str, str]

    def sign_in(self, name: str) -> str:
        """Sign somebody in, and answer their access token."""
        told = self.post("/api/auth/login", {"login": name, "password": _PASSWORD})
        return str(told["accessToken"])

    def post(self, path: str, body: Any) -> Any:
        """Send a request that is as it should be."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def alive(self) -> bool:
        """Whether it still answers."""
        with urllib.request.urlopen(f"{self.address}/health/ready", timeout=30) as answer:  # noqa: S310
            return bool(answer.status == 200)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedServer]:
    """A server on SQLite, without limits on how often it is called."""
    data = str(tmp_path_factory.mktemp("fuzzed"))
    environment = {
        **os.environ,
        "PYTHONPATH": str(_ROOT / "src"),
        "PHANTOM_RATE_LIMITS": "off",
        "PHANTOM_ACCESS_TTL": "86400",
    }
    command = [*_PROGRAM, "serve", "--port", "0", "--no-worker", "--data-dir", data]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        running = FuzzedServer(found[0], {})
        for name in ("root", "ada", "bob"):
            body = {"email": f"{name}@example.org", "username": name, "password": _PASSWORD}
            running.people[name] = running.post("/api/auth/register", body)["user"]["id"]
        subprocess.run(
            [*_PROGRAM, "admin", "grant", "root", "--data-dir", data], env=environment, check=True
        )
        yield running
        process.terminate()
        assert process.wait(timeout=30) == 0
