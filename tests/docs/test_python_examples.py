"""The Python on a page runs, from top to bottom, as a reader would type it.

Where a page talks with a server, there is one.
"""

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.docs.conversations import DEFAULT, served
from tests.docs.pages import examples, pages, recording

_PAGES = [page for page in pages() if examples(page, "python")]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_python_on_a_page_runs(page: Path, tmp_path: Path) -> None:
    program = "\n".join(examples(page, "python"))
    options = ["--demo"] if "serve --demo" in page.read_text() else []
    recording(tmp_path / "night.wav")
    server = served(tmp_path / "data", *options) if DEFAULT in program else nullcontext(DEFAULT)
    with server as address:
        command = [sys.executable, "-W", "error", "-c", program.replace(DEFAULT, address)]

        subprocess.run(command, check=True, cwd=tmp_path, timeout=240)
