"""The Python on a page runs, from top to bottom, as a reader would type it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.docs.pages import examples, pages

_PAGES = [page for page in pages() if examples(page, "python")]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_python_on_a_page_runs(page: Path, tmp_path: Path) -> None:
    program = "\n".join(examples(page, "python"))
    command = [sys.executable, "-W", "error", "-c", program]

    subprocess.run(command, check=True, cwd=tmp_path, timeout=60)
