"""Two servers and two workers on PostgreSQL, Valkey and S3 do what one process with a folder does.

What a reader of the documentation types is typed to an installation, each connection going to the
next server. That it works with one process is tested where the documentation is.
"""

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from anyio import to_thread

from tests.architecture.sources import ROOT
from tests.deployment.installation import balanced
from tests.docs.conversations import DEFAULT, hold_conversation
from tests.docs.pages import examples, pages, recording
from tests.docs.test_conversations import PAGES
from tests.s3.ceph import Ceph

_IN_PYTHON = [page for page in pages() if DEFAULT in "\n".join(examples(page, "python"))]


_EAR: Final = {"PHANTOM_TEST_EAR": "real"}


@pytest.mark.parametrize("page", _IN_PYTHON, ids=lambda page: page.relative_to(ROOT).as_posix())
async def test_the_python_on_a_page_runs(
    page: Path, tmp_path: Path, s3_server: Ceph, store_settings: Mapping[str, str]
) -> None:
    options = ["--demo"] if "serve --demo" in page.read_text() else []
    recording(tmp_path / "night.wav")
    async with balanced(tmp_path, s3_server, store_settings, *options, **_EAR) as running:
        program = "\n".join(examples(page, "python")).replace(DEFAULT, running.address)
        command = [sys.executable, "-W", "error", "-c", program]
        await to_thread.run_sync(partial(subprocess.run, check=True, cwd=tmp_path), command)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
async def test_a_pages_conversation_with_a_server_works(
    page: Path, tmp_path: Path, s3_server: Ceph, store_settings: Mapping[str, str]
) -> None:
    async with balanced(tmp_path, s3_server, store_settings, **_EAR) as running:
        await to_thread.run_sync(hold_conversation, page, running.address, tmp_path)
