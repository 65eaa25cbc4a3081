"""A server, as it is run but for the price of a password, and people who use it.

Ada and Bob are people as others are; Root looks after the place. What is tried on it is counted, in
whichever process, and told when all is done.
"""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

_ROOT: Final = Path(__file__).parents[2]
_PROGRAM: Final = [sys.executable, str(_ROOT / "tests" / "crash" / "light_server.py")]
PASSWORD: Final = "a long enough secret"
ENOUGH: Final[Mapping[str, int]] = {
    "described requests": 4_000,
    "tampered requests": 5_000,
    "described frames": 2_000,
    "tampered frames": 2_000,
    "tampered files": 2_000,
}
"""How many cases of each kind a whole session tries at the least."""


_TRIED: Final = pytest.StashKey[Counter[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a whole session be held to what it has to try."""
    told = "fail where fewer cases were tried than a whole session has to"
    parser.addoption("--enough", action="store_true", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[_TRIED] = Counter()


@pytest.fixture
def tried(pytestconfig: pytest.Config) -> Counter[str]:
    """How many cases were sent, by their kind; whoever sends one counts it."""
    return pytestconfig.stash[_TRIED]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what another process has tried; one that crashed has not told."""
    told: Mapping[str, int] = getattr(node, "workeroutput", {}).get("tried", {})
    node.config.stash[_TRIED].update(told)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that adds up, or be it."""
    config = session.config
    if hasattr(config, "workeroutput"):
        tried = config.stash[_TRIED]
        config.workeroutput["tried"] = dict(tried)
    elif config.getoption("--enough") and _lacking(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many cases it came to."""
    terminalreporter.section("cases tried")
    for kind, count in sorted(config.stash[_TRIED].items()):
        terminalreporter.line(f"{count:>7,} {kind}")
    if config.getoption("--enough"):
        for kind in _lacking(config):
            terminalreporter.line(f"Too few {kind}: at least {ENOUGH[kind]:,}.", red=True)


def _lacking(config: pytest.Config) -> list[str]:
    tried = config.stash[_TRIED]
    return [kind for kind, least in ENOUGH.items() if tried[kind] < least]


def address_of(name: str) -> str:
    """Where somebody gets their mail."""
    return f"{name}@example.org"


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
        """Sign somebody in, and answer their access token; the suspended are made active again.

        It goes by the address, which nobody changes by chance: that takes the password, while a
        user name is changed at will.
        """
        login = {"login": address_of(name), "password": PASSWORD}
        try:
            return str(self.send("POST", "/api/auth/login", login)["accessToken"])
        except urllib.error.HTTPError as refusal:
            if refusal.code != HTTPStatus.FORBIDDEN:
                raise
        status = f"/api/admin/users/{self.people[name]}/status"
        self.send("PUT", status, {"status": "active"}, self.sign_in("root"))
        return self.sign_in(name)

    def send(self, method: str, path: str, body: Any, token: str = "") -> Any:
        """Send a request that is as it should be."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.address + path, json.dumps(body).encode(), headers, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def alive(self) -> bool:
        """Whether it still answers."""
        with urllib.request.urlopen(f"{self.address}/health/ready", timeout=60) as answer:  # noqa: S310
            return bool(answer.status == 200)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedServer]:
    """A server on SQLite, without limits on how often it is called."""
    data = str(tmp_path_factory.mktemp("fuzzed"))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(_ROOT), str(_ROOT / "src")]),
        "PHANTOM_TEST_EAR": "real",
        "PHANTOM_RATE_LIMITS": "off",
        "PHANTOM_ACCESS_TTL": "86400",
        "PHANTOM_LOG_LEVEL": "error",
    }
    command = [*_PROGRAM, "serve", "--port", "0", "--data-dir", data]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        running = FuzzedServer(found[0], {})
        for name in ("root", "ada", "bob"):
            body = {"email": address_of(name), "username": name, "password": PASSWORD}
            told = running.send("POST", "/api/auth/register", body)
            running.people[name] = told["user"]["id"]
        subprocess.run(
            [*_PROGRAM, "admin", "grant", "root", "--data-dir", data], env=environment, check=True
        )
        yield running
        process.terminate()
        assert process.wait(timeout=120) == 0
