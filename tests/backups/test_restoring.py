"""A backup is restored into what is empty, whole in the end, and by later versions too."""

import re
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from phantom_adapters.backups import BackupDraft, Manifest, clear_scratch
from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.copying import NotEmpty, RowsFile
from phantom_adapters.sql.migrations import REVISIONS, DatabaseNewer
from phantom_adapters.sql.migrations.upgrading import configuration
from phantom_app.backups import restoring, verify_living
from phantom_app.backups.restoring import StoreNotEmpty
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import Unavailable
from tests.backups.conftest import Make
from tests.backups.house import House, put, recording, sound


async def test_an_installation_that_is_used_is_refused_by_what_it_has(
    house: House, make: Make, tmp_path: Path
) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup")
    used = make("used", "with tables")
    await used.keep(2)

    with pytest.raises(NotEmpty, match=r"rows in audio_files \(1\), audio_tags \(2\), blob_"):
        await used.bring_back(tmp_path / "backup")
    assert await used.has() == {recording(2).blob: sound(2)}


async def test_a_store_that_has_other_files_is_refused_by_their_names(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    await house.keep(1)
    await house.save(tmp_path / "backup")
    await put(elsewhere.store, blob_key("audio/mine"), b"mine")

    with pytest.raises(StoreNotEmpty, match="it has audio/mine"):
        await elsewhere.bring_back(tmp_path / "backup")
    assert await elsewhere.has() == {"audio/mine": b"mine"}
    assert not (elsewhere.settings.data_dir / "phantom.db").exists()


async def test_a_file_of_the_same_name_and_size_with_other_bytes_is_refused(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    await house.keep(2)
    await house.save(tmp_path / "backup")
    await put(elsewhere.store, recording(2).blob, bytes(len(sound(2))))

    with pytest.raises(StoreNotEmpty):
        await elsewhere.bring_back(tmp_path / "backup")
    assert not (elsewhere.settings.data_dir / "phantom.db").exists()


async def test_a_restore_that_broke_off_is_begun_again_in_the_same_place(
    house: House, elsewhere: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(1, 2, 3)
    await house.save(tmp_path / "backup")

    prepared = list[str]()

    def fail(*_: object) -> None:
        data_dir = elsewhere.settings.data_dir
        assert clear_scratch(data_dir) == 0
        prepared.extend(each.parent.name for each in data_dir.glob("*/rows.sqlite3"))
        raise Unavailable("The database is full.")

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "put_rows", fail)
        with pytest.raises(Unavailable):
            await elsewhere.bring_back(tmp_path / "backup")
    assert re.fullmatch(r"scratch-of-a-backup-\w{8}", " ".join(prepared))
    assert len(await elsewhere.has()) == 3
    assert not (elsewhere.settings.data_dir / "phantom.db").exists()
    await elsewhere.bring_back(tmp_path / "backup")

    assert (await verify_living(elsewhere.settings, quick=False)).faults == ()
    assert [each.name for each in elsewhere.settings.data_dir.glob("scratch-*")] == []


def saved_at(revision: str, rows: RowsFile, folder: Path) -> None:
    """A backup as the version of some migration made it."""
    draft = BackupDraft(folder)
    rows.copied_to(draft.places.rows)
    manifest = Manifest(
        version="0.0.1",
        source="SQLite",
        mark=wall_clock(),
        finished_at=wall_clock(),
        revision=revision,
        epoch=rows.epoch(),
        tables=rows.counts(),
        rows_size=0,
        rows_sha256="",
        objects=0,
        objects_size=0,
        objects_sha256="",
    )
    draft.finish(manifest, list[BlobKey]())


async def test_what_an_older_version_saved_is_migrated(make: Make, tmp_path: Path) -> None:
    old = RowsFile(tmp_path / "old.sqlite3")
    old.path.touch()
    with old.engine() as engine, engine.begin() as connection:
        command.upgrade(configuration(connection), "0008_jobs_in_order")
        connection.execute(text("INSERT INTO meta (name, value) VALUES ('epoch', 'old')"))
        connection.execute(text("INSERT INTO topics VALUES ('chat/1', 7, 1000)"))
    saved_at("0008_jobs_in_order", old, tmp_path / "backup")
    house = make("new", "bare")
    restored = await house.bring_back(tmp_path / "backup")

    assert restored.rows == 3
    saved = await house.save(tmp_path / "again")
    assert (saved.tables["topics"], saved.revision) == (1, REVISIONS[-1])


async def test_what_a_newer_version_saved_is_refused(elsewhere: House, tmp_path: Path) -> None:
    rows = RowsFile.new(tmp_path / "newer.sqlite3")
    with rows.connected() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
    rows.alone()
    saved_at("9999_later", rows, tmp_path / "backup")

    with pytest.raises(DatabaseNewer, match="9999_later"):
        await elsewhere.bring_back(tmp_path / "backup")
