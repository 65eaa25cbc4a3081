"""`phantom backup`, `restore` and `verify`, run as operators run them."""

import json
from pathlib import Path

import pytest

from tests.backups.house import House, recording
from tests.cli.program import run, run_cold


@pytest.fixture
async def house(tmp_path: Path, sqlite_template: Path) -> House:
    """An installation with two recordings."""
    data_dir = tmp_path / "house"
    data_dir.mkdir()
    (data_dir / "phantom.db").write_bytes(sqlite_template.read_bytes())
    house = House.at(data_dir)
    await house.keep(1, 2)
    return house


async def test_all_is_saved_verified_and_brought_back(house: House, tmp_path: Path) -> None:
    data_dir, place, new = house.settings.data_dir, tmp_path / "monday", tmp_path / "new"
    saved = run_cold("backup", place, "--data-dir", data_dir)
    looked = run_cold("verify", place, "--data-dir", data_dir)
    restored = run_cold("restore", place, "--data-dir", new)
    living = run("verify", "--json", "--data-dir", new)

    assert (saved.returncode, looked.returncode) == (0, 0), saved.stderr + looked.stderr
    assert "2 files of 1280096 bytes." in saved.stdout
    assert "Whatever was acknowledged before 20" in saved.stdout
    assert "The server's key is not in it" in saved.stdout
    assert looked.stdout.endswith("all is well.\n")
    assert restored.returncode == 0, restored.stderr
    assert "People who were erased, and sessions that were ended" in restored.stdout
    assert json.loads(living.stdout) == {
        "mark": None,
        "objects": 2,
        "bytes": 1_280_096,
        "faults": [],
        "flawed": [],
    }
    assert not (data_dir / "secret.key").exists()


async def test_what_is_missing_is_code_4_and_a_refusal_code_1(house: House, tmp_path: Path) -> None:
    data_dir = house.settings.data_dir
    await house.store.delete(recording(1).blob)
    living = run("verify", "--data-dir", data_dir)
    refused = run("backup", tmp_path / "backup", "--data-dir", data_dir)
    flawed = run("backup", tmp_path / "backup", "--despite-flaws", "--data-dir", data_dir)

    looked = run("verify", tmp_path / "backup", "--data-dir", data_dir)
    told = run("verify", tmp_path / "backup", "--json", "--data-dir", data_dir)

    assert living.returncode == 4
    assert living.stdout.endswith("1 file of 96 bytes: 1 fault.\n")
    assert "audio/1/original.wav: it is not in the store" in living.stdout
    assert refused.returncode == 1
    assert "phantom: 1 blob is not in the store as the rows have them" in refused.stderr
    assert flawed.returncode == 0
    assert "1 file was missing or damaged already: audio/1/original.wav" in flawed.stdout
    assert looked.returncode == told.returncode == 0
    assert ": nothing else is wrong.\n1 file was missing or damaged already: " in looked.stdout
    assert json.loads(told.stdout)["flawed"] == ["audio/1/original.wav"]


async def test_whatever_is_wrong_with_a_backup_is_code_4(house: House, tmp_path: Path) -> None:
    data_dir, place, file = house.settings.data_dir, tmp_path / "backup", tmp_path / "backup.tar"
    for each in (place, file):
        run("backup", each, "--data-dir", data_dir)
    manifest = (place / "manifest.json").read_bytes()
    whole = file.read_bytes()

    def looked(damaged: Path, told: str) -> None:
        answer = run("verify", damaged, "--data-dir", data_dir)
        assert (answer.returncode, answer.stderr) == (4, "")
        assert told in answer.stdout

    for damage in (b"", manifest[:-20], manifest.replace(b"SQLite", b"SQLate"), b"\xff" + manifest):
        (place / "manifest.json").write_bytes(damage)
        looked(place, "The backup cannot be used: manifest.json ")
    (place / "manifest.json").write_bytes(manifest)
    (place / "notes.txt").write_text("mine")
    looked(place, "notes.txt is no part of it\n")
    for share in (2, 1_000_000):
        file.write_bytes(whole[: len(whole) // share])
        looked(file, "backup.tar is cut off, or is no backup")


async def test_a_place_without_a_backup_and_a_used_installation_are_told(
    house: House, tmp_path: Path
) -> None:
    data_dir = house.settings.data_dir
    none = run("verify", tmp_path / "none", "--data-dir", tmp_path / "nowhere")
    used = run("restore", tmp_path / "none", "--data-dir", data_dir)
    quick = run("verify", tmp_path / "none", "--quick")

    assert (none.returncode, used.returncode, quick.returncode) == (1, 1, 2)
    assert none.stderr == f"phantom: There is no backup at {tmp_path / 'none'}.\n"
    assert "The database is not empty: it has rows in audio_files (2)" in used.stderr
    assert not (tmp_path / "nowhere").exists()


async def test_a_disk_that_fails_is_a_sentence(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    answer = run("backup", tmp_path / "file" / "backup", "--data-dir", house.settings.data_dir)
    assert answer.returncode == 1
    assert "Not a directory" in answer.stderr
    assert "Traceback" not in answer.stderr
