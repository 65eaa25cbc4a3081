"""`phantom audit`, run as operators run it."""

import json
from pathlib import Path

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.personal_examples import plant
from phantom_adapters.sql import open_storage
from tests.cli.program import Argument, run, run_cold


@pytest.fixture
async def data_dir(tmp_path: Path, sqlite_template: Path) -> Path:
    """Three people, one of whom was put in office."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "phantom.db").write_bytes(sqlite_template.read_bytes())
    storage = open_storage(f"sqlite:///{data_dir / 'phantom.db'}")
    await write(storage, plant)
    await storage.close()
    return data_dir


def _told(data_dir: Path, *options: Argument) -> list[dict[str, str | None]]:
    answer = run("audit", "--json", *options, "--data-dir", data_dir)
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


async def test_an_operator_reads_what_was_done_the_latest_first(data_dir: Path) -> None:
    first = run_cold("admin", "grant", "user1", "--data-dir", data_dir)
    run("admin", "grant", "user2", "--data-dir", data_dir)
    shown = run("audit", "--limit", "1", "--data-dir", data_dir)
    told = _told(data_dir, "--action", "admin.granted")
    of_one = _told(data_dir, "--target", str(told[1]["targetId"]), "--action", "admin.granted")

    assert first.returncode == 0, first.stderr
    assert shown.stdout.count("\n") == 1
    assert f"admin.granted        user {told[0]['targetId']} by an operator" in shown.stdout
    assert [each["actorId"] for each in told] == [None, None]
    assert of_one == [told[1]]


async def test_acts_are_chosen_by_time_and_by_who_did_them(data_dir: Path) -> None:
    run("admin", "grant", "user1", "--data-dir", data_dir)
    everything = _told(data_dir)
    day = f"{MOMENT:%Y-%m-%d}"
    actor = next(each for each in everything if each["actor"])

    assert _told(data_dir, "--since", "2999-01-01") == []
    assert _told(data_dir, "--until", day) == []
    assert _told(data_dir, "--since", day, "--until", "2999-01-01T00:00:00Z") == everything
    assert actor in _told(data_dir, "--actor", str(actor["actor"]))
    assert actor in _told(data_dir, "--actor", str(actor["actorId"]))


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--actor", "nobody"), 1, "There is no user nobody"),
        (("--target", "x"), 1, "target: must be an id"),
        (("--since", "yesterday"), 2, "does not match the formats"),
    ],
)
async def test_what_cannot_be_chosen_by_is_told(
    data_dir: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    refused = run("audit", *options, "--data-dir", data_dir)

    assert refused.returncode == code
    assert said in refused.stderr.replace("\n", " ")
