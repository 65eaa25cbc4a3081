"""What a restore or a look at a `.tar` leaves when it is killed does not stay: it is all rows."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from phantom_adapters.backups import clear_scratch, scratch_in
from phantom_app.backups import verify_backup
from tests.backups.house import House
from tests.cli.program import environment, started

_WORK = """
import sys, time
from pathlib import Path
from phantom_adapters.backups import scratch_in
with scratch_in(Path(sys.argv[1])) as folder:
    (folder / "rows.sqlite3").write_text("all rows of everybody")
    print(folder, flush=True)
    time.sleep(600)
"""


@contextmanager
def working(folder: Path) -> Iterator[tuple[Path, "subprocess.Popen[str]"]]:
    """Somebody who works in a scratch folder, in a process of their own."""
    with subprocess.Popen(
        [sys.executable, "-c", _WORK, folder],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield Path(process.stdout.readline().strip()), process
        finally:
            process.kill()


@pytest.fixture
def left(elsewhere: House) -> Path:
    """A folder whose work was killed."""
    data_dir = elsewhere.settings.data_dir
    data_dir.mkdir()
    with working(data_dir) as (left, process):
        process.kill()
        process.wait()
    assert (left / "rows.sqlite3").exists()
    return left


def test_what_is_worked_with_stays_and_goes_with_its_end(tmp_path: Path) -> None:
    with scratch_in(tmp_path) as mine, working(tmp_path) as (theirs, _):
        assert mine.stat().st_mode & 0o777 == 0o700
        assert clear_scratch(tmp_path) == 0
        assert (theirs / "rows.sqlite3").exists()
    assert not mine.exists()
    assert clear_scratch(tmp_path) == 1
    assert [*tmp_path.iterdir()] == []


def test_nothing_else_is_taken_for_left(tmp_path: Path) -> None:
    others = ["blobs", "backup-20261129", "scratch-of-a-backup-", "scratch-of-a-backup-20261129"]
    for name in others[:3]:
        (tmp_path / name).mkdir()
    (tmp_path / others[3]).symlink_to(tmp_path / "blobs")

    assert clear_scratch(tmp_path) == clear_scratch(tmp_path / "nowhere") == 0
    assert {each.name for each in tmp_path.iterdir()} == {*others}


async def test_the_next_restore_clears_what_a_killed_one_left(
    house: House, elsewhere: House, left: Path, tmp_path: Path
) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup")
    await elsewhere.bring_back(tmp_path / "backup")

    assert not left.exists()


async def test_the_next_look_at_a_backup_in_one_file_clears_it_too(
    house: House, elsewhere: House, left: Path, tmp_path: Path
) -> None:
    await house.save(tmp_path / "backup.tar")
    await verify_backup(elsewhere.settings, tmp_path / "backup.tar")

    assert [*elsewhere.settings.data_dir.iterdir()] == []
    assert not left.exists()


def test_a_server_clears_it_when_it_starts(elsewhere: House, left: Path) -> None:
    data_dir = elsewhere.settings.data_dir
    with started("serve", "--port", "0", "--no-worker", "--data-dir", data_dir) as server:
        assert server.stdout is not None
        assert "listens on" in server.stdout.readline()

    assert not left.exists()
