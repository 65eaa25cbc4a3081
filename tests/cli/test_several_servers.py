"""`phantom serve --workers N`: several servers on one port, and one process that sees to them."""

import json
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.cli.program import Program, run, run_cold, started
from tests.valkey_server import ValkeyServer


@pytest.fixture
def settings(postgres_url: str, broker: ValkeyServer, tmp_path: Path) -> dict[str, str]:
    found = {
        "PHANTOM_DATABASE_URL": postgres_url,
        "PHANTOM_BROKER_URL": broker.url(),
        "PHANTOM_DATA_DIR": str(tmp_path / "data"),
    }
    migrated = run("migrate", settings=found)
    assert migrated.returncode == 0, migrated.stderr
    return found


@contextmanager
def _serving(settings: dict[str, str], count: int = 2) -> Iterator[tuple[Program, str]]:
    words = ("serve", "--port", "0", "--no-worker", "--workers", str(count))
    with started(*words, settings=settings) as program:
        assert program.stdout is not None
        found = re.search(r"http://\S+", program.stdout.readline())
        assert found is not None
        yield program, found[0]


def _ready(address: str) -> str:
    with urllib.request.urlopen(f"{address}/health/ready", timeout=30) as answer:  # noqa: S310 - our own
        return str(answer.read().decode())


def _log_in(address: str) -> int:
    body = json.dumps({"login": "nobody", "password": "no password at all"}).encode()
    told = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/auth/login", body, told)  # noqa: S310 - as above
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _servers(program: Program) -> list[psutil.Process]:
    living = psutil.Process(program.pid).children()
    return [each for each in living if each.status() != psutil.STATUS_ZOMBIE]


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_several_serve_on_one_port_and_one_that_dies_is_started_again(
    settings: dict[str, str],
) -> None:
    with _serving(settings) as (program, address):
        first = _ready(address)
        before = _servers(program)
        before[0].kill()
        before[0].wait(60)
        answers = [_ready(address) for _ in range(5)]
        _until(lambda: len({each.pid for each in _servers(program)} - {before[0].pid}) == 2)
        after = _servers(program)
        program.send_signal(signal.SIGTERM)
        code = program.wait(timeout=60)

    assert '"broker":"' in first
    assert all('"status":"ok"' in answer for answer in answers)
    assert before[1].pid in {each.pid for each in after}
    assert code == 0
    assert not any(each.is_running() for each in [*before, *after])


def test_a_broker_that_is_away_makes_no_server_less_ready(
    settings: dict[str, str], broker: ValkeyServer
) -> None:
    with _serving(settings) as (_, address):
        _until(lambda: '"broker":"ok"' in _ready(address))
        broker.kill()
        _until(lambda: '"broker":"away"' in _ready(address))
        broker.start()
        _until(lambda: '"broker":"ok"' in _ready(address))


def test_one_call_more_than_is_allowed_is_refused_by_whichever_of_four_servers_it_comes(
    settings: dict[str, str],
) -> None:
    with _serving({**settings, "PHANTOM_RATE_LIMITS": "log-in=20/36000"}, 4) as (_, address):
        _ready(address)
        with ThreadPoolExecutor(8) as callers:
            statuses = [*callers.map(lambda _: _log_in(address), range(32))]

    assert sorted(statuses) == [401] * 20 + [429] * 12


def test_servers_end_with_the_one_that_sees_to_them(settings: dict[str, str]) -> None:
    with _serving(settings) as (program, address):
        _ready(address)
        servers = _servers(program)
        program.kill()
        program.wait(timeout=60)
        _until(lambda: not any(each.is_running() for each in servers))

    assert len(servers) == 2


def test_a_setting_that_cannot_be_used_ends_all(settings: dict[str, str]) -> None:
    wrong = dict(settings)
    wrong["PHANTOM_BROKER_URL"] = re.sub(r"//:\w+@", "//:wrong@", wrong["PHANTOM_BROKER_URL"])
    ended = run("serve", "--port", "0", "--workers", "2", settings=wrong)

    assert ended.returncode == 2
    assert "PHANTOM_BROKER_URL: the broker does not let us in" in ended.stderr


def test_a_sqlite_database_is_one_servers_alone(tmp_path: Path) -> None:
    ended = run("serve", "--workers", "2", "--data-dir", tmp_path / "data")

    assert ended.returncode == 2
    assert ended.stderr == (
        "phantom: --workers: a SQLite database is one server's alone; "
        "several servers need PHANTOM_DATABASE_URL=postgresql://USER@HOST/NAME\n"
    )


def test_one_that_may_open_too_few_files_is_told_before_it_serves(tmp_path: Path) -> None:
    narrow = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))"
    program = f"{narrow}; from phantom_app.cli import main; main()"
    ended = run_cold("serve", "--data-dir", tmp_path / "data", program=program)

    assert ended.returncode == 2
    assert ended.stderr.startswith("phantom: ulimit -n: a process may have 100 files open here")
