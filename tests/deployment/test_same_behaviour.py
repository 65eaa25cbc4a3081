"""Two servers and two workers on PostgreSQL, Valkey and S3 do what one process with a folder does.

What a reader of the documentation types is typed to an installation, each connection going to the
next server. That it works with one process is tested where the documentation is.
"""

import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from anyio import to_thread

from tests.architecture.sources import ROOT
from tests.deployment.installation import installation
from tests.docs.conversations import DEFAULT, hold_conversation
from tests.docs.pages import examples, pages, recording
from tests.docs.test_conversations import PAGES
from tests.proxy import proxy_before
from tests.s3.ceph import Ceph

_IN_PYTHON = [page for page in pages() if DEFAULT in "\n".join(examples(page, "python"))]


@asynccontextmanager
async def _balanced(
    folder: Path, store: Ceph, store_settings: Mapping[str, str], *options: str
) -> AsyncIterator[str]:
    """Run an installation; yields the address where each connection goes to the next server."""
    ear = {"PHANTOM_TEST_EAR": "real"}
    async with installation(folder, store, store_settings, *options, **ear) as place:
        await place.begin()
        ports = [urlsplit(server.url).port or 0 for server in place.servers]
        with proxy_before(*(("127.0.0.1", port) for port in ports)) as balancer:
            yield f"127.0.0.1:{balancer.port}"


@pytest.mark.parametrize("page", _IN_PYTHON, ids=lambda page: page.relative_to(ROOT).as_posix())
async def test_the_python_on_a_page_runs(
    page: Path, tmp_path: Path, s3_server: Ceph, store_settings: Mapping[str, str]
) -> None:
    options = ["--demo"] if "serve --demo" in page.read_text() else []
    recording(tmp_path / "night.wav")
    async with _balanced(tmp_path, s3_server, store_settings, *options) as address:
        program = "\n".join(examples(page, "python")).replace(DEFAULT, address)
        command = [sys.executable, "-W", "error", "-c", program]
        await to_thread.run_sync(partial(subprocess.run, check=True, cwd=tmp_path), command)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
async def test_a_pages_conversation_with_a_server_works(
    page: Path, tmp_path: Path, s3_server: Ceph, store_settings: Mapping[str, str]
) -> None:
    async with _balanced(tmp_path, s3_server, store_settings) as address:
        await to_thread.run_sync(hold_conversation, page, address, tmp_path)
