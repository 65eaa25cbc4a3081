"""The page of degraded modes: each row names the tests that show it, and they are there."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import psycopg
import pytest

from phantom_adapters.sql import migrate
from phantom_core.kernel import is_id
from tests.architecture.sources import ROOT
from tests.docs.pages import examples

PAGE: Final = ROOT / "docs" / "explanation" / "failures.md"
_ROW: Final = re.compile(r"^\| (?!what |---)(.+)\|$", re.MULTILINE)
_TEST: Final = re.compile(r"`(tests/[a-z_/0-9]+\.py)`")


def test_every_row_names_a_test_that_is_there() -> None:
    rows = [row[1] for row in _ROW.finditer(PAGE.read_text("utf-8"))]
    unshown = [row for row in rows if not _TEST.search(row.rpartition("|")[2])]
    named = {name for row in rows for name in _TEST.findall(row)}

    assert len(rows) > 20
    assert unshown == []
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_the_log_has_another_id_after_a_failover(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the page says it, with `psql` stood in for: not every machine of tests has that."""
    migrate(postgres_url)
    stand_in = tmp_path / "psql"
    stand_in.write_text('#!/bin/sh\nprintf %s "$2"\n')
    stand_in.chmod(0o755)
    (tmp_path / "python3").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    (script,) = examples(PAGE, "sh")
    said = subprocess.run(
        ["/bin/sh", "-ec", script], capture_output=True, text=True, check=True
    ).stdout

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        asked = "SELECT value FROM meta WHERE name = 'epoch'"
        before = connection.execute(asked).fetchone()
        changed = connection.execute(said.encode()).rowcount
        after = connection.execute(asked).fetchone()

    assert changed == 1
    assert before is not None
    assert after is not None
    assert is_id(after[0])
    assert after != before
