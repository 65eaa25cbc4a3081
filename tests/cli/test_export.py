"""`phantom export`, run as operators run it."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from phantom_adapters.contracts.kernel_examples import read, write
from phantom_adapters.contracts.personal_examples import ANN, plant
from phantom_adapters.sql import open_storage
from phantom_core.kernel import PageRequest
from tests.cli.program import run, run_cold


@pytest.fixture
async def data_dir(tmp_path: Path, sqlite_template: Path) -> Path:
    """Three people, who have something of every kind."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "phantom.db").write_bytes(sqlite_template.read_bytes())
    storage = open_storage(f"sqlite:///{data_dir / 'phantom.db'}")
    await write(storage, plant)
    await storage.close()
    return data_dir


async def test_an_operator_takes_somebodys_data_out_and_that_is_noted(data_dir: Path) -> None:
    output = data_dir / "ann.zip"
    options = ("--output", output, "--data-dir", data_dir)

    done = run_cold("export", "USER1@example.org", *options)
    again = run("export", "user1", *options)

    assert (done.returncode, again.returncode) == (0, 2), done.stderr
    assert "is there already" in again.stderr
    assert output.stat().st_mode & 0o777 == 0o600
    assert zipfile.ZipFile(output).testzip() is None
    assert [path.name for path in data_dir.glob(".*part")] == []
    storage = open_storage(f"sqlite:///{data_dir / 'phantom.db'}")
    page: Any = await read(storage, lambda work: work.audit_trail.page(PageRequest(limit=1)))  # type: ignore[attr-defined]
    await storage.close()
    (latest,) = page.items
    assert (latest.action, latest.target_id, latest.actor_id) == ("user.exported", ANN, None)


async def test_nobody_is_not_exported(data_dir: Path) -> None:
    output = data_dir / "nobody.zip"

    refused = run("export", "nobody", "--output", output, "--data-dir", data_dir)

    assert refused.returncode == 1
    assert "There is no user nobody" in refused.stderr
    assert not output.exists()
