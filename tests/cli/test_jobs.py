"""`phantom jobs`, run as operators run it, and workers that do a share of them."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.sql import open_storage
from phantom_core.identity import SendReset
from phantom_core.kernel import EPOCH, UserId, uuid7
from phantom_core.matching import ReviewMatches
from tests.cli.program import Ended, run, run_cold, started
from tests.http.job_scenes import PlantDeadJob

ADA = UserId(uuid7(EPOCH, 1))


@pytest.fixture
def data_dir(tmp_path: Path, sqlite_template: Path) -> Path:
    """A data folder with a database in which nothing has happened."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "phantom.db").write_bytes(sqlite_template.read_bytes())
    return data_dir


async def plant(data_dir: Path) -> list[str]:
    """Two jobs that were given up, and one that waits."""
    storage = open_storage(f"sqlite:///{data_dir / 'phantom.db'}")
    try:
        dead = [
            await write(
                storage,
                PlantDeadJob(deferred=deferred, error="Boom, <ada@example.org>.\nAt line 3.").run,
            )
            for deferred in (SendReset(user_id=ADA), ReviewMatches(user_ids=(ADA,)))
        ]
        return [*dead, await write(storage, lambda work: work.enqueue(SendReset(user_id=None)))]
    finally:
        await storage.close()


def jobs(data_dir: Path, *arguments: str) -> Ended:
    return run("jobs", *arguments, "--data-dir", data_dir)


def told(data_dir: Path, *arguments: str) -> Any:
    answer = jobs(data_dir, *arguments, "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_jobs_are_listed_from_cold_where_there_are_none(data_dir: Path) -> None:
    answer = run_cold("jobs", "list", "--data-dir", data_dir)

    assert (answer.returncode, answer.stdout) == (0, "There are no such jobs.\n")


async def test_what_was_given_up_is_listed_for_people_and_for_programs(data_dir: Path) -> None:
    reset, review, _ = await plant(data_dir)
    listed = told(data_dir, "list", "--state", "dead")
    reviews = told(data_dir, "list", "--kind", "ReviewMatches")
    table = jobs(data_dir, "list", "--limit", "1").stdout.splitlines()

    assert {each["id"] for each in listed} == {reset, review}
    assert [each["about"] for each in reviews] == [{"userIds": [ADA]}]
    assert reviews[0]["error"].startswith("Boom, <<address>>")
    assert len(told(data_dir, "list")) == 3
    assert [line.split()[0] for line in table] == ["ID", told(data_dir, "list")[0]["id"], "There"]


async def test_a_job_is_shown_tried_again_and_dropped(data_dir: Path) -> None:
    reset, review, _ = await plant(data_dir)
    shown = jobs(data_dir, "show", reset).stdout
    retried = jobs(data_dir, "retry", reset, review)
    again = told(data_dir, "show", reset)
    refused = jobs(data_dir, "discard", review)

    assert "identity.send-reset" in shown
    assert ADA in shown
    assert "ada@" not in shown
    assert retried.stdout == f"{reset} waits.\n{review} waits.\n"
    assert (again["state"], again["attempts"], again["begun"]) == ("waiting", 0, 5)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"phantom: Job {review} is waiting; what is dead is discarded.\n"


async def test_a_job_that_was_given_up_is_dropped_once(data_dir: Path) -> None:
    reset, *_ = await plant(data_dir)
    first, second = (jobs(data_dir, "discard", reset) for _ in range(2))

    assert (first.returncode, first.stdout) == (0, f"{reset} is gone.\n")
    assert (second.returncode, second.stderr) == (1, f"phantom: There is no job {reset}.\n")
    assert jobs(data_dir, "show", "nonsense").stderr == "phantom: There is no job nonsense.\n"


@pytest.mark.parametrize("kinds", ["audio.analyse,lost", ","])
def test_a_worker_of_kinds_that_there_are_not_says_which_there_are(
    data_dir: Path, kinds: str
) -> None:
    answer = run("worker", "--kinds", kinds, "--data-dir", data_dir)

    assert answer.returncode == 2
    assert "--kinds" in answer.stderr
    assert "audio.render" in answer.stderr


def test_jobs_of_a_kind_that_there_is_not_are_not_listed_as_none(data_dir: Path) -> None:
    answer = jobs(data_dir, "list", "--kind", "nope")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "--kind: no kind of job is called nope" in answer.stderr
    assert "audio.render" in answer.stderr


async def test_a_worker_of_some_kinds_leaves_the_others_alone(data_dir: Path) -> None:
    reset, review, waiting = await plant(data_dir)
    jobs(data_dir, "retry", reset, review)
    address = {"PHANTOM_PUBLIC_URL": "http://127.0.0.1:9"}
    arguments = ("--kinds", "identity.send-reset", "--slots", "2")
    resets = ("list", "--kind", "identity.send-reset")
    with started("worker", *arguments, "--data-dir", data_dir, settings=address):
        with anyio.fail_after(60):
            while {"waiting", "running"} & {each["state"] for each in told(data_dir, *resets)}:  # noqa: ASYNC110
                await anyio.sleep(0.1)

    ended = {each["id"]: each["state"] for each in told(data_dir, *resets)}
    assert ended == {reset: "dead", waiting: "done"}  # of Ada, there is none
    assert [each["id"] for each in told(data_dir, "list", "--state", "waiting")] == [review]
