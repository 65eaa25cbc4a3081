"""A backup after another one: what both have is one file, and only the rest is fetched."""

import errno
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from phantom_adapters.backups import (
    BackupDamaged,
    BackupDraft,
    NoBackup,
    PlaceTaken,
    SavedBackup,
)
from phantom_app.backups import verify_backup
from phantom_core.blobs import BlobKey
from tests.backups.house import House, Interposed, interpose, recording, sound


@pytest.fixture
async def monday(house: House, tmp_path: Path) -> SavedBackup:
    """A first backup; since then one file was added and one deleted."""
    await house.keep(1, 2, 3)
    await house.save(tmp_path / "monday")
    await house.let_go(2)
    await house.keep(4)
    return SavedBackup.at(tmp_path / "monday")


@pytest.fixture
def store(monday: SavedBackup, house: House) -> Iterator[Interposed]:
    """The store, which tells what is read of it from now on."""
    assert monday.manifest.objects == 3

    async def nothing(_: BlobKey) -> None:
        """Let it be."""

    with pytest.MonkeyPatch.context() as patch:
        yield interpose(patch, house, nothing)


def file_of(backup: SavedBackup, number: int) -> Path:
    """Where it has a recording."""
    (sha256,) = (each.sha256 for each in backup.objects() if each.key == recording(number).blob)
    return backup.places.object(sha256)


async def is_whole(house: House, elsewhere: House, place: Path) -> bool:
    """Whether a backup of Tuesday can be brought back."""
    await elsewhere.bring_back(place)
    there = {recording(n).blob: sound(n) for n in (1, 3, 4)}
    return (
        await elsewhere.has() == there and not (await verify_backup(house.settings, place)).faults
    )


async def test_what_both_have_is_one_file_and_the_rest_is_fetched(
    house: House, elsewhere: House, monday: SavedBackup, store: Interposed, tmp_path: Path
) -> None:
    await house.save(tmp_path / "tuesday", earlier=monday.places.folder)

    tuesday = SavedBackup.at(tmp_path / "tuesday")
    assert store.read_keys == [recording(4).blob]
    assert file_of(tuesday, 1).samefile(file_of(monday, 1))
    assert [each.key for each in tuesday.objects()] == sorted(recording(n).blob for n in (1, 3, 4))
    assert await is_whole(house, elsewhere, tmp_path / "tuesday")
    assert (await verify_backup(house.settings, monday.places.folder)).faults == ()


async def test_what_is_damaged_there_is_fetched_again(
    house: House, elsewhere: House, monday: SavedBackup, store: Interposed, tmp_path: Path
) -> None:
    file_of(monday, 1).write_bytes(bytes(len(sound(1))))
    file_of(monday, 3).unlink()
    await house.save(tmp_path / "tuesday", earlier=monday.places.folder)

    assert sorted(store.read_keys) == sorted(recording(n).blob for n in (1, 3, 4))
    assert await is_whole(house, elsewhere, tmp_path / "tuesday")


async def test_what_cannot_be_read_there_is_fetched_again(
    house: House, elsewhere: House, monday: SavedBackup, store: Interposed, tmp_path: Path
) -> None:
    file = file_of(monday, 1)
    file.unlink()
    file.mkdir()
    await house.save(tmp_path / "tuesday", earlier=monday.places.folder)

    assert sorted(store.read_keys) == sorted(recording(n).blob for n in (1, 4))
    assert await is_whole(house, elsewhere, tmp_path / "tuesday")


async def test_on_another_disk_files_are_copied(
    house: House,
    elsewhere: House,
    monday: SavedBackup,
    store: Interposed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(target))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    await house.save(tmp_path / "tuesday", earlier=monday.places.folder)

    assert store.read_keys == [recording(4).blob]
    assert not file_of(SavedBackup.at(tmp_path / "tuesday"), 1).samefile(file_of(monday, 1))
    assert await is_whole(house, elsewhere, tmp_path / "tuesday")


async def test_one_after_another_goes_on_sharing(house: House, tmp_path: Path) -> None:
    await house.keep(1, 2)
    await house.save(tmp_path / "monday")
    before = SavedBackup.at(tmp_path / "monday")
    await house.save(tmp_path / "tuesday", earlier=tmp_path / "monday")
    await house.save(tmp_path / "wednesday", earlier=tmp_path / "tuesday")

    after = SavedBackup.at(tmp_path / "wednesday")
    assert file_of(after, 1).stat().st_nlink == 3
    assert file_of(after, 2).samefile(file_of(before, 2))


async def test_equal_bytes_of_two_blobs_leave_one_file(monday: SavedBackup, tmp_path: Path) -> None:
    draft = BackupDraft(tmp_path / "tuesday")
    first, *_ = monday.objects()
    for key in (first.key, BlobKey("audio/twin")):
        part = draft.share(monday.places.object(first.sha256), first.sha256)
        assert part is not None
        draft.keep(part, attrs.evolve(first, key=key))

    files = [each for each in draft.places.objects.rglob("*") if each.is_file()]
    assert files == [draft.places.object(first.sha256)]


async def test_one_within_the_backup_before_is_refused(
    house: House, monday: SavedBackup, tmp_path: Path
) -> None:
    with pytest.raises(PlaceTaken, match="is within the backup before"):
        await house.save(tmp_path / "monday" / "tuesday", earlier=monday.places.folder)
    assert monday.extras() == []


async def test_what_is_no_backup_is_refused_before_anything_is_written(
    house: House, monday: SavedBackup, tmp_path: Path
) -> None:
    with pytest.raises(NoBackup, match="There is no backup at"):
        await house.save(tmp_path / "tuesday", earlier=tmp_path)
    monday.places.listing.write_text("{}")
    with pytest.raises(BackupDamaged, match="the list of blobs"):
        await house.save(tmp_path / "tuesday", earlier=monday.places.folder)
    assert not (tmp_path / "tuesday").exists()
