"""What is saved is what was there at one moment, whole or not at all, while others go on."""

from pathlib import Path
from typing import Any

import pytest

from phantom_adapters.backups import (
    BackupUnfinished,
    BackupUnfit,
    NoBackup,
    PlaceTaken,
    SavedBackup,
)
from phantom_app.backups import verify_backup, verify_living
from phantom_app.backups.taking import BlobsFlawed, KeyElsewhere, TooMuchGoes
from phantom_core.blobs import BlobKey
from phantom_core.kernel import Unavailable
from tests.backups.conftest import Make
from tests.backups.house import SECRET, House, interpose, put, recording, sound


async def test_what_is_saved_is_brought_back_on_either_database(make: Make, tmp_path: Path) -> None:
    house, elsewhere = make("a", "with tables"), make("b", "bare")
    await house.keep(1, 2, 3)
    saved = await house.save(tmp_path / "backup")
    restored = await elsewhere.bring_back(tmp_path / "backup")

    assert (saved.objects, restored.objects, restored.mark) == (3, 3, saved.mark)
    assert await elsewhere.has() == {recording(n).blob: sound(n) for n in (1, 2, 3)}
    assert (await verify_living(elsewhere.settings, quick=False)).faults == ()
    again = await elsewhere.save(tmp_path / "again")
    assert again.tables == saved.tables
    assert again.epoch != saved.epoch


