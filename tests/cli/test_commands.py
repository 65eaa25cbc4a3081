"""The command line, run as its users run it."""

import json
import os
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from phantom_adapters.contracts.audio_examples import silence, wav
from tests.cli.program import Ended, Program, run, run_cold, started, started_cold


def _run(*arguments: str, **settings: str) -> Ended:
    return run(*arguments, settings=settings)


@contextmanager
def _serving(
    *arguments: str | Path, log: Path | None = None, **settings: str
) -> Iterator[tuple[Program, str]]:
    """A server, and where it says that it listens; it may write its log to a file."""
    with started("serve", "--port", "0", *arguments, log=log, settings=settings) as process:
        yield process, _address(process.stdout)


def _address(stdout: IO[str] | None) -> str:
    assert stdout is not None
    line = stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found is not None, line
    return found[0]


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([], ["serve", "worker", "migrate", "admin", "demo", "catalog", "analyze", "warm"]),
        (["serve"], ["--host", "--port", "--demo", "--no-worker", "--data-dir"]),
        (["worker"], ["--data-dir"]),
        (["migrate"], ["--data-dir"]),
        (["backup"], ["PLACE", "--with-secret-key", "--despite-flaws", "--after", "--json"]),
        (["restore"], ["PLACE", "--data-dir"]),
        (["verify"], ["[PLACE]", "--quick", "--json"]),
        (["doctor"], ["--json", "--strict", "--data-dir"]),
        (["admin"], ["grant", "revoke"]),
        (["admin", "grant"], ["NAME", "--data-dir"]),
        (["audit"], ["--actor", "--action", "--target", "--since", "--until", "--limit", "--json"]),
        (["catalog"], ["import"]),
        (["catalog", "import"], ["PATH", "--spotify", "--format", "--as", "--upload", "--dry-run"]),
        (["analyze"], ["--json", "--plot", "FILE...", "--data-dir"]),
        (["warm"], ["--data-dir"]),
        (["midi"], ["check", "show", "render"]),
        (["midi", "check"], ["DIR"]),
        (["midi", "show"], ["FILE", "--json"]),
        (["midi", "render"], ["FILE", "OUT.wav"]),
        (["demo"], ["--data-dir"]),
    ],
)
def test_help_names_what_there_is(command: Sequence[str], said: Sequence[str]) -> None:
    answer = _run(*command, "--help")

    assert answer.returncode == 0
    assert all(word in answer.stdout for word in said)


def test_the_commands_are_told_without_loading_what_they_need() -> None:
    program = (
        "import sys\n"
        "from phantom_app.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print(*sys.modules)\n"
    )
    answer = run_cold(program=program)
    loaded = set(answer.stdout.splitlines()[-1].split())

    assert answer.returncode == 0, answer.stderr
    assert "Fill the catalogue" in answer.stdout
    assert not loaded & {"phantom_app.composition", "litestar", "sqlalchemy", "uvicorn", "numpy"}


def test_a_wrong_setting_is_one_sentence_and_code_2(tmp_path: Path) -> None:
    wrong = {"PHANTOM_ACCESS_TTL": "soon"}
    answer = run_cold("serve", "--data-dir", tmp_path, settings=wrong)

    assert answer.returncode == 2
    assert answer.stderr == (
        "phantom: PHANTOM_ACCESS_TTL: must be a whole number of seconds, from 1 to 999999999\n"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHANTOM_BROKER_URL", "amqp://localhost"),
        ("PHANTOM_DATABASE_URL", "oracle://x"),
        ("PHANTOM_BLOB_URL", "ftp://files"),
    ],
)
def test_what_is_not_there_yet_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    answer = _run("serve", "--data-dir", str(tmp_path), **{name: value})

    assert answer.returncode == 2
    assert answer.stderr.startswith(f"phantom: {name}: ")
    assert answer.stderr.count("\n") == 1


