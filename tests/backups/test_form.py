"""A backup that is not what it was when it was made is never taken for one that is."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from phantom_adapters import codec
from phantom_adapters.backups import BackupUnfit, Manifest, SavedBackup
from phantom_adapters.backups.manifest import read_manifest, written_manifest
from phantom_adapters.backups.writing import digest_of
from phantom_app.backups import verify_backup
from tests.backups.house import House, recording

Tamper = Callable[[SavedBackup], Any]


def flip(file: Path, at: int = 0) -> None:
    """Change one bit of a file."""
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(bytes(data))


def object_of(backup: SavedBackup, number: int) -> Path:
    return backup.places.object(recording(number).sha256)


def resealed(backup: SavedBackup, **changes: Any) -> None:
    """Change the manifest so that it holds in itself."""
    fields = json.loads(backup.places.manifest.read_text())
    del fields["seal"]
    manifest = codec.load(fields | changes, Manifest)
    backup.places.manifest.write_text(written_manifest(manifest))


def lose_a_row(backup: SavedBackup) -> None:
    """Take a row out of a file whose digest is put right."""
    with closing(sqlite3.connect(backup.places.rows)) as rows:
        rows.execute("DELETE FROM blob_ledger")
        rows.execute("DELETE FROM audio_files")
        rows.commit()
    resealed(backup, rows_sha256=digest_of(backup.places.rows))


def forget_an_object(backup: SavedBackup) -> None:
    """Take a blob out of a list whose digest is put right."""
    lines = backup.places.listing.read_text().splitlines(keepends=True)
    backup.places.listing.write_text("".join(lines[1:]))
    resealed(backup, objects=1, objects_sha256=digest_of(backup.places.listing))


DAMAGE: dict[str, tuple[Tamper, str]] = {
    "a bit of the rows": (lambda it: flip(it.places.rows, 5000), "rows.sqlite3.* is damaged"),
    "no rows": (lambda it: it.places.rows.unlink(), "rows.sqlite3.* is missing"),
    "a bit of a blob": (lambda it: flip(object_of(it, 1), 70_000), "original.wav is damaged"),
    "a blob cut off": (
        lambda it: object_of(it, 2).write_bytes(b"short"),
        "original.wav has 5 bytes, not 96",
    ),
    "a blob gone": (lambda it: object_of(it, 2).unlink(), "audio/2/original.wav is missing"),
    "the list changed": (lambda it: flip(it.places.listing, 3), "objects.jsonl.* is damaged"),
    "no list": (lambda it: it.places.listing.unlink(), "objects.jsonl.* is missing"),
    "a row less": (lose_a_row, "audio_files has 0 rows, not 2"),
    "a blob less": (forget_an_object, "audio/1/original.wav, which rows name, is not in it"),
    "another revision": (lambda it: resealed(it, revision="0001_kernel"), "not 0001_kernel"),
}


@pytest.mark.parametrize(("tamper", "told"), [*DAMAGE.values()], ids=[*DAMAGE])
async def test_damage_is_told_and_nothing_is_restored(
    house: House, elsewhere: House, tmp_path: Path, tamper: Tamper, told: str
) -> None:
    await house.keep(1, 2)
    await house.save(tmp_path / "backup")
    tamper(SavedBackup.at(tmp_path / "backup"))

    looked = await verify_backup(house.settings, tmp_path / "backup")
    with pytest.raises(BackupUnfit):
        await elsewhere.bring_back(tmp_path / "backup")
    assert any_matches(looked.faults, told), looked.faults
    assert await elsewhere.has() == {}
    assert not (elsewhere.settings.data_dir / "phantom.db").exists()


ADDED: dict[str, tuple[str, str]] = {
    "beside the parts": ("notes.txt", "^notes.txt is no part of it"),
    "a key that was not saved": ("secret.key", "^secret.key is no part of it"),
    "an object that nothing lists": (f"objects/ab/{'ab' * 32}", "^objects/ab/(ab)+ is no part of"),
    "an object that is no blob": ("objects/notes/a.txt", "^objects/notes/a.txt is no part of it"),
}


@pytest.mark.parametrize(("name", "told"), [*ADDED.values()], ids=[*ADDED])
async def test_what_is_too_much_is_told_and_hinders_no_restore(
    house: House, elsewhere: House, tmp_path: Path, name: str, told: str
) -> None:
    await house.keep(1, 2)
    await house.save(tmp_path / "backup")
    (tmp_path / "backup" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "backup" / name).write_text("too much")

    looked = await verify_backup(house.settings, tmp_path / "backup")
    await elsewhere.bring_back(tmp_path / "backup")
    assert len(looked.faults) == 1
    assert re.search(told, looked.faults[0])
    assert len(await elsewhere.has()) == 2


async def test_a_key_that_is_lost_from_it_is_told(house: House, tmp_path: Path) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup", with_key=True)
    whole = await verify_backup(house.settings, tmp_path / "backup")
    (tmp_path / "backup" / "secret.key").unlink()
    lost = await verify_backup(house.settings, tmp_path / "backup")

    assert whole.faults == ()
    assert lost.faults == ("secret.key, the server's key, is missing",)


def any_matches(faults: tuple[str, ...], told: str) -> bool:
    return any(re.search(told, fault) for fault in faults)


async def test_a_manifest_that_was_changed_or_cut_off_is_refused(
    house: House, tmp_path: Path
) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup")
    manifest = tmp_path / "backup" / "manifest.json"
    text = manifest.read_text()
    changed = text.replace('"objects": 1', '"objects": 0')

    for damaged in (changed, text[:-20], "", "[]", "{}"):
        with pytest.raises(BackupUnfit, match=r"manifest\.json"):
            read_manifest(damaged)
    assert read_manifest(text).objects == 1


async def test_a_later_form_is_refused_by_its_number(house: House, tmp_path: Path) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup")
    resealed(SavedBackup.at(tmp_path / "backup"), format=2)

    with pytest.raises(BackupUnfit, match="it is of form 2, and this version of Phantom knows 1"):
        SavedBackup.at(tmp_path / "backup")