async def test_what_is_deleted_meanwhile_is_not_in_it_and_no_row_names_it(
    house: House, elsewhere: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(1, 2, 3)

    async def delete_it(key: BlobKey) -> None:
        if key == recording(3).blob:
            await house.let_go(3)

    store = interpose(monkeypatch, house, delete_it)
    saved = await house.save(tmp_path / "backup")
    await elsewhere.bring_back(tmp_path / "backup")

    assert saved.tables["audio_files"] == 2
    assert sorted(await elsewhere.has()) == [recording(1).blob, recording(2).blob]
    assert (await verify_living(elsewhere.settings, quick=False)).faults == ()
    assert sorted(store.read_keys) == [recording(n).blob for n in (1, 2, 3)]


async def test_what_is_deleted_while_a_moment_is_held_has_it_let_go(
    house: House, elsewhere: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(1)

    async def come_and_go(key: BlobKey) -> None:
        if key == recording(1).blob:
            await house.keep(2)
        else:
            await house.let_go(2)

    store = interpose(monkeypatch, house, come_and_go)
    saved = await house.save(tmp_path / "backup")
    await elsewhere.bring_back(tmp_path / "backup")

    assert store.read_keys == [recording(1).blob, recording(2).blob]
    assert saved.tables["audio_files"] == 1
    assert (await verify_living(elsewhere.settings, quick=False)).faults == ()


async def test_what_was_copied_and_is_deleted_before_the_last_look_is_taken_out(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(1, 2, 3)
    gone = set[int]()

    async def delete_two(key: BlobKey) -> None:
        if key == recording(2).blob:
            for number in {1, 2} - gone:
                gone.add(number)
                await house.let_go(number)

    monkeypatch.setattr("phantom_app.backups.files._HANDS", 1)
    interpose(monkeypatch, house, delete_two)
    await house.save(tmp_path / "backup")

    backup = SavedBackup.at(tmp_path / "backup")
    assert [each.key for each in backup.objects()] == [recording(3).blob]
    assert len([each for each in backup.places.objects.rglob("*") if each.is_file()]) == 1


async def test_deletions_without_an_end_are_told_and_leave_no_backup(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(1, 2, 3)

    async def replace_it(key: BlobKey) -> None:
        number = int(key.split("/")[1])
        await house.let_go(number)
        await house.keep(number + 100)

    interpose(monkeypatch, house, replace_it)
    monkeypatch.setattr("phantom_app.backups.taking._TRIES", 2)
    with pytest.raises(TooMuchGoes, match="Run it again with the same place"):
        await house.save(tmp_path / "backup")

    with pytest.raises(BackupUnfinished):
        SavedBackup.at(tmp_path / "backup")


async def test_a_blob_that_is_missing_is_told_or_passed_over_by_consent(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    await house.keep(1, 2)
    await house.store.delete(recording(1).blob)
    with pytest.raises(BlobsFlawed, match=r"^1 blob is not .*audio/1/original\.wav: it is not in"):
        await house.save(tmp_path / "backup")
    saved = await house.save(tmp_path / "backup", despite_flaws=True)
    looked = await verify_backup(house.settings, tmp_path / "backup")
    restored = await elsewhere.bring_back(tmp_path / "backup")

    assert saved.flawed == looked.flawed == restored.flawed == (recording(1).blob,)
    assert looked.faults == ()
    assert [*await elsewhere.has()] == [recording(2).blob]


async def test_a_blob_with_other_bytes_than_its_row_says_is_told(
    house: House, tmp_path: Path
) -> None:
    await house.keep(2)
    await house.store.delete(recording(2).blob)
    await put(house.store, recording(2).blob, bytes(len(sound(2))))

    told = "its bytes are others than its recording says"
    with pytest.raises(BlobsFlawed, match=told):
        await house.save(tmp_path / "backup")
    living = await verify_living(house.settings, quick=False)
    quick = await verify_living(house.settings, quick=True)
    assert living.faults == (f"The blob {recording(2).blob}: {told}",)
    assert quick.faults == ()


async def test_one_that_broke_off_is_no_backup_and_goes_on_with_what_it_has(
    house: House, elsewhere: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(1, 2, 3, 4, 5, 6, 7, 8)

    async def fail(key: BlobKey) -> None:
        if key == recording(7).blob:
            raise Unavailable("The blob store failed.")

    with monkeypatch.context() as patch:
        store = interpose(patch, house, fail)
        with pytest.raises(Unavailable):
            await house.save(tmp_path / "backup")
        had = {*store.read_keys}
    with pytest.raises(BackupUnfinished, match="was never finished, so it is none"):
        await elsewhere.bring_back(tmp_path / "backup")

    async def nothing(_: BlobKey) -> None:
        """Let it be."""

    store = interpose(monkeypatch, house, nothing)
    await house.save(tmp_path / "backup")

    assert recording(7).blob in store.read_keys
    assert len(store.read_keys) < 8
    assert {*store.read_keys} | had == {recording(n).blob for n in range(1, 9)}
    assert (await verify_backup(house.settings, tmp_path / "backup")).faults == ()


def holds(folder: Path, secret: bytes) -> bool:
    return any(secret in file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_the_servers_key_is_in_it_only_where_that_was_asked_for(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    await house.keep(1)
    without = await house.save(tmp_path / "without")
    with_it = await house.save(tmp_path / "with", with_key=True)
    restored = await elsewhere.bring_back(tmp_path / "with")

    assert (without.secret, holds(tmp_path / "without", SECRET.encode())) == (False, False)
    assert (with_it.secret, restored.key) == (True, True)
    key = elsewhere.settings.data_dir / "secret.key"
    assert (key.read_text(), key.stat().st_mode & 0o777) == (SECRET, 0o600)


async def test_a_key_that_is_kept_elsewhere_cannot_be_saved(house: House, tmp_path: Path) -> None:
    given = House.at(house.settings.data_dir, secret_key=SECRET)

    with pytest.raises(KeyElsewhere, match="PHANTOM_SECRET_KEY"):
        await given.save(tmp_path / "backup", with_key=True)
    assert not (tmp_path / "backup").exists()


async def test_one_file_holds_all_of_it_and_nothing_if_it_is_cut_off(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    await house.keep(1, 2)
    file = tmp_path / "backup.tar"
    await house.save(file)
    whole = file.read_bytes()

    assert [each.name for each in tmp_path.glob("backup*")] == ["backup.tar"]
    for share in (0.01, 0.5, 0.9):
        file.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BackupUnfit, match="cut off"):
            await elsewhere.bring_back(file)
    file.write_bytes(whole)
    await elsewhere.bring_back(file)
    assert (await verify_living(elsewhere.settings, quick=False)).objects == 2
    assert not [*elsewhere.settings.data_dir.glob("scratch-*")]


@pytest.mark.parametrize("there", ["backup", "something else", "a file"])
async def test_what_is_there_is_never_written_over(
    house: House, tmp_path: Path, there: str
) -> None:
    await house.keep(1)
    place = tmp_path / "backup"
    if there == "backup":
        await house.save(place)
    elif there == "a file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "mine").write_text("mine")
    before = content(place)

    with pytest.raises(PlaceTaken, match="name a place that is not there yet"):
        await house.save(place)
    assert content(place) == before


def content(place: Path) -> Any:
    files = [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
    return {file: file.read_bytes() for file in files}


async def test_nobody_else_may_read_it(house: House, tmp_path: Path) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup")

    backup = tmp_path / "backup"
    modes = {each.stat().st_mode & 0o777 for each in (backup, *backup.rglob("*"))}
    assert modes == {0o700, 0o600}


async def test_where_there_is_none_that_is_said(house: House, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="There is no backup at"):
        await house.bring_back(tmp_path / "none")