def test_a_start_that_fails_leaves_the_data_folder_new(tmp_path: Path) -> None:
    answer = _run(
        "serve", "--port", "0", "--data-dir", str(tmp_path), PHANTOM_DATABASE_URL="sqlite:"
    )

    assert answer.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        answer = _run("serve", "--port", port, "--data-dir", str(tmp_path))

    assert answer.returncode == 2
    assert port in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_the_database_is_brought_up_to_date_once(tmp_path: Path) -> None:
    first = run_cold("migrate", "--data-dir", tmp_path / "new")
    second = _run("migrate", "--data-dir", str(tmp_path / "new"))

    assert (first.returncode, second.returncode) == (0, 0)
    assert "brought up to date" in first.stdout
    assert "nothing to do" in second.stdout


def test_a_server_makes_what_it_needs_serves_and_stops_cleanly(tmp_path: Path) -> None:
    data = tmp_path / "new"
    with started_cold("serve", "--port", "0", "--data-dir", data) as process:
        ready = _get(f"{_address(process.stdout)}/health/ready")
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=60)

    assert '"status":"ok"' in ready
    assert code == 0
    assert (data / "phantom.db").exists()
    assert (data / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_server_loads_nothing_of_what_hears(tmp_path: Path) -> None:
    program = (
        "import sys, asyncio\n"
        "from phantom_app.settings import read_settings\n"
        "from phantom_app import serving\n"
        "from phantom_app.composition import composed\n"
        "from phantom_app.http.app import create_app\n"
        "from phantom_app.http.routes import ROUTES, server_of\n"
        "async def go():\n"
        f"    async with composed(read_settings({{}}, data_dir={str(tmp_path)!r})) as services:\n"
        "        create_app(server_of(services), routes=ROUTES)\n"
        "asyncio.run(go())\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    answer = run_cold(program=program)

    assert answer.returncode == 0, answer.stderr
    assert not set(answer.stdout.split()) & {"librosa", "numba", "scipy", "soundfile", "PIL"}


def test_an_operator_puts_somebody_in_office_while_the_server_runs(tmp_path: Path) -> None:
    with _serving("--data-dir", str(tmp_path)) as (_, address):
        token = _register(address)
        before = _status(f"{address}/api/admin/audit", token)
        granted = _run("admin", "grant", "ada", "--data-dir", str(tmp_path))
        during = _status(f"{address}/api/admin/audit", token)
        revoked = _run("admin", "revoke", "ada@example.org", "--data-dir", str(tmp_path))
        after = _status(f"{address}/api/admin/audit", token)

    assert (granted.stdout, revoked.stdout) == ("ada is an admin.\n", "ada is no admin.\n")
    assert (before, during, after) == (403, 200, 403)


def test_no_log_however_talkative_holds_an_access_token(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with _serving("--data-dir", str(tmp_path), log=log, PHANTOM_LOG_LEVEL="debug") as (_, address):
        token = _register(address)
        ws = f"ws{address.removeprefix('http')}/ws"
        protocols = [Subprotocol("phantom"), Subprotocol(f"phantom.bearer.{token}")]
        with connect(ws, subprotocols=protocols, proxy=None, open_timeout=60) as client:
            welcome = client.recv()
            client.send(json.dumps({"type": "auth", "token": token}))
            again = client.recv()

    assert json.loads(welcome)["ok"]
    assert json.loads(again)["ok"]
    assert "uvicorn.error" in log.read_text()
    assert token not in log.read_text()


def test_nobody_of_a_name_is_one_sentence_and_code_1(tmp_path: Path) -> None:
    _run("migrate", "--data-dir", str(tmp_path))
    answer = _run("admin", "grant", "nobody", "--data-dir", str(tmp_path))

    assert answer.returncode == 1
    assert answer.stderr == "phantom: There is no user nobody.\n"


def test_no_demo_is_made_over_a_real_person(tmp_path: Path) -> None:
    data = ("--data-dir", str(tmp_path))
    with _serving(*data) as (_, address):
        _register(address)
    asked = _run("demo", *data)
    with started("serve", "--port", "0", "--demo", *data) as process:
        assert process.stdout is not None
        said, greeting = process.stdout.readline(), process.stdout.readline()

    refusal = (
        "No demo world is made: the user name ada or the address ada@phantom.example is "
        "somebody else's.\n"
    )
    assert (asked.returncode, asked.stderr) == (1, f"phantom: {refusal}")
    assert said == refusal
    assert "listens on" in greeting


def test_a_server_on_all_addresses_says_where_its_mails_lead(tmp_path: Path) -> None:
    arguments = ("--host", "0.0.0.0", "--data-dir", str(tmp_path))  # noqa: S104 - it is asked for
    with _serving(*arguments) as (process, address):
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]

    assert f"mails lead to {address}," in lines[1]
    assert "PHANTOM_PUBLIC_URL" in lines[1]


def test_a_worker_of_its_own_does_the_jobs_of_a_server_without_one(tmp_path: Path) -> None:
    data = str(tmp_path)
    with _serving("--no-worker", "--data-dir", data) as (_, address):
        _register(address)
        with started("worker", "--data-dir", data) as worker:
            mails = _wait_for_mail(tmp_path / "mail")
            worker.send_signal(signal.SIGINT)
            code = worker.wait(timeout=60)

    assert f"{address}/verify?token=" in mails
    assert code == 0


def test_a_worker_that_knows_no_address_for_links_says_so_and_does_not_start(
    tmp_path: Path,
) -> None:
    program = (
        "from datetime import timedelta\n"
        "from phantom_app import serving\n"
        "from phantom_app.cli import main\n"
        "serving._PATIENCE = timedelta(0)\n"
        "main()\n"
    )
    told = run_cold("worker", "--data-dir", tmp_path, program=program)

    assert told.returncode == 2
    assert told.stderr.startswith("phantom: PHANTOM_PUBLIC_URL: must say where links in mails lead")
    assert told.stderr.count("\n") == 1


def test_a_file_that_cannot_be_heard_is_told_beside_the_others_without_a_server(
    tmp_path: Path,
) -> None:
    program = (
        "import atexit, sys\n"
        "from phantom_app.cli import main\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "main()\n"
    )
    path = tmp_path / "words.wav"
    path.write_text("These are words.")
    arguments = ("analyze", "--json", tmp_path / "*.wav", "--data-dir", tmp_path)
    told = run_cold(*arguments, program=program)
    (heard,) = json.loads(told.stdout)

    assert told.returncode == 1
    assert heard["file"] == str(path)
    assert heard["problem"]["status"] == 415
    loaded = set(told.stderr.splitlines()[-1].split())
    assert "phantom_app.hearing" in loaded
    assert not loaded & {"phantom_app.composition", "phantom_core.rooms", "uvicorn", "numpy"}


def test_a_data_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for command in (["serve", "--port", "0"], ["migrate"], ["demo"], ["worker"]):
        told = _run(*command, "--data-dir", str(tmp_path / "file" / "inside"))

        assert told.returncode == 2
        assert "PHANTOM_DATA_DIR" in told.stderr
        assert "Traceback" not in told.stderr


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    told = _run("analyze", "nothing.wav", "--data-dir", str(tmp_path))

    assert told.returncode == 2
    assert "nothing.wav" in told.stderr


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_regular_file_is_misuse(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "it")
    told = _run("analyze", str(tmp_path / "it"), "--data-dir", str(tmp_path), COLUMNS="999")

    assert told.returncode == 2
    assert "is not a regular file." in told.stderr


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_file_whose_name_is_no_text_is_heard_and_its_name_written_with_escapes(
    tmp_path: Path, options: list[str]
) -> None:
    path = os.fsencode(tmp_path / "caf") + b"\xe9.wav"
    Path(os.fsdecode(path)).write_bytes(wav(silence(1)))
    plot = ["--plot", str(tmp_path / "out.png")]
    told = _run("analyze", *options, os.fsdecode(path), *plot, "--data-dir", str(tmp_path))

    assert told.returncode == 0
    assert ("caf\\\\xe9.wav" if options else "caf\\xe9.wav  0:01.0") in told.stdout
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


def _wait_for_mail(folder: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for path in folder.glob("*.eml"):
            if text := path.read_text():
                return text
        time.sleep(0.01)
    pytest.fail("no mail was written")


def _register(address: str) -> str:
    body = b'{"email":"ada@example.org","username":"ada","password":"a long enough secret"}'
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/api/auth/register", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
        found = re.search(r'"accessToken":"([^"]+)"', answer.read().decode())
    assert found is not None
    return found[1]


def _status(url: str, token: str) -> int:
    request = urllib.request.Request(  # noqa: S310 - our own server
        url, headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
