"""The page of degraded modes: each row names the tests that show it, and they are there."""

import re
from typing import Final

from tests.architecture.sources import ROOT

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
