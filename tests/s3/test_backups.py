"""What is kept in a bucket is saved, and brought back into a folder or below another prefix."""

from pathlib import Path

import pytest

from phantom_adapters.blobs.s3 import S3BlobStore
from phantom_app.backups import verify_living
from phantom_app.doctor import Level, Patient, examine
from tests.backups.house import House, bytes_of, put, recording, sound


@pytest.fixture
async def house(store: S3BlobStore, settings: dict[str, str], tmp_path: Path) -> House:
    """An installation with two recordings in a bucket."""
    named = {name.removeprefix("PHANTOM_").lower(): value for name, value in settings.items()}
    house = House.at(tmp_path / "house", **named)
    house.settings.data_dir.mkdir()
    for number in (1, 2):
        await put(store, recording(number).blob, sound(number))
    await house.note(1, 2)
    return house


async def test_a_bucket_is_saved_and_brought_back_into_a_folder_and_a_bucket(
    house: House, settings: dict[str, str], tmp_path: Path
) -> None:
    await house.save(tmp_path / "backup")
    folder = House.at(tmp_path / "folder")
    await folder.bring_back(tmp_path / "backup")
    other = {name.removeprefix("PHANTOM_").lower(): value for name, value in settings.items()}
    bucket = House.at(tmp_path / "bucket", **{**other, "blob_url": f"{other['blob_url']}/again"})
    await bucket.bring_back(tmp_path / "backup")

    assert await folder.has() == {recording(n).blob: sound(n) for n in (1, 2)}
    for each in (house, bucket):
        found = await verify_living(each.settings, quick=False)
        assert (found.objects, found.faults) == (2, ())


async def test_what_is_missing_in_a_bucket_is_told(house: House, store: S3BlobStore) -> None:
    await store.delete(recording(1).blob)

    found = await verify_living(house.settings, quick=True)
    assert found.faults == (f"The blob {recording(1).blob}: it is not in the store",)
    assert await bytes_of(store, recording(2).blob) == sound(2)


async def test_the_doctor_writes_reads_and_deletes_in_a_bucket(
    house: House, store: S3BlobStore
) -> None:
    found = {each.check: each for each in await examine(Patient(settings=house.settings))}

    assert found["files"].level is Level.OK
    assert sorted([each.key async for each in store.list()]) == [
        recording(1).blob,
        recording(2).blob,
    ]
