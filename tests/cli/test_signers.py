"""Servers of one database that would refuse what each other signs are found out as they begin."""

from pathlib import Path
from typing import Final

import pytest

from phantom_app.composition import composed
from phantom_app.settings import read_settings

OLD: Final = "Vq2-9sJxN0cTgR7wLhZyKpE4mBdUfA8iO1tG6eQ3"
NEW: Final = "wK5_u8RzPa1XnCb3DfGhJ6kLmQ9sTvYx2E4i7oZ0"
OTHER: Final = "b7NqWe3RtYu1IoP5aSdF9gHjK0lZxCv2BnM4_-Qw"


async def begin(data_dir: Path, *keys: str) -> None:
    settings = read_settings({"PHANTOM_SECRET_KEY": ",".join(keys)}, data_dir=str(data_dir))
    async with composed(settings, serving=True):
        pass


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage() for record in caplog.records if record.name == "phantom_app.signers"
    ]


async def test_keys_that_are_changed_as_the_page_says_are_no_matter(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for keys in ((OLD,), (OLD, NEW), (OLD, NEW), (NEW, OLD), (OLD, NEW), (NEW, OLD), (NEW,)):
        await begin(tmp_path / "data", *keys)

    assert warnings(caplog) == []


async def test_a_server_with_another_key_says_so_and_names_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for key in (OLD, OTHER, OTHER):
        await begin(tmp_path / "data", key)

    (said,) = warnings(caplog)
    assert "PHANTOM_SECRET_KEY does not have here" in said
    assert OLD not in said
    assert OTHER not in said
