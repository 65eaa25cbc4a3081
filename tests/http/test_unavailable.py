"""A database that is broken: callers learn that it is, and the operator learns why."""

import logging
from pathlib import Path

import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from tests.http.world import PASSWORD, build


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/auth/login"), ("GET", "/health/ready")]
)
async def test_what_the_driver_says_is_for_the_log_and_not_for_callers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, method: str, path: str
) -> None:
    clock, database = ManualClock(), tmp_path / "phantom.db"
    storage = open_storage(f"sqlite:///{database}", clock=clock)
    for file in tmp_path.iterdir():
        file.write_bytes(b"nonsense" * 1000)
    world, client = build(storage, clock, tmp_path)
    async with client:
        body = {"login": "ada", "password": PASSWORD} if method == "POST" else None
        answer = await world.http.request(method, path, json=body)
    await storage.close()
    (record,) = [each for each in caplog.records if each.name == "phantom.http"]

    assert (answer.status_code, record.levelno) == (503, logging.WARNING)
    assert "file is not a database" in record.getMessage()
    assert path in record.getMessage()
    assert "file is not" not in answer.text
